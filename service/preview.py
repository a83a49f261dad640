"""What a document would say if it were built: judged in full beside what the store holds of it, nothing written.

To confirm a preview is to build the same file: `service.build.build([path], …)`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from loaders.load import Loaded, load_file
from loaders.plan import Plan, ReadingNote, Repair, Unread
from loaders.row_versions import rows_of
from ontology.identifiers import PlanIdentifiers
from queries.fact_records import DocumentFact, PlanFacts
from queries.facts import read_documents, read_facts
from queries.store import Store
from service.document_links import link_document
from service.judge import Judged, judge
from service.row_reviews import stored_reviews
from shapes.findings import Finding
from shapes.grade_records import RowKey
from shapes.profile import Profile


class FieldChange(NamedTuple):
    """One field that differs: its name, what the store holds and what the file says."""

    field: str
    before: str
    after: str


class Item(NamedTuple):
    """A goal, project or indicator row; `changes` is empty where it is only on one side."""

    iri: str
    label: str
    changes: tuple[FieldChange, ...] = ()


class Difference(NamedTuple):
    """What the file adds, lacks and says otherwise, each in document order; `same` counts the rest."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Item, ...]
    same: int

    @property
    def empty(self) -> bool:
        """Whether both sides say the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Preview:
    """A judged document that is not in the store, and how it differs from what the store holds of it.

    `stored` is the same document as the store has it, None where it is new.
    """

    judged: Judged
    stored: DocumentFact | None
    goals: Difference
    projects: Difference
    rows: Difference

    @property
    def plan(self) -> Plan:
        """The plan as read."""
        return self.judged.loaded.plan

    @property
    def document(self) -> str:
        """The IRI that the document has or would have."""
        return self.judged.loaded.identifiers.document

    @property
    def same_file(self) -> bool:
        """Whether the store was built from these very bytes."""
        return self.stored is not None and self.stored.sha256 == self.judged.loaded.document.sha256

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was mended while reading."""
        return self.plan.repairs

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What no part of the layout consumed."""
        return self.plan.unread

    @property
    def notes(self) -> tuple[ReadingNote, ...]:
        """What is unusual."""
        return self.plan.notes

    @property
    def dropped_personal(self) -> int:
        """How many names and numbers of people were left out."""
        return self.plan.dropped_personal

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the shapes found, most severe first."""
        return self.judged.findings

    @property
    def grades(self) -> dict[str, int]:
        """How many indicator rows have each grade."""
        found = Counter(grade.letter for grade in self.judged.judgment.rows.values())
        return {letter: found[letter] for letter in "ABCDEF"}


def preview_document(
    path: Path, store: Store, profile: Profile, base: str, *, keep_personal: bool = False
) -> Preview:
    """Load and judge one file as a build would, with the links and reviews the store holds; writes nothing."""
    return preview_loaded(load_file(path, base, keep_personal=keep_personal), store, profile)


def preview_loaded(loaded: Loaded, store: Store, profile: Profile) -> Preview:
    """The same of a document that was read already."""
    identifiers = loaded.identifiers
    judged = judge(loaded, link_document(loaded, store, ()), profile, stored_reviews(store, identifiers))
    stored = next((fact for fact in read_documents(store) if fact.iri == identifiers.document), None)
    facts = read_facts(store, stored) if stored is not None else None
    return Preview(
        judged,
        stored,
        _compare(_stored_goals(facts), _goals(loaded.plan, identifiers)),
        _compare(_stored_projects(facts), _projects(loaded.plan, identifiers)),
        _compare(_stored_rows(facts), _rows(judged)),
    )


Fields = Mapping[str, str]
Items = Mapping[str, tuple[str, Fields]]


def _compare(before: Items, after: Items) -> Difference:
    added = [Item(iri, label) for iri, (label, _) in after.items() if iri not in before]
    removed = [Item(iri, label) for iri, (label, _) in before.items() if iri not in after]
    changed = [
        Item(iri, label, changes)
        for iri, (label, fields) in after.items()
        if iri in before and (changes := _field_changes(before[iri][1], fields))
    ]
    same = len(after) - len(added) - len(changed)
    return Difference(tuple(added), tuple(removed), tuple(changed), same)


def _field_changes(before: Fields, after: Fields) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before[name], value) for name, value in after.items() if before[name] != value
    )


def _goals(plan: Plan, identifiers: PlanIdentifiers) -> Items:
    found: dict[str, tuple[str, Fields]] = {}
    for goal in plan.goals:
        clauses = {o.number: o.text.text for o in goal.objectives}
        found[identifiers.goal(goal.number)] = _goal(goal.number, goal.name.text, clauses)
    return found


def _stored_goals(facts: PlanFacts | None) -> Items:
    if facts is None:
        return {}
    return {
        goal.iri: _goal(
            goal.number,
            goal.name,
            {o.number: o.text for o in facts.objectives if o.goal == goal.iri and not o.whole},
        )
        for goal in facts.goals
    }


def _goal(number: str, name: str, clauses: Mapping[str, str]) -> tuple[str, Fields]:
    objectives = "\n".join(f"{clause} {text}" for clause, text in clauses.items())
    return f"{number} {name}", {"name": name, "objectives": objectives}


def _projects(plan: Plan, identifiers: PlanIdentifiers) -> Items:
    found: dict[str, tuple[str, Fields]] = {}
    for project in plan.projects:
        budget = project.amount("budget")
        yuan = None if budget is None else budget.yuan
        fields = _project(project.code.text, project.name.text, project.purpose.text, yuan)
        found[identifiers.project(project.key)] = fields
    return found


def _stored_projects(facts: PlanFacts | None) -> Items:
    projects = facts.projects if facts is not None else ()
    return {p.iri: _project(p.code, p.name, p.purpose, p.yuan) for p in projects}


def _project(code: str, name: str, purpose: str, yuan: object) -> tuple[str, Fields]:
    money = "" if yuan is None else f"{yuan:f}"
    if "." in money:
        money = money.rstrip("0").rstrip(".")  # the store gives 1100000 for 1100000.00
    return f"{code} {name}".strip(), {"name": name, "purpose": purpose, "budget_yuan": money}


def _rows(judged: Judged) -> Items:
    loaded = judged.loaded
    found: dict[str, tuple[str, Fields]] = {}
    for reference, _, row in rows_of(loaded.plan):
        grade = judged.judgment.rows[RowKey(*reference)].letter
        words = (row.name_printed.text, row.description.text, row.value.text, row.basis.text)
        found[reference.iri(loaded.identifiers)] = _row(str(reference), words, grade)
    return found


def _stored_rows(facts: PlanFacts | None) -> Items:
    found: dict[str, tuple[str, Fields]] = {}
    for row in facts.indicators if facts is not None else ():
        project, _, tail = row.iri.partition("/project/")[2].rpartition("/indicator/")
        words = (row.name_printed, row.description, row.value_text, row.basis)
        found[row.iri] = _row(f"{project}/{tail}", words, row.grade)
    return found


def _row(label: str, words: Sequence[str], grade: str) -> tuple[str, Fields]:
    names = ("name", "description", "value", "basis", "grade")
    return label, dict(zip(names, (*words, grade), strict=True))
