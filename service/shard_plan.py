"""How documents are shared out to shards, so that the same input always makes the same shards.

A shard ends behind a document whose hash says so. A document that is added, changed or removed therefore
changes its own shard and at most the next one; all others keep their names and need not be made again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.prepare import Recipe

FORMAT: Final = "1"  # of the files of a shard; another format is another name
SIZE: Final = 50
_LARGEST: Final = 4  # times the usual size


@dataclass(frozen=True, slots=True)
class ShardDocument:
    """One input file; the hash is empty where it could not be read."""

    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are made ready together; `key` is the hash of them and of the rules."""

    key: str
    documents: tuple[ShardDocument, ...]


def plan_shards(documents: Iterable[ShardDocument], recipe: Recipe, size: int = SIZE) -> list[Shard]:
    """Share documents out, in their order; `size` is how many a shard has on average."""
    shards: list[Shard] = []
    open_shard: list[ShardDocument] = []
    for document in documents:
        open_shard.append(document)
        ends = int(document.sha256[:12] or "0", 16) % size == 0
        if ends or len(open_shard) >= size * _LARGEST:
            shards.append(make_shard(open_shard, recipe))
            open_shard = []
    return [*shards, make_shard(open_shard, recipe)] if open_shard else shards


def make_shard(documents: Sequence[ShardDocument], recipe: Recipe) -> Shard:
    """A shard of these documents, named from its input."""
    digest = hashlib.sha256(f"{FORMAT}\n{recipe.rules}\n".encode())
    for file in sorted(recipe.link_files, key=lambda file: file.name):
        digest.update(f"{file.name}\n{file.plan}\n{file.records!r}\n".encode("utf-8", "replace"))
    for document in documents:
        digest.update(f"{document.sha256} {document.name}\n".encode("utf-8", "replace"))
    return Shard(digest.hexdigest()[:32], tuple(documents))


def read_documents(sources: Iterable[Path]) -> list[ShardDocument]:
    """Hash every source; one that cannot be read is a failure of its shard, not of the whole."""
    return [ShardDocument(source, _hash(source)) for source in dict.fromkeys(sources)]


def _hash(source: Path) -> str:
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
