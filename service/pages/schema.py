"""Which properties the resources of each class have in this store, from a sample: what the editor completes."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ontology.nquads import iri as iri_term
from ontology.prefixes import GT, PREFIXES, shorten
from queries.store import Store
from service.pages.desk import Desk
from service.pages.labels import name_term, term_labels
from service.pages.visit import Visit

_SAMPLE: Final = 40
_LOOKED_AT: Final = 20_000
_MOST_CLASSES: Final = 200


def show(visit: Visit, desk: Desk) -> str:
    """The classes and properties as JSON, with words in the visitor's language."""
    schema = desk.notes.get("schema")
    if schema is None:
        schema = desk.notes["schema"] = read_schema(desk.store)
    return json.dumps(_described(schema, visit.lang), ensure_ascii=False, sort_keys=True) + "\n"


def read_schema(store: Store) -> dict[str, dict[str, set[str]]]:
    """For each class its properties, and for each of these the classes at the other end."""
    found: dict[str, dict[str, set[str]]] = {}
    for kind in _classes(store):
        question = (
            f"SELECT DISTINCT ?p ?k WHERE {{ {{ SELECT ?s WHERE {{ ?s a {iri_term(kind)} }} LIMIT {_SAMPLE} }} "
            "?s ?p ?o . OPTIONAL { ?o a ?k } }"
        )
        properties: dict[str, set[str]] = defaultdict(set)
        for name, end in store.select(question).rows:
            properties[str(name)].update([] if end is None else [str(end)])
        if properties:
            found[kind] = dict(properties)
    return found


def _classes(store: Store) -> list[str]:
    """The vocabulary's classes and those that a look at the store meets."""
    looked = f"{{ SELECT ?k WHERE {{ ?s a ?k }} LIMIT {_LOOKED_AT} }}"
    question = f"SELECT DISTINCT ?k WHERE {{ {looked} FILTER(isIRI(?k)) }}"
    met = [str(row[0]) for row in store.select(question).rows]
    own = [term for term in term_labels("en") if term.startswith(GT) and term[len(GT) :][:1].isupper()]
    return sorted({*met, *own})[:_MOST_CLASSES]


def _described(schema: dict[str, dict[str, set[str]]], language: str) -> dict[str, object]:
    of: dict[str, set[str]] = defaultdict(set)
    to: dict[str, set[str]] = defaultdict(set)
    for kind, properties in schema.items():
        for name, ends in properties.items():
            of[name].add(kind)
            to[name].update(ends)
    return {
        "prefixes": PREFIXES,
        "classes": [{"name": _written(kind), "words": name_term(kind, language)} for kind in sorted(schema)],
        "properties": [
            {
                "name": _written(name),
                "words": name_term(name, language),
                "of": _all_written(of[name]),
                "to": _all_written(to[name]),
            }
            for name in sorted(of)
        ],
    }


def _all_written(iris: Iterable[str]) -> list[str]:
    return [_written(iri) for iri in sorted(iris)]


def _written(iri: str) -> str:
    """A term as a query writes it."""
    short = shorten(iri)
    return iri_term(iri) if short == iri else short
