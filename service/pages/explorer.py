"""The explorer: one resource with its neighbours, as a table for everyone and as a graph that grows on demand."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from ontology.nquads import iri as iri_term
from ontology.nquads import text as text_term
from ontology.prefixes import PREFIXES, expand, shorten
from queries.fact_records import DocumentFact
from queries.facts import read_goals
from queries.store import Store
from service.pages.desk import Desk, Page
from service.pages.labels import Label, name_resources
from service.pages.naming import read_iri
from service.pages.neighbours import MOST, MOST_COUNTED, Neighbourhood, read_neighbourhood
from service.pages.visit import Visit
from service.web.refusals import NotFoundError

_MOST_FOUND: Final = 60
_MOST_OFFSET: Final = 1_000_000
_UNDRAWN: Final = frozenset(
    expand(name) for name in ("rdf:type", "rdfs:isDefinedBy", "skos:inScheme", "dqv:isMeasurementOf")
)

GROUPS: Final = ("goal", "project", "indicator", "money", "place", "judged", "link", "concept", "other")
"""What the graph colours apart."""
_GROUPS: Final[Mapping[str, str]] = {
    "gt:OverallGoal": "goal",
    "gt:Goal": "goal",
    "gt:Objective": "goal",
    "gt:GoalStatement": "goal",
    "gt:SafeguardMeasure": "goal",
    "gt:Project": "project",
    "gt:WholeDepartment": "project",
    "gt:Indicator": "indicator",
    "gt:ValueReading": "indicator",
    "gt:StepValue": "indicator",
    "sosa:Observation": "indicator",
    "gt:Amount": "money",
    "gt:Milestone": "money",
    "oa:SpecificResource": "place",
    "gt:SourceFile": "place",
    "foaf:Document": "place",
    "prov:Entity": "place",
    "gt:FormField": "place",
    "dqv:QualityMeasurement": "judged",
    "sh:ValidationResult": "judged",
    "gt:ArithmeticCheck": "judged",
    "gt:Repair": "judged",
    "gt:ReadingNote": "judged",
    "gt:Rule": "judged",
    "gt:Link": "link",
    "gt:Verdict": "link",
    "gt:Proposal": "link",
    "gt:Continuation": "link",
    "skos:Concept": "concept",
    "skos:ConceptScheme": "concept",
    "gt:RuleProfile": "concept",
}


def show(visit: Visit, desk: Desk) -> Page:
    """The resource that is named, or the first goal of the document in view."""
    words = desk.words(visit)
    named = visit.one("iri")
    if named:
        read_iri(named)
    document = _document_of(visit, desk, named)
    iri = named or _first_goal(desk.store, document)
    found = read_neighbourhood(desk.store, iri, visit.lang, visit.whole("offset", 0, _MOST_OFFSET))
    if not found.known:
        raise NotFoundError(
            f"The store says nothing of {iri[:200]}.", detail_zh=f"库中没有关于 {iri[:200]} 的内容。"
        )
    sought = visit.one("find")
    values = {
        "found": found,
        "groups": GROUPS,
        "group": group_of(found.label),
        "group_of": group_of,
        "voices": [(voice, list(texts)) for voice, texts in groupby(found.texts, lambda text: text.voice)],
        "relations": _relations(found),
        "graph": draw(found),
        "sought": sought,
        "hits": _search(desk.store, document, sought, visit.lang) if sought else [],
        "most": MOST,
        "most_found": _MOST_FOUND,
        "counted": MOST_COUNTED,
        "is_place": found.label.kind == expand("oa:SpecificResource"),
    }
    return Page(
        "explorer.html.j2",
        values,
        words("explore_title"),
        nav="explore",
        scripts=("explorer.js",),
        styles=("explorer.css",),
        wide=True,
        document=document,
    )


def group_of(label: Label) -> str:
    """What a resource is coloured as.

    >>> group_of(Label("", "https://w3id.org/goaltrace/ontology#Goal", ""))
    'goal'
    """
    return _GROUPS.get(shorten(label.kind), "other") if label.kind else "other"


def draw(found: Neighbourhood) -> dict[str, object]:
    """Nodes and edges for the graph; what merely classifies stays in the table."""
    nodes = {found.iri: _node(found.iri, found.label)}
    edges: list[dict[str, str]] = []
    for neighbour in found.neighbours:
        if neighbour.property in _UNDRAWN:
            continue
        nodes.setdefault(neighbour.iri, _node(neighbour.iri, neighbour.label))
        ends = (found.iri, neighbour.iri)
        source, target = ends if neighbour.direction == "out" else ends[::-1]
        edges.append(
            {
                "source": source,
                "target": target,
                "property": neighbour.property,
                "text": neighbour.property_text,
                "voice": neighbour.voice,
            }
        )
    return {
        "centre": found.iri,
        "nodes": list(nodes.values()),
        "edges": edges,
        "more": found.more,
        "next": found.offset + len(found.neighbours),
    }


def _node(iri: str, label: Label) -> dict[str, str]:
    return {"iri": iri, "text": label.text, "kind": label.kind_text, "group": group_of(label)}


def _relations(found: Neighbourhood) -> list[dict[str, object]]:
    """The neighbours that are shown, by property and direction."""
    made = []
    for (property_, direction), group in groupby(found.neighbours, lambda n: (n.property, n.direction)):
        ends = list(group)
        made.append(
            {"property": property_, "direction": direction, "text": ends[0].property_text, "ends": ends}
        )
    return made


def _document_of(visit: Visit, desk: Desk, iri: str) -> DocumentFact | None:
    """The document in view; one that the resource itself tells needs not be named."""
    if visit.one("document") or not iri:
        return desk.document(visit)
    documents = desk.documents()
    for document in documents:
        if iri.startswith((f"{document.plan}/", f"{document.iri}/")) or iri in (document.plan, document.iri):
            return document
    return documents[0] if len(documents) == 1 else None


def _first_goal(store: Store, document: DocumentFact | None) -> str:
    """Where a walk begins: the first goal of the document, or the document itself where it states none."""
    if document is None:
        raise NotFoundError("The store holds no document.")
    goals = read_goals(store, document)
    return goals[0].iri if goals else document.iri


def _search(
    store: Store, document: DocumentFact | None, sought: str, language: str
) -> list[tuple[str, Label]]:
    """Goals, projects and indicators whose words hold these; the document's own where one is in view."""
    properties = " ".join(
        iri_term(PREFIXES[prefix] + name)
        for prefix, name in (
            ("skos", "prefLabel"),
            ("gt", "name"),
            ("gt", "printedName"),
            ("gt", "printedText"),
            ("gt", "code"),
        )
    )
    where = "?x ?p ?text"
    if document is not None:
        graphs = " ".join(iri_term(f"{document.iri}/{layer}") for layer in ("source", "reading"))
        where = f"VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?x ?p ?text }}"
    question = (
        f"SELECT DISTINCT ?x WHERE {{ VALUES ?p {{ {properties} }} {where} "
        f"FILTER(isIRI(?x) && CONTAINS(LCASE(STR(?text)), LCASE({text_term(sought)}))) }} "
        f"ORDER BY ?x LIMIT {_MOST_FOUND}"
    )
    iris = [str(row[0]) for row in store.select(question).rows]
    return list(name_resources(store, iris, language).items())
