"""How good the grader is: its grades and flags against the hand-labelled rows.

    python benchmarks/accuracy.py [--differences] [--write docs/accuracy.md]

Rows of split `train` were open while rules were written; rows of split `test` are only measured. `novel`
test rows have no twin (same name, description and value class) among the train rows.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loaders.document import Anchor
from loaders.plan import Amount, Indicator, Plan, Project, Quote
from loaders.plan_values import read_values
from shapes.grade import grade_projects
from shapes.grade_records import Grade, RowKey
from shapes.profile import load_profile

LABELLED = Path(__file__).resolve().parent.parent / "tests" / "labelled"
PROFILES = {"health-2023": "china-2021"}
LETTERS = "ABCDEF"
NOWHERE = Anchor(0, 0)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: what the labeller said and what the grader says."""

    document: str
    split: str
    novel: bool
    label: str
    flags: frozenset[str]
    reading: str
    name: str
    words: str
    grade: Grade
    read: str


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of one tab-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def quote(text: str) -> Quote:
    """Words without a place."""
    return Quote(text, NOWHERE)


def read_projects(document: str, rows: Sequence[dict[str, str]]) -> tuple[Project, ...]:
    """The document's projects as records, values read."""
    by_code: dict[str, list[Indicator]] = defaultdict(list)
    for row in rows:
        by_code[row["project_code"]].append(_indicator(row))
    projects = tuple(
        _project(facts, by_code[facts["code"]]) for facts in read_table(LABELLED / f"{document}.projects.tsv")
    )
    plan = Plan("", quote(""), "", "", "", "", None, (), (), projects)
    return read_values(plan, 0).projects


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        row=int(row["row"]),
        kind=row["kind"],
        ordinal=int(row["ordinal"]),
        kind1="",
        kind2="",
        name=row["name"],
        name_printed=quote(row["name_printed"]),
        description=quote(row["description"]),
        value=quote(row["value"]),
        basis=quote(row["basis"]),
    )


def _project(facts: dict[str, str], indicators: Iterable[Indicator]) -> Project:
    budget = facts["budget_wanyuan"]
    yuan = Decimal(budget) * 10_000 if budget else None
    return Project(
        key=facts["code"],
        code=quote(facts["code"]),
        name=quote(facts["name"]),
        heading=None,
        purpose=quote(facts["purpose"]),
        goal_text=quote(facts["goal_text"]),
        amounts=(Amount("budget", quote(budget), "万元", yuan),),
        milestones=(),
        indicators=tuple(indicators),
        anchor=NOWHERE,
    )


def judge_documents() -> Iterator[Judged]:
    """Every labelled row with the grader's verdict."""
    for path in sorted(LABELLED.glob("*.tsv")):
        if path.name.endswith(".projects.tsv"):
            continue
        rows = read_table(path)
        projects = read_projects(path.stem, rows)
        grades = grade_projects(projects, load_profile(PROFILES.get(path.stem, "china-before-2021")))
        records = {(p.key, i.kind, i.ordinal): i for p in projects for i in p.indicators}
        for row in rows:
            key = RowKey(row["project_code"], row["kind"], int(row["ordinal"]))
            yield _judged(row, grades[key], records[key])


def _judged(row: dict[str, str], grade: Grade, indicator: Indicator) -> Judged:
    reading = indicator.reading
    parts = (
        (reading.comparator_text, reading.number_text, reading.unit_text, reading.remark) if reading else ()
    )
    return Judged(
        document=row["document"],
        split=row["split"],
        novel=row["novel"] == "yes",
        label=row["grade"],
        flags=frozenset(filter(None, row["flags"].split(";"))),
        reading=row["reading"],
        name=row["name"],
        words=f"{row['name']} / {row['description']} / {row['value']}",
        grade=grade,
        read="|".join(part for part in parts if part),
    )


def accuracy(rows: Sequence[Judged]) -> float:
    """Share of rows with the labeller's grade."""
    return sum(row.label == row.grade.letter for row in rows) / len(rows) if rows else 0.0


def kappa(rows: Sequence[Judged]) -> float:
    """Cohen's kappa between labeller and grader."""
    labels, grades = Counter(r.label for r in rows), Counter(r.grade.letter for r in rows)
    chance = sum(labels[letter] * grades[letter] for letter in LETTERS) / len(rows) ** 2 if rows else 0.0
    return (accuracy(rows) - chance) / (1 - chance) if chance < 1 else 1.0


def precision_recall(true: int, said: int, real: int) -> str:
    """Both as text; a dash where there is nothing to measure."""
    precision = f"{true / said:.2f}" if said else "–"
    recall = f"{true / real:.2f}" if real else "–"
    return f"{precision:>9} {recall:>6} {real:>6}"


def report(rows: Sequence[Judged]) -> Iterator[str]:
    """The whole report, line by line."""
    yield "rows                                   count  accuracy  kappa  same reading"
    for name, chosen in _selections(rows):
        if chosen:
            same = sum(r.reading == r.read for r in chosen) / len(chosen)
            yield f"{name:<38} {len(chosen):>5}  {accuracy(chosen):>8.3f}  {kappa(chosen):>5.3f}  {same:>12.3f}"
    held_out = [row for row in rows if row.split == "test"]
    yield ""
    yield "held-out rows    precision recall   rows"
    for letter in LETTERS:
        true = sum(r.label == r.grade.letter == letter for r in held_out)
        said, real = (sum(x == letter for x in xs) for xs in _pairs(held_out))
        yield f"{letter:<16} {precision_recall(true, said, real)}"
    yield ""
    yield "flag on held-out rows        precision recall   rows"
    for flag in sorted({flag for row in held_out for flag in row.flags}):
        true = sum(flag in row.flags and row.grade.flagged(flag) for row in held_out)
        said = sum(row.grade.flagged(flag) for row in held_out)
        real = sum(flag in row.flags for row in held_out)
        yield f"{flag:<28} {precision_recall(true, said, real)}"
    yield ""
    yield "held-out rows, labelled (down) against graded (across)"
    yield "     " + "".join(f"{letter:>5}" for letter in LETTERS)
    table = Counter((row.label, row.grade.letter) for row in held_out)
    for label in LETTERS:
        yield f"{label:<5}" + "".join(f"{table[label, letter]:>5}" for letter in LETTERS)


def _pairs(rows: Sequence[Judged]) -> tuple[list[str], list[str]]:
    return [row.grade.letter for row in rows], [row.label for row in rows]


def _selections(rows: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    yield "all, used for writing rules (train)", [r for r in rows if r.split == "train"]
    yield "all, held out (test)", [r for r in rows if r.split == "test"]
    yield "all, held out and without a twin", [r for r in rows if r.split == "test" and r.novel]
    for document in sorted({row.document for row in rows}):
        yield f"{document}, held out", [r for r in rows if r.document == document and r.split == "test"]


def main() -> None:
    """Print the report, and on request the train rows that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differences", action="store_true", help="list train rows graded otherwise")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the report as Markdown")
    chosen = parser.parse_args()
    rows = list(judge_documents())
    text = "\n".join(report(rows))
    print(text)
    if chosen.differences:
        for row in rows:
            if row.split == "train" and row.label != row.grade.letter:
                print(f"{row.document}: {row.label} labelled, {row.grade.letter} graded: {row.words}")
    if chosen.write:
        chosen.write.write_text(f"{HEADING}\n```\n{text}\n```\n", encoding="utf-8")


HEADING = """# How good the grader is

Measured by `make accuracy` on the hand-labelled rows in `tests/labelled/`; its README says who labelled, how, and
what the figures cannot say. The three documents beside the example were written for this purpose, so their figures
show how well the grader follows the specification, not how forms are distributed. Rules were written with the train
rows open, so the train figure says nothing about quality; the held-out rows were only measured.
"""

if __name__ == "__main__":
    main()
