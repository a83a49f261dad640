"""Where the words for suggestions come from: a plan just read, or the store."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from string import ascii_lowercase
from typing import Final
from urllib.parse import unquote

from loaders.link_records import COMPOSITE, LinkRecord
from loaders.link_versions import hash_words, stale_among
from loaders.plan import Goal, Plan, Quote
from ontology.identifiers import PlanIdentifiers
from queries.answer import Value
from queries.facts import read_places
from queries.places import Places
from queries.store import Store
from queries.suggest_records import Clause, Confirmed, GoalWords, ProjectWords, Suggestion, Target, Words

_PREFIXES: Final = """
PREFIX gt: <https://w3id.org/goaltrace/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
_PROJECTS: Final = (
    _PREFIXES
    + """
SELECT ?project ?name ?purpose ?cell WHERE {
  GRAPH <%s> {
    ?project a gt:Project .
    OPTIONAL { ?project gt:order ?order . }
    OPTIONAL { ?project skos:prefLabel ?name . }
    OPTIONAL { ?project gt:purpose ?purpose . }
    OPTIONAL { ?project prov:wasQuotedFrom ?cell . }
  }
} ORDER BY ?order ?project
"""
)
_GOALS: Final = (
    _PREFIXES
    + """
SELECT ?kind ?goal ?number ?words ?place WHERE {
  { GRAPH <%(source)s> { ?goal_iri a gt:Goal ; gt:listNumber ?number ; skos:prefLabel ?words .
      BIND(?goal_iri AS ?thing) } BIND("goal" AS ?kind) }
  UNION
  { GRAPH <%(source)s> { ?thing a gt:Objective ; gt:listNumber ?number ; gt:printedText ?words ;
      skos:broader ?goal_iri . } BIND("objective" AS ?kind) }
  UNION
  { GRAPH <%(reading)s> { ?thing a gt:Objective ; gt:listNumber ?number ; gt:printedText ?words ;
      skos:broader ?printed . }
    GRAPH <%(source)s> { ?printed skos:broader ?goal_iri . } BIND("part" AS ?kind) }
  UNION
  { GRAPH <%(source)s> { ?thing a gt:GoalStatement ; gt:order ?number ; gt:printedText ?words ;
      gt:specifiesGoal ?goal_iri . } BIND("statement" AS ?kind) }
  GRAPH <%(source)s> { ?goal_iri a gt:Goal ; gt:listNumber ?goal . }
  OPTIONAL { GRAPH <%(source)s> { ?thing prov:wasQuotedFrom ?place . } }
}
"""
)


def words_of_plan(plan: Plan) -> tuple[list[ProjectWords], list[GoalWords]]:
    """The words of a plan just read, with their offsets in the document; tasks without a code go by their name."""
    projects = [ProjectWords(p.key, _words(p.name), _words(p.purpose)) for p in plan.projects]
    return projects, [_goal_of_plan(goal) for goal in plan.goals]


def _goal_of_plan(goal: Goal) -> GoalWords:
    return GoalWords(
        goal.number,
        _words(goal.name),
        tuple(Clause(objective.number, _words(objective.text)) for objective in goal.objectives),
        tuple(Clause(str(statement.number), _words(statement.text)) for statement in goal.statements),
        tuple(
            Clause(objective.number + letter, _words(part))
            for objective in goal.objectives
            for letter, part in zip(ascii_lowercase, objective.parts, strict=False)
        ),
    )


def _words(quote: Quote) -> Words:
    return Words(quote.text, quote.anchor.start, quote.anchor.label)


def words_in_store(store: Store, identifiers: PlanIdentifiers) -> tuple[list[ProjectWords], list[GoalWords]]:
    """The words of a stored document, goals with their offsets, projects with their cell or table.

    The store keeps no offsets of names and purposes: the place of words in them is the cell or table, the field,
    and the position within the field's printed text.
    """
    source, reading = identifiers.graph("source"), identifiers.graph("reading")
    projects: dict[str, ProjectWords] = {}
    for row in store.select(_PROJECTS % source).records():
        key = unquote(_text(row["project"]).rpartition("/project/")[2])
        cell = _text(row["cell"]).partition("#")[2]
        # The name stands in the project's own cell; its purpose somewhere in the same table.
        name, purpose = Words(_text(row["name"]), cell=cell), Words(_text(row["purpose"]), cell=_table(cell))
        projects.setdefault(key, ProjectWords(key, name, purpose))
    rows = list(store.select(_GOALS % {"source": source, "reading": reading}).records())
    places = read_places(store, identifiers.document)
    goals = [_goal_of_rows(row, rows, places) for row in rows if row["kind"] == "goal"]
    return list(projects.values()), sorted(goals, key=lambda goal: _in_order(goal.number))


def _goal_of_rows(own: Mapping[str, Value], rows: Sequence[Mapping[str, Value]], places: Places) -> GoalWords:
    def clauses(kind: str) -> tuple[Clause, ...]:
        found = [
            Clause(_text(row["number"]), _stored_words(row, places))
            for row in rows
            if row["kind"] == kind and row["goal"] == own["goal"]
        ]
        return tuple(sorted(found, key=lambda clause: _in_order(clause.number)))

    number = _text(own["goal"])
    return GoalWords(
        number, _stored_words(own, places), clauses("objective"), clauses("statement"), clauses("part")
    )


def _stored_words(row: Mapping[str, Value], places: Places) -> Words:
    text, place = _text(row["words"]), places.get(_text(row["place"]))
    # The place of a whole cell is not the place of the words inside it.
    cell = _text(row["place"]).partition("#")[2]
    cell = _table(cell) if cell.startswith("p") else cell
    if place is None or place.start is None or place.end is None or place.end - place.start != len(text):
        return Words(text, None, cell)
    return Words(text, place.start, cell)


def _table(cell: str) -> str:
    """The table or paragraph of a place: `Sheet1!t4` of `Sheet1!t4.r2.c3`, `p17` of `p17.c3-20`."""
    part, mark, place = cell.rpartition("!")
    return part + mark + place.partition(".")[0]


def _in_order(number: str) -> tuple[int, str]:
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
    return int(digits or 0), number


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def confirmed_links(
    records: Iterable[LinkRecord], statuses: Iterable[str] = ("stated", "accepted")
) -> Confirmed:
    """The targets of each project whose links have one of these statuses."""
    wanted = frozenset(statuses)
    confirmed: dict[str, tuple[Target, ...]] = {}
    for record in records:
        if record.status in wanted:
            earlier = confirmed.get(record.project_code, ())
            confirmed[record.project_code] = (*earlier, Target(record.goal, record.objective))
    return confirmed


def propose_links(
    suggestions: Iterable[Suggestion],
    projects: Sequence[ProjectWords],
    goals: Sequence[GoalWords],
    decided: Iterable[LinkRecord] = (),
    document_sha256: str = "",
) -> list[LinkRecord]:
    """The first suggestion of every project that has no link but refused ones, as a proposed link for a reviewer."""
    known = {record.project_code for record in decided if record.status != "rejected"}
    by_code = {project.code: project for project in projects}
    return [
        _proposal(suggestion, by_code[suggestion.project_code], goals, document_sha256)
        for suggestion in suggestions
        if suggestion.rank == 1 and suggestion.project_code not in known
    ]


def _proposal(
    suggestion: Suggestion, project: ProjectWords, goals: Sequence[GoalWords], document_sha256: str
) -> LinkRecord:
    target = Target(suggestion.goal_number, suggestion.objective)
    return LinkRecord(
        project.code,
        target.goal,
        target.objective,
        justification=COMPOSITE,
        confidence=min(Decimal(f"{suggestion.score:.2f}"), Decimal("0.99")),
        evidence=tuple(dict.fromkeys(evidence.project.words for evidence in suggestion.evidence)),
        document_sha256=document_sha256,
        words_sha256=fingerprint_words(project, goals, target),
        project_label=project.name.text,
        target_label=label_target(goals, target),
    )


def stale_keys(
    records: Iterable[LinkRecord],
    projects: Sequence[ProjectWords],
    goals: Sequence[GoalWords],
    document_sha256: str,
) -> frozenset[tuple[str, str | None, str | None]]:
    """The same keys as `loaders.link_versions.find_stale`, from these records."""
    by_code = {project.code: project for project in projects}

    def now(record: LinkRecord) -> str:
        project = by_code.get(record.project_code)
        return fingerprint_words(project, goals, Target(record.goal, record.objective)) if project else ""

    return stale_among(records, document_sha256, now)


def label_target(goals: Sequence[GoalWords], target: Target) -> str:
    """The goal's name, or the objective's clause; empty for "none"."""
    for goal in goals:
        if goal.number == target.goal:
            clauses = {clause.number: clause.words.text for clause in (*goal.objectives, *goal.parts)}
            return goal.name.text if target.objective is None else clauses.get(target.objective, "")
    return ""


def fingerprint_words(project: ProjectWords, goals: Sequence[GoalWords], target: Target) -> str:
    """The same fingerprint as `loaders.link_versions.words_fingerprint`, from these records."""
    words = [
        word
        for goal in goals
        if target.goal in {None, goal.number}
        for word in _judged(goal, target.objective)
    ]
    if target.goal is not None and not words:
        return ""
    return hash_words([project.name.text, project.purpose.text, *words])


def _judged(goal: GoalWords, objective: str | None) -> list[str]:
    if objective is None:
        return [goal.name.text, *(clause.words.text for clause in goal.objectives)]
    clauses = [clause for clause in (*goal.objectives, *goal.parts) if clause.number == objective]
    return [words for clause in clauses for words in (goal.name.text, clause.words.text)]
