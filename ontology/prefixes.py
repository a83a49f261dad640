"""The one table of namespace prefixes that every file, query and page uses."""

from typing import Final

GT: Final = "https://w3id.org/goaltrace/ontology#"
GTC: Final = "https://w3id.org/goaltrace/concept#"
GTR: Final = "https://w3id.org/goaltrace/rule#"
GTS: Final = "https://w3id.org/goaltrace/shape#"

PREFIXES: Final[dict[str, str]] = {
    "gt": GT,
    "gtc": GTC,
    "gtr": GTR,
    "gts": GTS,
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Turn `gt:Goal` into the full IRI; a `KeyError` names an unknown prefix.

    >>> expand("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


def shorten(iri: str) -> str:
    """Turn a full IRI into prefix and name where the table knows its namespace.

    >>> shorten("https://w3id.org/goaltrace/concept#grade-A")
    'gtc:grade-A'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
