"""Links as quads of the plan's links graph: the reified record and, while it holds, the direct edge."""

from collections.abc import Collection, Iterable

from loaders.link_records import LinkRecord, sort_records
from loaders.link_rows import join_words
from ontology import nquads, terms
from ontology.identifiers import PlanIdentifiers, concept
from ontology.prefixes import PREFIXES, expand

_SSSOM = PREFIXES["sssom"]


def link_quads(
    records: Iterable[LinkRecord],
    identifiers: PlanIdentifiers,
    *,
    stale: Collection[tuple[str, str | None, str | None]] = (),
) -> nquads.QuadWriter:
    """The links graph of one plan; `stale` holds the keys of links decided on words that have changed."""
    writer = nquads.QuadWriter(identifiers.graph("links"))
    edges: set[tuple[str, str, str]] = set()
    for record in sort_records(records):
        _add_record(writer, record, identifiers, is_stale=record.key in stale)
        if record.counts and record.goal is not None:
            edges |= _edges(record, record.goal, identifiers)
    for subject, predicate, target in sorted(edges):
        writer.add(subject, predicate, nquads.iri(target))
    return writer


def target_iri(record: LinkRecord, identifiers: PlanIdentifiers) -> str:
    """The IRI of a link's goal or objective, `sssom:NoTermFound` where it serves none."""
    if record.goal is None:
        return terms.SSSOM_NO_TERM_FOUND
    if record.objective is None:
        return identifiers.goal(record.goal)
    return identifiers.objective(record.goal, record.objective)


def _edges(record: LinkRecord, goal: str, identifiers: PlanIdentifiers) -> set[tuple[str, str, str]]:
    project = identifiers.project(record.project_code)
    edges = {(project, terms.GT_SUPPORTS_GOAL, identifiers.goal(goal))}
    if record.objective is not None:
        edges.add((project, terms.GT_SUPPORTS_OBJECTIVE, target_iri(record, identifiers)))
    return edges


def _add_record(
    writer: nquads.QuadWriter, record: LinkRecord, identifiers: PlanIdentifiers, *, is_stale: bool
) -> None:
    link = identifiers.link(record.project_code, record.target)

    def state(predicate: str, term: str) -> None:
        writer.add(link, predicate, term)

    state(terms.RDF_TYPE, nquads.iri(terms.GT_LINK))
    state(terms.SSSOM_SUBJECT_ID, nquads.iri(identifiers.project(record.project_code)))
    state(terms.SSSOM_PREDICATE_ID, nquads.iri(expand(record.predicate)))
    state(terms.SSSOM_OBJECT_ID, nquads.iri(target_iri(record, identifiers)))
    state(terms.SSSOM_MAPPING_JUSTIFICATION, nquads.iri(expand(record.justification)))
    state(terms.GT_HAS_STATUS, nquads.iri(concept(f"status-{record.status}")))
    if record.confidence is not None:
        state(terms.SSSOM_CONFIDENCE, nquads.decimal(record.confidence))
    if record.share is not None:
        state(terms.GT_SHARE, nquads.decimal(record.share))
    if record.date:
        state(terms.SSSOM_MAPPING_DATE, nquads.date(record.date))
    if is_stale:
        state(terms.GT_STALE, nquads.boolean(value=True))
    writer.add_texts(
        link,
        (
            (terms.GT_EVIDENCE, join_words(record.evidence)),
            (terms.SSSOM_REVIEWER_LABEL, record.reviewer),
            (terms.SSSOM_COMMENT, record.comment),
            (terms.SSSOM_SUBJECT_LABEL, record.project_label),
            (terms.SSSOM_OBJECT_LABEL, record.target_label),
            (terms.GT_SHA256, record.document_sha256),
            (terms.GT_WORDS_SHA256, record.words_sha256),
        ),
    )
