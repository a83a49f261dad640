"""What a comparison counts beside the stored totals, over any number of documents in a few questions."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from ontology import nquads
from queries.facts import concept_key, whole, words
from queries.store import Store

# One row of bindings a document: its graphs are named, so that other documents of the store cost nothing.
_GRAPHS: Final = "VALUES (?source ?reading ?judgment) { %s }"
_LEVELS: Final = """
SELECT ?basis ?level (COUNT(?goal) AS ?number) WHERE { %s
  GRAPH ?source { ?goal a gt:Goal . }
  GRAPH ?judgment {
    ?picture dqv:computedOn ?goal ; dqv:isMeasurementOf gt:goalCoverage ; gt:linkBasis ?basis ; gt:hasGrade ?level .
  }
} GROUP BY ?basis ?level"""
_FLAGS: Final = """
SELECT ?flag (COUNT(DISTINCT ?row) AS ?number) WHERE { %s
  GRAPH ?judgment { ?grade gt:hasFlag ?flag ; dqv:isMeasurementOf gt:measurability ; dqv:computedOn ?row . }
} GROUP BY ?flag"""
# What is graded and is no project's row: those of the department as a whole, and the goals' own statements.
# Asked apart, for joining every row to its project is slow.
_ROWS_APART: Final = """
SELECT DISTINCT ?row WHERE { %s
  GRAPH ?source { { ?whole a gt:WholeDepartment ; gt:hasIndicator ?row . } UNION { ?row a gt:GoalStatement . } }
}"""
_FLAGS_OF: Final = """
SELECT ?flag (COUNT(DISTINCT ?row) AS ?number) WHERE { VALUES ?row { %s }
  ?grade dqv:computedOn ?row ; dqv:isMeasurementOf gt:measurability ; gt:hasFlag ?flag .
} GROUP BY ?flag"""
_TEXTS: Final = """
SELECT (COUNT(DISTINCT ?value) AS ?number) WHERE { %s
  GRAPH ?source { ?project a gt:Project ; gt:hasIndicator ?row . ?row gt:printedValue ?value . }
}"""
_OBJECTIVES: Final = """
SELECT (COUNT(DISTINCT ?objective) AS ?number) WHERE { %s GRAPH ?source { ?objective a gt:Objective . } }"""
_REPAIRS: Final = """
SELECT (COUNT(DISTINCT ?repair) AS ?number) WHERE { %s GRAPH ?reading { ?repair a gt:Repair . } }"""


class SideCounts(NamedTuple):
    """Counts over documents: goals by basis and level, rows by flag, and single numbers."""

    levels: dict[tuple[str, str], int]
    flags: dict[str, int]
    value_texts: int
    objectives: int
    repairs: int


def count_side(store: Store, documents: Sequence[str]) -> SideCounts:
    """Count over the documents with these IRIs."""
    graphs = _GRAPHS % " ".join(
        f"({' '.join(nquads.iri(f'{document}/{layer}') for layer in ('source', 'reading', 'judgment'))})"
        for document in documents
    )
    levels = store.select(_LEVELS % graphs).records()
    numbers = [
        whole(store.select(question % graphs).rows[0][0]) or 0 for question in (_TEXTS, _OBJECTIVES, _REPAIRS)
    ]
    return SideCounts(
        {
            (words(row["basis"]), concept_key(row["level"], "grade")): whole(row["number"]) or 0
            for row in levels
        },
        _count_flags(store, graphs),
        *numbers,
    )


def _count_flags(store: Store, graphs: str) -> dict[str, int]:
    flags = _by_flag(store, _FLAGS % graphs)
    apart = [nquads.iri(words(row[0])) for row in store.select(_ROWS_APART % graphs).rows]
    if apart:
        flags -= _by_flag(store, _FLAGS_OF % " ".join(sorted(apart)))
    return dict(flags)


def _by_flag(store: Store, question: str) -> Counter[str]:
    rows = store.select(question).records()
    return Counter({concept_key(row["flag"], "flag"): whole(row["number"]) or 0 for row in rows})
