"""How well what is read of the published samples agrees with what a person read, field by field."""

from itertools import chain
from pathlib import Path
from typing import NamedTuple

from loaders.load import load_file
from tests.loaders.layouts.descriptions import describe

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
EXPECTED = Path(__file__).parent / "expected"
GRID, TEXT = 0.99, 0.95


class Sample(NamedTuple):
    """A published sample, the layout that reads it, and the least share of its fields that has to agree."""

    layout: str
    name: str
    least: float


SAMPLES = (
    Sample("hebei-project-goals", "caofeidian-organization-department-2022.txt", GRID),
    Sample("department-table", "guangdong_zhanjiang_rsj_2024_dept_goal.xlsx", GRID),
    Sample("self-evaluation", "chongqing_yuzhong_2021_self_evaluation.xlsx", GRID),
    Sample("project-form-text", "shanghai_putuo_2026_goal_forms.txt", TEXT),
    Sample("narrative-chapter", "shanghai_putuo_sfj_2026_budget.pdf", TEXT),
    Sample("iati", "iati_activity_example_annotated.xml", GRID),
    Sample("stratml", "stratml_part2_smlc_2011_annual_report.xml", GRID),
)


class Agreement(NamedTuple):
    """How many fields a person and the program found, and those that only one of them has."""

    fields: int
    agreed: int
    differ: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        """The share of all fields that both found alike."""
        return self.agreed / self.fields


def fields(lines: list[str]) -> set[tuple[str, str]]:
    """Each cell of a description with the line and column it stands in."""
    cells = (
        ((f"{key} {n}", cell) for n, cell in enumerate(rest))
        for key, *rest in (line.split("\t") for line in lines)
    )
    return set(chain.from_iterable(cells))


def agreement(sample: Sample) -> Agreement:
    """Field by field: what the program reads of a sample against the file that a person checked."""
    written = (EXPECTED / f"{sample.layout}.tsv").read_text(encoding="utf-8").splitlines()
    expected = fields([line for line in written if not line.startswith("#")])
    found = fields(describe(load_file(DATA / sample.name).plan))
    return Agreement(len(expected | found), len(expected & found), tuple(sorted(expected ^ found)))
