"""An uploaded document in the process that reads it: its preview as plain facts, and its loading into the store."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from loaders.document import Anchor
from loaders.load import Loaded, load_document
from loaders.reading import read_bytes
from queries.facts import read_documents
from queries.store import Store
from service.document_links import link_document
from service.judge import judge
from service.prepare import Recipe, make_ready
from service.preview import Difference, Preview, preview_loaded
from service.receipt import sum_receipts, write_receipt
from service.row_reviews import stored_reviews
from service.shipped import write_shipped_graphs
from service.web.refusals import ChangedSinceError
from shapes.profile import Profile

MOST_LISTED: Final = 300
STEPS: Final = (("reading", "正在读取"), ("judging", "正在评判"), ("comparing", "正在比较"))


def read_upload(file: Path, name: str, base: str) -> Loaded:
    """Load the bytes of an uploaded file; the name given with it is for people only."""
    return load_document(read_bytes(file.read_bytes(), name), base)


def preview_upload(  # noqa: PLR0913 - what a preview is made of
    file: Path, name: str, store: Store, profile: Profile, base: str, progress: Callable[[int], None]
) -> dict[str, Any]:
    """What was read, what it is worth and what would change, as plain facts."""
    progress(0)
    loaded = read_upload(file, name, base)
    progress(1)
    preview = preview_loaded(loaded, store, profile)
    progress(2)
    return describe_preview(preview)


def load_upload(  # noqa: PLR0913 - what a load is made of
    file: Path, name: str, store: Store, profile: Profile, base: str, replaces: str | None
) -> dict[str, Any]:
    """Load and judge an uploaded file as a build does, if the store still holds what the preview was compared with."""
    loaded = read_upload(file, name, base)
    identifiers = loaded.identifiers
    stored = next((fact.sha256 for fact in read_documents(store) if fact.iri == identifiers.document), None)
    if stored != replaces:
        raise ChangedSinceError("The store holds another version of this document by now; upload it again.")
    reviews = stored_reviews(store, identifiers)
    judged = judge(loaded, link_document(loaded, store, ()), profile, reviews)
    ready = make_ready(Recipe.of(profile, base), Path(name), judged, reviews)
    write_shipped_graphs(store, profile)
    nquads: str | bytes = ready.nquads
    store.replace_graphs(ready.graphs, nquads.decode() if isinstance(nquads, bytes) else nquads)
    receipt = ready.receipt
    key = receipt.document.rpartition("/")[2]
    return {"document": key, "iri": receipt.document, "summary": sum_receipts([receipt])}


def describe_preview(preview: Preview) -> dict[str, Any]:
    """A preview as plain facts; long lists are cut and say how many more there are."""
    plan, document = preview.plan, preview.judged.loaded.document
    return {
        "document": preview.document.rpartition("/")[2],
        "iri": preview.document,
        "title": plan.title,
        "department": plan.department_name.text,
        "department_code": plan.department_code,
        "year": plan.year,
        "kind": plan.kind,
        "layout": plan.layout,
        "sha256": document.sha256,
        "stored": None if preview.stored is None else preview.stored._asdict(),
        "same_file": preview.same_file,
        "summary": sum_receipts([write_receipt(preview.judged)]),
        "dropped_personal": preview.dropped_personal,
        "goals": _difference(preview.goals),
        "projects": _difference(preview.projects),
        "rows": _difference(preview.rows),
        "repairs": _cut(
            preview.repairs,
            lambda one: {**_named(one, ("rule", "printed", "repaired")), **_place(one.anchor)},
        ),
        "unread": _cut(
            preview.unread,
            lambda one: {"text": one.text.text, "reason": one.reason, **_place(one.text.anchor)},
        ),
        "notes": _cut(preview.notes, lambda one: {**_named(one, ("code", "detail")), **_place(one.anchor)}),
        "findings": _cut(
            preview.findings,
            lambda one: _named(
                one, ("severity", "shape", "message_zh", "message_en", "focus", "focus_label", "value")
            ),
        ),
    }


def _difference(found: Difference) -> dict[str, Any]:
    parts: Mapping[str, Sequence[Any]] = {
        "added": found.added,
        "removed": found.removed,
        "changed": found.changed,
    }
    cut = {
        name: _cut(
            items,
            lambda one: {"iri": one.iri, "label": one.label, "changes": [c._asdict() for c in one.changes]},
        )
        for name, items in parts.items()
    }
    return {**cut, "same": found.same}


def _cut(items: Sequence[Any], show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    return {"total": len(items), "items": [show(one) for one in items[:MOST_LISTED]]}


def _named(one: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _place(anchor: Anchor) -> dict[str, Any]:
    return {"place": anchor.label, "table": anchor.table, "row": anchor.row, "column": anchor.column}
