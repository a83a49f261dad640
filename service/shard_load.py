"""Loads finished shards into a store: many documents at a time, each whole, each once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.errors import LoadError
from queries.store import Store
from service.build import BuildResult, Built, Failure, Tell
from service.fingerprints import review_fingerprint
from service.prepare import Knows, Ready, decided_in
from service.receipt import Kept, kept_documents
from service.shard_files import (
    MANIFEST,
    ShardDamagedError,
    read_index,
    read_manifest,
    read_quads,
    unpack_quads,
)
from service.shards import HeldDocument, held_documents
from service.shipped import write_shipped_graphs
from service.store_writer import StoreWriter
from shapes.profile import Profile


class ReviewedError(LoadError):
    """Raised when the store holds decisions on a document that a shard was made without."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "the store holds links or reviews of this document that the shard does not know",
            name,
            "build the document from its file, which keeps them",
            zh=("库中有这份文件的关联或评审意见，分片中没有", "请用原文件 build，评审意见会保留"),
        )


def load_shards(
    folder: Path,
    store: Store,
    profile: Profile,
    progress: Tell = lambda _source, _outcome: None,
    *,
    force: bool = False,
) -> BuildResult:
    """Load the shards that the folder lists; what the store holds already stays, what is reviewed there is not lost."""
    manifests = [_manifest(folder / key) for key in read_index(folder)["shards"]]
    load = _Load(store, progress, {} if force else kept_documents(store))

    def shipped() -> None:
        write_shipped_graphs(store, profile)

    with StoreWriter(store, shipped, load.written) as writer:
        for ready in load.unpacked(folder, manifests):
            writer.add(ready)
        writer.finish()
    return load.result


def count_documents(folder: Path) -> int:
    """How many documents the listed shards hold."""
    return sum(len(_manifest(folder / key)["documents"]) for key in read_index(folder)["shards"])


def _manifest(folder: Path) -> dict[str, Any]:
    found = read_manifest(folder)
    if found is None:
        raise ShardDamagedError(folder, f"{MANIFEST} is missing")
    return found


class _Load:
    def __init__(self, store: Store, progress: Tell, kept: dict[str, Kept]) -> None:
        self.result = BuildResult()
        self.progress = progress
        self.kept = kept
        self.known: Knows = decided_in(store)

    def unpacked(self, folder: Path, manifests: list[dict[str, Any]]) -> Iterator[Ready]:
        """Every document that has to be written, with its quads."""
        for manifest in manifests:
            packed = b""
            for held in held_documents(manifest):
                source = Path(held.name)
                problem = self._decided_otherwise(held)
                if self._stands(held):
                    self._settle(Built(source, held.receipt, "unchanged"))
                elif problem is not None:
                    self.result.failures.append(Failure(source, problem))
                    self.progress(source, problem)
                else:
                    packed = packed or read_quads(folder / manifest["key"], manifest)
                    nquads = unpack_quads(packed[held.at : held.at + held.length])
                    yield Ready(source, held.receipt, held.graphs, nquads, len(nquads), held.fingerprints)

    def written(self, ready: Ready) -> None:
        """One document is in the store."""
        self._settle(Built(ready.source, ready.receipt, "built"))

    def _settle(self, built: Built) -> None:
        self.result.documents.append(built)
        self.progress(built.source, built)

    def _stands(self, held: HeldDocument) -> bool:
        return held.fingerprints.input in self.kept

    def _decided_otherwise(self, held: HeldDocument) -> ReviewedError | None:
        decided = self.known(held.receipt.identifiers())
        now = review_fingerprint(decided.links, decided.reviews)
        return ReviewedError(held.name) if now not in ("", held.fingerprints.review) else None
