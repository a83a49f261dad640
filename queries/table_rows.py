"""The rows of the CSV tables of one document, in document order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from ontology import nquads
from ontology.prefixes import shorten
from queries import table_questions as questions
from queries.answer import Value
from queries.concepts import label_of, level_one_of, sign_of
from queries.fact_records import DocumentFact, IndicatorFact, LinkFact, Place, ProjectFact
from queries.facts import concept_key, read_facts, read_places, words
from queries.store import Store

Row = tuple[str, ...]
Record = Mapping[str, Value]

_PLACE: Final = ("source_file", "source_table", "source_row", "source_column", "source_start", "source_end")
_BASES: Final = ("stated", "accepted", "proposed")
_LETTERS: Final = "abcdef"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "documents": (
        *("document", "iri", "department_code", "department_name", "year", "kind", "title", "layout"),
        *("source_file", "sha256", "goals", "objectives", "projects", "indicators", "yuan"),
    ),
    "goals": (
        *("document", "number", "name", "objectives"),
        *(
            f"{what}_{basis}"
            for basis in _BASES
            for what in ("level", "projects", "indicators", "measurable", "yuan")
        ),
        *_PLACE,
    ),
    "projects": (
        *("document", "project_code", "project_name", "order", "heading", "purpose", "goal_text"),
        *("yuan", "fiscal_yuan", "other_yuan", "indicators", "measurable"),
        *(f"grade_{letter}" for letter in _LETTERS),
        *("goals_stated", "goals_accepted", "goals_proposed"),
        *_PLACE,
    ),
    "indicators": (
        *("document", "project_code", "project_name", "row", "kind1", "kind2", "name", "name_printed"),
        *(
            "description",
            "value_text",
            "comparator",
            "comparator_text",
            "number",
            "number_end",
            "number_text",
        ),
        *("unit", "remark", "target_comparator", "target_number", "target_unit", "basis"),
        *("grade", "flags", "rules", "verifiable"),
        *_PLACE,
        *("period", "weight", "score", "actual", "actual_number", "baseline", "baseline_number"),
    ),
    "funds": (
        *(
            "document",
            "project_code",
            "project_name",
            "role",
            "fund",
            "printed_number",
            "printed_unit",
            "yuan",
        ),
        *_PLACE,
    ),
    "links": (
        *("document", "project_code", "project_name", "status", "goal_number", "goal_name"),
        *("objective_number", "objective_text", "evidence", "confidence", "share", "justification"),
        *("reviewer", "date", "comment"),
    ),
    "findings": (
        *("document", "severity", "rule", "focus", "value", "message_zh", "message_en"),
        *_PLACE,
    ),
}
"""The tables and their columns, in the order in which they are written."""

_SEVERITIES: Final = ("violation", "warning", "info")


class DocumentTables:
    """Makes the rows of every table for one document."""

    def __init__(self, store: Store, document: DocumentFact) -> None:
        self._store = store
        self._document = document
        self._facts = read_facts(store, document)
        self._places = read_places(store, document.iri, document.file_name)
        self._project = {project.iri: project for project in self._facts.projects}
        self._sums = {
            (words(row["subject"]), words(row["basis"])): row for row in self._ask(questions.SUMS, "judgment")
        }

    def rows(self) -> dict[str, Iterator[Row]]:
        """The rows by table."""
        return {
            "documents": self._documents(),
            "goals": self._goals(),
            "projects": self._projects(),
            "indicators": self._indicators(),
            "funds": self._funds(),
            "links": self._links(),
            "findings": self._findings(),
        }

    def _ask(self, question: str, *layers: str) -> Iterator[dict[str, Value]]:
        graphs = {layer: nquads.iri(f"{self._document.iri}/{layer}") for layer in layers}
        return self._store.select(question, graphs).records()

    def _place(self, cell: str) -> Row:
        place = self._places.get(cell)
        return tuple(map(_text, _numbers(place))) if place else ("",) * len(_PLACE)

    def _documents(self) -> Iterator[Row]:
        document, facts = self._document, self._facts
        yuan = sum((project.yuan for project in facts.projects if project.yuan is not None), Decimal(0))
        yield (
            *(document.key, document.iri, document.department_code, document.department_name, document.year),
            *(document.kind, document.title, document.layout, document.file_name, document.sha256),
            *(str(len(facts.goals)), str(sum(1 for o in facts.objectives if not o.whole))),
            *(str(len(facts.projects)), str(len(facts.indicators)), _text(yuan)),
        )

    def _goals(self) -> Iterator[Row]:
        cells = {words(row["goal"]): words(row["cell"]) for row in self._ask(questions.GOAL_CELLS, "source")}
        for goal in self._facts.goals:
            objectives = sum(1 for o in self._facts.objectives if o.goal == goal.iri and not o.whole)
            yield (
                *(self._document.key, goal.number, goal.name, str(objectives)),
                *(cell for basis in _BASES for cell in self._standing(goal.iri, basis)),
                *self._place(cells.get(goal.iri, "")),
            )

    def _standing(self, goal: str, basis: str) -> Row:
        sums = self._sums.get((goal, basis))
        if sums is None:
            return ("",) * 5
        numbers = (_text(sums[name]) for name in ("projects", "indicators", "measurable", "yuan"))
        return (concept_key(sums["level"], "grade"), *numbers)

    def _projects(self) -> Iterator[Row]:
        texts = {words(row["project"]): row for row in self._ask(questions.PROJECT_TEXTS, "source")}
        served, nothing = self._goals_served(), dict[str, Value]()
        for project in self._facts.projects:
            text = texts.get(project.iri, nothing)
            sums: Record = self._sums.get((project.iri, ""), nothing)
            funds = {fund.source: fund.yuan for fund in project.funds}
            yield (
                *self._named(project),
                str(project.order),
                *(words(text.get("heading")), project.purpose, words(text.get("goalText"))),
                *(_text(project.yuan), _text(funds.get("fiscal")), _text(funds.get("other"))),
                *(_text(sums.get(name)) for name in ("indicators", "measurable")),
                *(_text(sums.get(letter) or 0) if sums else "" for letter in _LETTERS),
                *(";".join(served.get((project.iri, basis), ())) for basis in _BASES),
                *self._place(words(text.get("cell"))),
            )

    def _goals_served(self) -> dict[tuple[str, str], list[str]]:
        """Numbers of the goals of each project on each basis, in the order of the goals."""
        goal_of = {objective.iri: objective.goal for objective in self._facts.objectives}
        links = [
            (link.project, goal_of.get(link.target, link.target), link.status) for link in self._facts.links
        ]
        served: dict[tuple[str, str], list[str]] = {}
        for goal in self._facts.goals:
            for place, basis in enumerate(_BASES):
                counted = _BASES[: place + 1]
                for project in {p for p, target, status in links if target == goal.iri and status in counted}:
                    served.setdefault((project, basis), []).append(goal.number)
        return served

    def _named(self, project: ProjectFact | None) -> Row:
        if project is None:
            return (self._document.key, "", "")
        return (self._document.key, project.code, project.name)

    def _indicators(self) -> Iterator[Row]:
        readings = {words(row["indicator"]): row for row in self._ask(questions.READINGS, "reading")}
        targets = {words(row["indicator"]): row for row in self._ask(questions.OWN_TARGETS, "reading")}
        points = {words(row["indicator"]): row for row in self._ask(questions.POINTS, "source")}
        results = {
            (words(row["indicator"]), words(row["role"])): row
            for row in self._ask(questions.RESULTS, "source", "reading")
        }
        nothing = dict[str, Value]()
        for row in self._facts.indicators:
            read = readings.get(row.iri, nothing)
            target = targets.get(row.iri, nothing)
            yield (
                *self._named(self._project.get(row.project)),
                *(str(row.row), *_levels(row), row.name, row.name_printed, row.description, row.value_text),
                _sign(read),
                *(words(read.get("sign")), _text(read.get("number")), _text(read.get("end"))),
                *(_number_text(read), words(read.get("unit")), words(read.get("remark"))),
                *(_sign(target), _text(target.get("number")), words(target.get("unit"))),
                *(row.basis, row.grade, ";".join(row.flags), ";".join(row.rules), _text(row.verifiable)),
                *self._place(row.cell),
                *self._reported(row, points, results),
            )

    def _reported(
        self, row: IndicatorFact, points: Mapping[str, Record], results: Mapping[tuple[str, str], Record]
    ) -> Row:
        """Period, weight and score as the form prints them, and the results it reports."""
        nothing = dict[str, Value]()
        own = points.get(row.iri, nothing)
        actual, baseline = (results.get((row.iri, role), nothing) for role in ("actual", "baseline"))
        return (
            *(words(own.get("period")) or "annual", words(own.get("weight")), words(own.get("score"))),
            *(words(actual.get("printed")), _text(actual.get("number"))),
            *(words(baseline.get("printed")), _text(baseline.get("number"))),
        )

    def _funds(self) -> Iterator[Row]:
        amounts: dict[str, dict[str, Record]] = {}
        for row in self._ask(questions.AMOUNTS, "source", "reading"):
            amounts.setdefault(words(row["project"]), {}).setdefault(words(row["amount"]), row)
        known = [project.iri for project in self._facts.projects]
        for project in [*known, *sorted(amounts.keys() - set(known))]:
            for _, amount in sorted(amounts.get(project, {}).items()):
                yield (
                    *self._named(self._project.get(project)),
                    *(words(amount["role"]), label_of("fund", concept_key(amount["fund"], "fund"))),
                    *(words(amount["printed"]), words(amount["unit"]), _text(amount["yuan"])),
                    *self._place(words(amount["cell"])),
                )

    def _links(self) -> Iterator[Row]:
        for link in self._facts.links:
            yield (
                *self._named(self._project.get(link.project)),
                *(link.status, *self._target(link)),
                *(link.evidence, _text(link.confidence), _text(link.share), shorten(link.justification)),
                *(link.reviewer, link.date, link.comment),
            )

    def _target(self, link: LinkFact) -> Row:
        objective = next((o for o in self._facts.objectives if o.iri == link.target), None)
        goal_iri = objective.goal if objective else link.target
        goal = next((g for g in self._facts.goals if g.iri == goal_iri), None)
        own = (objective.number, objective.text) if objective else ("", "")
        return (goal.number if goal else "", goal.name if goal else "", *own)

    def _findings(self) -> Iterator[Row]:
        seen: set[str] = set()
        found = list(self._ask(questions.FINDINGS, "judgment"))
        found.sort(key=lambda row: _SEVERITIES.index(_severity(row)))
        for row in found:
            if words(row["finding"]) in seen:
                continue
            seen.add(words(row["finding"]))
            yield (
                *(self._document.key, _severity(row), shorten(words(row["shape"]))),
                *(self._below_plan(row["focus"]), self._below_plan(row["value"])),
                *(words(row["zh"]), words(row["en"])),
                *self._place(words(row["cell"])),
            )

    def _below_plan(self, value: Value) -> str:
        """A thing of the plan by its path, `project/CODE/indicator/quantity-1`; anything else as it is."""
        return _text(value).removeprefix(f"{self._document.plan}/")


def _numbers(place: Place) -> tuple[Value, ...]:
    return (place.file, place.table, place.row, place.column, place.start, place.end)


def _severity(finding: Record) -> str:
    name = words(finding["severity"]).rpartition("#")[2].lower()
    return name if name in _SEVERITIES else "info"


def _levels(row: IndicatorFact) -> Row:
    if row.kind:
        return (level_one_of(row.kind), label_of("kind", row.kind))
    return (row.first_level, row.second_level)


def _sign(reading: Record) -> str:
    return sign_of(concept_key(reading.get("comparator"), "comparator"))


def _number_text(reading: Record) -> str:
    """The number as printed; the graph says it only where it is not written as numbers usually are."""
    printed = reading.get("numberText")
    return _text(reading.get("number")) if printed is None else words(printed)


def _text(value: Value) -> str:
    """A value as a cell: numbers canonical and never in exponents, truth values as true and false.

    >>> _text(Decimal("1.50")), _text(Decimal("1E+2")), _text(None), _text(True)
    ('1.5', '100', '', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return nquads.plain_decimal(value)
    return words(value)
