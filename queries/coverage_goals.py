"""The goals of a document on three link bases: their links, their clauses, and what is missing on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ontology.prefixes import PREFIXES
from queries import coverage_questions as questions
from queries.coverage_answers import (
    NOT_MEASURED,
    DocumentGraphs,
    Measurement,
    cell_label,
    count_kinds,
    number_order,
    whole,
)
from queries.coverage_records import (
    BASES,
    Basis,
    Goal,
    GoalPicture,
    Link,
    Objective,
    Project,
    Statement,
)
from queries.facts import Record, concept_key, money, words

STATUSES: Final[Mapping[Basis, frozenset[str]]] = {
    "stated": frozenset({"stated"}),
    "accepted": frozenset({"stated", "accepted"}),
    "proposed": frozenset({"stated", "accepted", "proposed"}),
}
_NO_TERM: Final = PREFIXES["sssom"] + "NoTermFound"
Measurements = Mapping[tuple[str, str], Measurement]


@dataclass(frozen=True, slots=True)
class Targets:
    """What a link can lead to: goals and objectives by IRI."""

    goals: Mapping[str, str]
    objectives: Mapping[str, Objective]

    def goal_number(self, target: str) -> str:
        """The number of the goal that a goal's or objective's IRI belongs to, empty where it is unknown."""
        seen: set[str] = set()
        while target in self.objectives and target not in seen:
            seen.add(target)
            target = self.objectives[target].parent
        return self.goals.get(target, "")

    def knows(self, target: str) -> bool:
        """Whether a link may lead there; `sssom:NoTermFound` is a reviewer's answer too."""
        return target == _NO_TERM or bool(self.goal_number(target))

    def of_goal(self, number: str) -> tuple[Objective, ...]:
        """A goal's objectives in order, each split clause followed by its parts."""
        own = (o for o in self.objectives.values() if self.goal_number(o.iri) == number)
        return tuple(sorted(own, key=lambda o: (number_order(o.number), o.iri)))


def read_targets(graphs: DocumentGraphs, goal_records: Sequence[Record]) -> Targets:
    """The goals and objectives of a document, the parts of split clauses among them."""
    records = graphs.ask(questions.OBJECTIVES, "source") + graphs.ask(questions.OBJECTIVES, "reading")
    objectives = {words(r["objective"]): _objective(r) for r in records}
    goals = {words(r["goal"]): words(r["number"]) for r in goal_records}
    return Targets(goals, objectives)


def _objective(record: Record) -> Objective:
    iri = words(record["objective"])
    number = words(record["number"]) or iri.rpartition("/")[2]
    return Objective(iri, number, words(record["text"]), words(record["above"]), cell_label(record["cell"]))


def read_links(graphs: DocumentGraphs, targets: Targets, codes: Mapping[str, str]) -> tuple[Link, ...]:
    """Every link record of the document; links to goals or projects that it does not have are left out."""
    records = {
        words(record["link"]): record
        for layer in ("source", "links")
        for record in graphs.ask(questions.LINKS, layer)
        if words(record["project"]) in codes
    }
    links = [
        _link(record, targets, codes) for record in records.values() if targets.knows(words(record["target"]))
    ]
    return tuple(sorted(links, key=_link_order))


def _link_order(link: Link) -> tuple[object, ...]:
    return link.project_code, number_order(link.goal), number_order(link.objective), link.status


def _link(record: Record, targets: Targets, codes: Mapping[str, str]) -> Link:
    target = words(record["target"])
    objective = targets.objectives.get(target)
    return Link(
        project_code=codes[words(record["project"])],
        goal=targets.goal_number(target),
        objective=objective.number if objective else "",
        status=concept_key(record["status"], "status"),
        evidence=words(record["evidence"]),
        reviewer=words(record["reviewer"]),
        date=words(record["date"]),
        confidence=money(record["confidence"]),
        justification=words(record["justification"]),
        comment=words(record["comment"]),
    )


def goals_by_basis(code: str, links: Sequence[Link]) -> tuple[tuple[str, ...], ...]:
    """For each basis, the numbers of the goals that a project is linked to."""
    own = [link for link in links if link.project_code == code and link.goal]
    return tuple(
        tuple(sorted({link.goal for link in own if link.status in STATUSES[basis]}, key=number_order))
        for basis in BASES
    )


@dataclass(frozen=True, slots=True)
class GoalReader:
    """What a goal's pictures are made of: links decide which projects count, the judgment graph how much."""

    targets: Targets
    links: Sequence[Link]
    projects: Sequence[Project]
    kinds: Sequence[str]
    statements: Mapping[str, Sequence[Statement]]
    measured: Measurements

    def read(self, record: Record) -> Goal:
        """One goal with its clauses, its sentences and a picture for each basis."""
        iri, number = words(record["goal"]), words(record["number"])
        links = [link for link in self.links if link.goal == number]
        statuses = sorted({link.status for link in links})
        return Goal(
            iri=iri,
            number=number,
            name=words(record["name"]),
            cell=cell_label(record["cell"]),
            objectives=self.targets.of_goal(number),
            statements=tuple(self.statements.get(iri, ())),
            links=tuple((status, sum(link.status == status for link in links)) for status in statuses),
            pictures=tuple(self._picture(basis, iri, number, links) for basis in BASES),
        )

    def _picture(self, basis: Basis, iri: str, number: str, links: Sequence[Link]) -> GoalPicture:
        stored = self.measured.get((iri, basis), NOT_MEASURED)
        linked = [project for project in self.projects if number in project.goals_on(basis)]
        reached = {link.objective for link in links if link.status in STATUSES[basis]}
        objectives = self.targets.of_goal(number)
        return GoalPicture(
            basis=basis,
            level=stored.grade,
            rules=stored.rules,
            project_codes=tuple(project.code for project in linked),
            yuan=money(stored.one("yuan")) or Decimal(0),
            counts=stored.counts,
            kinds=count_kinds((row for project in linked for row in project.rows), self.kinds),
            objectives_without_project=tuple(
                o.number for o in clauses(objectives) if not _is_reached(o, objectives, reached)
            ),
        )


def clauses(objectives: Sequence[Objective]) -> tuple[Objective, ...]:
    """The objectives that stand for themselves: a split clause is left out, its parts are in."""
    split = {objective.parent for objective in objectives}
    return tuple(objective for objective in objectives if objective.iri not in split)


def _is_reached(objective: Objective, objectives: Sequence[Objective], reached: set[str]) -> bool:
    # A link to a clause that a repair has split speaks of both parts.
    above = next((o.number for o in objectives if o.iri == objective.parent), objective.number)
    return objective.number in reached or above in reached


def read_statements(graphs: DocumentGraphs, measured: Measurements) -> dict[str, list[Statement]]:
    """The graded sentences of each goal's own indicators, by the goal's IRI."""
    found: dict[str, list[Statement]] = {}
    for record in sorted(graphs.ask(questions.STATEMENTS, "source"), key=lambda r: whole(r["order"])):
        stored = measured.get((words(record["statement"]), ""), NOT_MEASURED)
        statement = Statement(
            whole(record["order"]),
            words(record["text"]),
            stored.grade,
            stored.rules,
            stored.flags,
            cell_label(record["cell"]),
        )
        found.setdefault(words(record["goal"]), []).append(statement)
    return found
