"""The graph as files for other programs, and a plan as files of other standards."""

from pathlib import Path

import pyoxigraph as ox

from loaders.errors import LoadError
from loaders.standards.iati_export import write_iati
from loaders.standards.losses import Export, Loss
from loaders.standards.stratml_export import write_stratml
from ontology.prefixes import PREFIXES
from queries.document_choice import identify_document
from queries.fact_records import DocumentFact
from queries.facts import choose_documents
from queries.store import Store
from queries.stored_links import stored_links
from queries.stored_plans import stored_plan
from service.output import CannotWriteError, as_json


class WhichDocumentError(LoadError):
    """Raised when an export takes one document and the store holds none or several."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        shown = ", ".join(keys[:5]) + ("…" if len(keys) > 5 else "")
        several = (
            f"the store holds {len(keys)} documents ({shown})" if keys else "the store holds no document"
        )
        zh = f"存储中有 {len(keys)} 份文件（{shown}）" if keys else "存储中没有文件"
        super().__init__(
            several,
            "",
            "name one with --document" if keys else "load one with goaltrace build",
            zh=(zh, "请用 --document 指定一份" if keys else "请先用 goaltrace build 读入文件"),
        )


def write_turtle(store: Store, path: Path) -> None:
    """Write all graphs as one Turtle file with the shared prefixes; the order of statements is fixed."""
    triples = ox.parse(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), ox.RdfFormat.N_TRIPLES)
    text = ox.serialize((q.triple for q in triples), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    _write(path, text or b"")


def write_nquads(store: Store, path: Path) -> None:
    """Write every graph as sorted N-Quads lines."""
    lines = []
    for graph in store.graphs():
        triples = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        lines += [f"{line.removesuffix(' .')} <{graph}> ." for line in triples.splitlines()]
    _write(path, ("\n".join(lines) + "\n").encode())


def write_standard(store: Store, standard: str, path: Path, document: str | None) -> tuple[Loss, ...]:
    """Write one document's plan as `iati` or `stratml`, and what that standard cannot hold beside it."""
    chosen = choose_documents(store, document)
    if len(chosen) != 1:
        raise WhichDocumentError(tuple(found.key for found in chosen))
    made = _export(store, standard, chosen[0])
    _write(path, made.xml.encode())
    losses = [
        {"what": loss.what, "count": loss.count, "zh": loss.sentence("zh"), "en": loss.sentence("en")}
        for loss in made.losses
    ]
    report = {"document": chosen[0].key, "standard": standard, "losses": losses}
    _write(path.with_name(f"{path.name}.losses.json"), as_json(report).encode())
    return made.losses


def _export(store: Store, standard: str, document: DocumentFact) -> Export:
    plan = stored_plan(store, document)
    if standard == "iati":
        return write_iati(plan)
    return write_stratml(plan, stored_links(store, identify_document(document)))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise CannotWriteError(path, exc.strerror or str(exc)) from exc
