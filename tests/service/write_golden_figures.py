"""Writes the golden figures anew: `python -m tests.service.write_golden_figures`, then look at the difference."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

from queries.whatif import Difference, Standing
from service.figures import KINDS, write_figure
from service.figures.whatif import draw_what_if
from service.reports.wording import Language
from tests.service.coverage_samples import make_coverage
from tests.service.figure_samples import Supposed, say_in

GOLDEN = Path(__file__).with_name("golden") / "figures"


def sample_answer() -> Supposed:
    """The sample document without its only accepted project, and with other money for one."""
    goal = make_coverage().documents[0].goals[0]
    difference = Difference(
        "goal",
        goal.iri,
        "https://example.org/document/900001-2023-goals",
        goal.number,
        goal.number,
        goal.name,
        Standing(1, Decimal(150000), 2, "G3"),
        Standing(0, Decimal(0), 0, "G0"),
    )
    return Supposed(("P1",), (("P2", Decimal(5000)),), (difference,), (("P3", "1"),))


def golden_figures() -> dict[str, str]:
    """Every golden figure by its file name."""
    coverage = make_coverage()
    document = coverage.documents[0]
    figures = {
        f"{kind}.{lang}.svg": write_figure(coverage, kind, lang)
        for kind in KINDS
        for lang in get_args(Language)
    }
    for lang in get_args(Language):
        figures[f"what-if.{lang}.svg"] = draw_what_if(document, sample_answer(), say_in(document, lang))
    return figures


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, text in golden_figures().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
