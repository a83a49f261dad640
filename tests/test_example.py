"""The shipped example: what the README's first command is built on."""

import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.load import Loaded, load_file
from ontology import terms
from service.judge import judge
from shapes.profile import load_profile

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "organization-department-2022.docx"
EXPORT = ROOT.parent / "shared" / "data" / "caofeidian-organization-department-2022.txt"
PROVENANCE = (
    terms.PROV_WAS_QUOTED_FROM,
    terms.PROV_WAS_DERIVED_FROM,
    terms.PROV_USED,
    terms.GT_HAS_FILE,
    terms.GT_REPAIR_RULE,
)
needs_export = pytest.mark.skipif(
    not EXPORT.exists(), reason="the published text export is not beside the checkout"
)


@pytest.fixture(scope="module")
def example() -> Loaded:
    return load_file(EXAMPLE)


def facts(loaded: Loaded) -> set[str]:
    """The statements about the plan itself: no places, no file, no repairs."""
    lines = (loaded.quads.source.ntriples() + loaded.quads.reading.ntriples()).splitlines()
    return {
        line
        for line in lines
        if "/file/" not in line and "/repair/" not in line and not any(f"<{p}>" in line for p in PROVENANCE)
    }


def test_the_example_has_31_projects_279_rows_and_28_981_600_yuan(example: Loaded) -> None:
    plan = example.plan
    budgets = [project.amount("budget") for project in plan.projects]
    assert len(plan.projects) == 31
    assert sum(len(project.indicators) for project in plan.projects) == 279
    assert sum(b.yuan for b in budgets if b is not None and b.yuan is not None) == Decimal(28_981_600)
    assert [len(goal.objectives) for goal in plan.goals] == [3, 7, 2, 2]
    assert len(plan.safeguards) == 6
    assert not plan.unread


def test_the_example_conforms_but_for_five_single_payments_planned_in_steps(example: Loaded) -> None:
    findings = judge(example, (), load_profile("china-before-2021")).findings
    assert Counter(finding.shape.rsplit("#", 1)[-1] for finding in findings) == {"one-off-spent-in-steps": 5}


@needs_export
def test_docx_and_text_export_give_the_same_graph_but_for_provenance_and_the_damage(example: Loaded) -> None:
    export = load_file(EXPORT)
    damaged = ("13020922P00061110001C", "13020922P00064810001R")
    different = facts(example) ^ facts(export)
    elsewhere = {line for line in different if not any(code in line for code in damaged)}
    assert elsewhere == set()
    lost = set(facts(export) - facts(example))
    assert not {line for line in lost if terms.GT_PRINTED_VALUE in line or terms.GT_BASIS in line}


@needs_export
def test_the_text_export_has_31_value_texts_each_on_all_filled_rows_of_its_project() -> None:
    export = load_file(EXPORT)
    texts = [{i.value.text for i in project.indicators if i.value.text} for project in export.plan.projects]
    assert [len(own) for own in texts] == [1] * 31
    assert len(set().union(*texts)) == 31
    cut = [repair for repair in export.plan.repairs if repair.rule == "cut-name"]
    assert len(cut) == 24


@needs_export
def test_the_example_is_what_the_script_makes_of_the_export(tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    script = ROOT / "examples" / "rebuild_docx.py"
    subprocess.run([sys.executable, str(script), str(EXPORT), str(again)], check=True, cwd=ROOT)  # noqa: S603
    assert again.read_bytes() == EXAMPLE.read_bytes()
