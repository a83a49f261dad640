"""What a document says of its results beside its targets, and what was noticed while it was read."""

from decimal import Decimal
from typing import Final, NamedTuple

from ontology import nquads
from queries.facts import Record, concept_key, money, whole, words
from queries.store import Store

_RESULTS: Final = """
SELECT ?project ?code ?project_name ?order ?row ?kind ?printed_name ?mended_name ?target ?text ?number ?cell WHERE {
  GRAPH ?source {
    ?seen sosa:observedProperty ?indicator ; gt:observationRole "actual" ; gt:printedResult ?text .
    ?project gt:hasIndicator ?indicator .
    ?indicator gt:order ?row .
    OPTIONAL { ?project gt:code ?code . }
    OPTIONAL { ?project gt:order ?order . }
    OPTIONAL { ?project skos:prefLabel ?project_name . }
    OPTIONAL { ?indicator gt:hasKind ?kind . }
    OPTIONAL { ?indicator gt:printedName ?printed_name . }
    OPTIONAL { ?indicator gt:printedValue ?target . }
    OPTIONAL { ?seen prov:wasQuotedFrom ?cell . }
  }
  OPTIONAL { GRAPH ?reading { ?indicator gt:name ?mended_name . } }
  OPTIONAL { GRAPH ?reading { ?seen sosa:hasSimpleResult ?number . } }
} ORDER BY ?order ?project ?row ?seen"""
_NOTES: Final = """
SELECT ?order ?code ?text ?cell WHERE {
  GRAPH ?reading {
    ?note a gt:ReadingNote ; gt:order ?order ; gt:noteCode ?code .
    OPTIONAL { ?note gt:noteText ?text . }
    OPTIONAL { ?note prov:wasDerivedFrom ?cell . }
  }
} ORDER BY ?order"""
_LEFT_OUT: Final = "SELECT ?count WHERE { GRAPH ?reading { ?run gt:droppedPersonalCount ?count } } LIMIT 1"


class Result(NamedTuple):
    """One result that the document reports, beside the target of the same row; `number` is what was read of it."""

    project_code: str
    project_name: str
    order: int
    kind: str
    name: str
    target: str
    text: str
    number: Decimal | None
    cell: str


class Remark(NamedTuple):
    """Something that was noticed while the document was read; `code` names its kind."""

    code: str
    text: str
    cell: str


class Told(NamedTuple):
    """Results, remarks on the reading, and how many names and numbers of people were left out."""

    results: tuple[Result, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left_out: int = 0

    def result_of(self, project_code: str, order: int) -> Result | None:
        """The result that stands beside one row's target."""
        own = (r for r in self.results if (r.project_code, r.order) == (project_code, order))
        return next(own, None)


NOTHING_TOLD: Final = Told()


def read_told(store: Store, document: str) -> Told:
    """What one document tells, by its IRI."""
    layers = {layer: nquads.iri(f"{document}/{layer}") for layer in ("source", "reading")}
    reading = {"reading": layers["reading"]}
    results = tuple(_result(record) for record in store.select(_RESULTS, layers).records())
    remarks = tuple(
        Remark(words(r["code"]), words(r["text"]), _place(r)) for r in store.select(_NOTES, reading).records()
    )
    left_out = [whole(r["count"]) or 0 for r in store.select(_LEFT_OUT, reading).records()]
    return Told(results, remarks, sum(left_out))


def _result(record: Record) -> Result:
    # A project whose code the document lost is known by the end of its IRI, as in the coverage.
    return Result(
        project_code=words(record["code"]) or words(record["project"]).rpartition("/")[2],
        project_name=words(record["project_name"]),
        order=whole(record["row"]) or 0,
        kind=concept_key(record["kind"], "kind"),
        name=words(record["mended_name"]) or words(record["printed_name"]),
        target=words(record["target"]),
        text=words(record["text"]),
        number=money(record["number"]),
        cell=_place(record),
    )


def _place(record: Record) -> str:
    return words(record["cell"]).rpartition("#")[2]
