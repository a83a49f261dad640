"""The source view: the document as read with one place marked, and beside it the reading, the rules, the repairs."""

from collections.abc import Sequence
from typing import Final

from ontology import nquads
from ontology.prefixes import GTC, PREFIXES, expand
from queries.coverage_records import Label, Rule
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, words
from service.pages.desk import Desk, Page
from service.pages.labels import name_term
from service.pages.naming import read_iri
from service.pages.source_places import Section, Thing, find_place, read_sections
from service.pages.source_reading import Beside, findings_at, read_beside, repairs_at
from service.pages.visit import Visit
from service.reports.wording import Wording
from service.web.refusals import NotFoundError

_KEPT: Final = 4
_WHERE: Final = """
SELECT ?graph ?cell WHERE { GRAPH ?graph { ?thing prov:wasQuotedFrom|prov:wasDerivedFrom|gt:foundAt ?cell } }
ORDER BY ?graph ?cell"""
_OF_CELL: Final = """
SELECT ?graph WHERE { GRAPH ?graph { ?thing prov:wasQuotedFrom ?cell } } ORDER BY ?graph"""
_ABOUT: Final = "SELECT ?thing WHERE { ?finding sh:focusNode ?thing }"
_PROJECT_WORDS: Final = (
    "skos:prefLabel",
    "gt:code",
    "gt:printedHeading",
    "gt:purpose",
    "gt:goalText",
    "gt:longTermGoalText",
    "gt:reportedGoalText",
    "gt:printedFirstLevel",
    "gt:printedSecondLevel",
    "gt:hasKind",
    "gt:printedName",
    "gt:description",
    "gt:printedValue",
    "gt:basis",
)
_NEVER: Final = ("gt:order", "gt:amountRole", "gt:fieldKey", "gt:observationRole", "gt:listNumber")


def show(visit: Visit, desk: Desk) -> Page:
    """The section that holds the place, or the document's first."""
    fact, label = _find(visit, desk)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    sections = _sections(desk, fact)
    found = find_place(sections, label) if label else None
    section = found[0] if found else _section(visit, sections)
    place = found[1] if found else None
    position = sections.index(section) if section else 0
    beside = read_beside(desk.store, fact, document, place, visit.lang) if place else []
    rules = {rule.key: rule for rule in coverage.rules}
    values = {
        "say": say,
        "document": document,
        "label": label,
        "sections": sections,
        "section": section,
        "place": place,
        "previous": sections[position - 1] if section and position else None,
        "following": sections[position + 1] if section and position + 1 < len(sections) else None,
        "beside": beside,
        "rules_of": lambda one: _rules(one, rules),
        "repairs": repairs_at(document, label) if label else [],
        "findings": findings_at(document, place, label) if label else [],
        "words_of": lambda thing: words_of(thing, say.wording),
        "name_kind": lambda kind: name_term(_expand(kind), visit.lang),
    }
    title = say.wording("source_title", cell=label) if label else say.wording("nav_source")
    return Page(
        "source.html.j2", values, title, nav="source", styles=("source.css",), wide=True, document=fact
    )


def _find(visit: Visit, desk: Desk) -> tuple[DocumentFact, str]:
    """The document and the place's label: named by themselves, or found from the IRI of a cell or thing."""
    iri = visit.one("iri") or next((cell for cell in visit.many("cell") if "://" in cell), "")
    if not iri:
        return desk.document(visit), visit.one("cell")
    term = read_iri(iri)
    if "#" in iri and "/file/" in iri:
        graphs = [words(row[0]) for row in desk.store.select(_OF_CELL, {"cell": term}).rows]
        places = [(graph, iri) for graph in graphs]
    else:
        places = _places_of(desk, term)
    for graph, cell in places:
        document = graph.rpartition("/")[0]
        if visit.one("document") in ("", document, document.rpartition("/")[2]):
            return choose_documents(desk.store, document)[0], cell.partition("#")[2]
    raise NotFoundError(
        f"No place in a document is known for {iri[:300]}.", detail_zh=f"不知道 {iri[:300]} 在文件中的位置。"
    )


def _places_of(desk: Desk, term: str) -> list[tuple[str, str]]:
    found = desk.store.select(_WHERE, {"thing": term}).rows
    if not found:  # a finding without a place of its own stands where the thing does that it is about
        for row in desk.store.select(_ABOUT, {"finding": term}).rows:
            found = desk.store.select(_WHERE, {"thing": nquads.iri(words(row[0]))}).rows
    return [(words(row[0]), words(row[1])) for row in found]


def _sections(desk: Desk, fact: DocumentFact) -> Sequence[Section]:
    """The document's sections, kept for the next place of it."""
    kept: dict[str, tuple[Section, ...]] = desk.notes.setdefault("sections", {})
    if fact.iri not in kept:
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[fact.iri] = read_sections(desk.store, fact)
    return kept[fact.iri]


def _section(visit: Visit, sections: Sequence[Section]) -> Section | None:
    wanted = visit.one("section")
    return next((section for section in sections if section.key == wanted), sections[0] if sections else None)


def words_of(thing: Thing, wording: Wording) -> list[tuple[str, str]]:
    """What a thing says, each with its label: in the order of the form where that is known."""
    label = thing.fact
    match thing.kind:
        case "gt:Goal" | "gt:Objective" | "gt:GoalStatement" | "gt:SafeguardMeasure" | "gt:OverallGoal":
            number = label("gt:listNumber") or label("gt:order")
            name = wording(f"source_{thing.kind.partition(':')[2]}")
            return [(f"{name} {number}".strip(), label("skos:prefLabel") or label("gt:printedText"))]
        case "gt:Amount":
            role = label("gt:amountRole")
            name = wording.entries.get(f"source_role_{role}", role)
            return [(name, f"{label('gt:printedNumber')} {label('gt:printedUnit')}".strip())]
        case "gt:Milestone":
            return [(label("gt:printedLabel"), label("gt:printedNumber"))]
        case "gt:FormField":
            return [(label("gt:fieldLabel"), label("gt:fieldText"))]
        case "gt:StepValue":
            return [(label("gt:stepLabel"), label("gt:stepText"))]
        case _:
            return _all_words(thing, wording)


def _all_words(thing: Thing, wording: Wording) -> list[tuple[str, str]]:
    order = {name: place for place, name in enumerate(_PROJECT_WORDS)}
    names = sorted(
        (name for name in thing.facts if name not in _NEVER), key=lambda name: (order.get(name, 99), name)
    )
    return [(_label(name, wording), _in_words(thing.facts[name], wording)) for name in names]


def _label(name: str, wording: Wording) -> str:
    """A property as a column would be headed: the kind, and not that it has one."""
    return name_term(_expand(name), wording.lang).removeprefix("has ").removeprefix("有")


def _in_words(value: str, wording: Wording) -> str:
    return name_term(value, wording.lang) if value.startswith(GTC) else value


def _expand(short: str) -> str:
    return expand(short) if short.partition(":")[0] in PREFIXES else short


def _rules(one: Beside, rules: dict[str, Rule]) -> list[Rule]:
    """The rules that fired on a thing: those of its grade, then those of its readings."""
    keys = list(one.row.rules if one.row else one.statement.rules if one.statement else ())
    keys += [key for reading in one.readings for key in reading.rules if key not in keys]
    nothing = Label("", "")
    return [rules.get(key, Rule(key, nothing, nothing, "", "")) for key in keys]
