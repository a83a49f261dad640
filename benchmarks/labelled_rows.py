"""The hand-labelled rows with the grader's verdict on each: of this repository, and of published forms beside it."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loaders.document import Anchor
from loaders.load import load_file
from loaders.plan import Amount, Indicator, Plan, Project, Quote
from loaders.plan_values import read_values
from shapes.grade import grade_projects
from shapes.grade_records import Grade, RowKey
from shapes.profile import load_profile

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "labelled"
FRESH = LABELLED / "fresh"
PUBLISHED = LABELLED / "published" / "published.tsv"
REAL = ROOT.parent / "shared" / "data"
PROFILES = {"health-2023": "china-2021", "streets-2026": "china-2021"}
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


def read_projects(
    document: str, rows: Sequence[dict[str, str]], folder: Path = LABELLED
) -> tuple[Project, ...]:
    """The document's projects as records, values read."""
    by_code: dict[str, list[Indicator]] = defaultdict(list)
    for row in rows:
        by_code[row["project_code"]].append(_indicator(row))
    projects = tuple(
        _project(facts, by_code[facts["code"]]) for facts in read_table(folder / f"{document}.projects.tsv")
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


def judge_documents(folder: Path = LABELLED) -> Iterator[Judged]:
    """Every labelled row of a folder with the grader's verdict."""
    for path in sorted(folder.glob("*.tsv")):
        if path.name.endswith(".projects.tsv"):
            continue
        rows = read_table(path)
        projects = read_projects(path.stem, rows, folder)
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


def judge_published() -> Iterator[Judged]:
    """The labelled rows of published forms; a row whose words are not those that were labelled is an error."""
    labels = read_table(PUBLISHED)
    for name in sorted({label["file"] for label in labels}):
        plan = load_file(REAL / name).plan
        grades = grade_projects(plan.bearers, load_profile("china-2021"))
        rows = {(p.key, f"{i.kind or 'other'}-{i.ordinal}"): i for p in plan.bearers for i in p.indicators}
        for label in labels:
            if label["file"] == name:
                one = rows[label["project"], label["row"]]
                assert words_hash(one) == label["words"], label
                yield _published(label, one, grades[RowKey(label["project"], one.kind, one.ordinal)])


def words_hash(row: Indicator) -> str:
    """What a published row is recognised by: its words are not in this repository."""
    texts = (row.name, row.description.text, row.value.text)
    return hashlib.sha256("\n".join("".join(text.split()) for text in texts).encode()).hexdigest()[:12]


def _published(label: dict[str, str], row: Indicator, grade: Grade) -> Judged:
    return Judged(
        document=label["file"],
        split="published",
        novel=True,
        label=label["grade"],
        flags=frozenset(filter(None, label["flags"].split(";"))),
        reading="",
        name=row.name,
        words=label["row"],
        grade=grade,
        read="",
    )


def all_rows() -> list[Judged]:
    """The labelled rows that are in this repository."""
    return [*judge_documents(), *judge_documents(FRESH)]
