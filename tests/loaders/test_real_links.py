"""The shipped links of the example, and, where the published document is at hand, against its words."""

from pathlib import Path

import pytest

from loaders.link_versions import find_stale, objective_numbers
from loaders.links import LinkFile, check_links, check_plan, format_links, read_links

ROOT = Path(__file__).resolve().parents[2]
LINKS = ROOT / "links" / "caofeidian-organization-department-2022.sssom.tsv"
DOCUMENT = ROOT / "../shared/data/caofeidian-organization-department-2022.txt"


@pytest.fixture(scope="module")
def links() -> LinkFile:
    return read_links(LINKS)


def test_the_shipped_file_is_written_as_the_program_writes_it(links: LinkFile) -> None:
    assert format_links(links.records, links.metadata) == LINKS.read_text(encoding="utf-8")


def test_every_project_has_an_answer_and_each_answer_its_words_reviewer_and_date(links: LinkFile) -> None:
    assert len({record.project_code for record in links.records}) == 31
    assert all(r.evidence and r.reviewer and r.date and r.confidence is not None for r in links.records)
    assert {record.status for record in links.records} == {"accepted", "proposed"}


def test_evidence_is_a_few_words_and_no_sentence(links: LinkFile) -> None:
    assert max(len(word) for record in links.records for word in record.evidence) <= 15


def test_the_header_says_what_confidence_means(links: LinkFile) -> None:
    assert "how sure the reviewer is" in str(links.metadata["comment"])


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the published document is not beside the checkout")
def test_links_and_words_are_those_of_the_published_document(links: LinkFile) -> None:
    from loaders.load import load_file  # noqa: PLC0415 - only where the document is

    loaded = load_file(DOCUMENT)
    plan = loaded.plan
    projects = {project.code.text: project for project in plan.projects}

    assert check_plan(links, loaded.identifiers.plan) == []
    assert check_links(links.records, projects.keys(), objective_numbers(plan)) == []
    assert find_stale(links.records, plan, "0" * 64) == frozenset()
    for record in links.records:
        project = projects[record.project_code]
        assert record.project_label == project.name.text
        assert all(word in project.name.text + project.purpose.text for word in record.evidence)
