"""The files of a shard: N-Quads, one Parquet table each, and the manifest, which is written last.

`quads.nq.gz` is one gzip member a document, so that any of them can be read alone; to other programs it is
one file. Nothing here names a time, a path or a machine, so the same input gives the same bytes.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from loaders.errors import LoadError
from service.shard_tables import TABLES, Column, Row

QUADS: Final = "quads.nq.gz"
MANIFEST: Final = "manifest.json"
INDEX: Final = "shards.json"
_GZIP: Final = 31  # zlib's word for a gzip header; it holds no name and no time


class ScaleMissingError(LoadError):
    """Raised when shards are asked for and the library that writes Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "shards need the scale extra, which is not installed",
            "",
            "pip install 'goaltrace[scale]', or build into a store instead",
            zh=("写分片需要 scale 附加组件，尚未安装", "pip install 'goaltrace[scale]'，或直接建库"),
        )


class ShardWriteError(LoadError):
    """Raised when the files of a shard cannot be written; finished shards are whole."""

    def __init__(self, where: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"the shard cannot be written ({reason})",
            str(where),
            "make room or choose another folder, then run again: finished shards are kept",
            zh=(f"分片无法写入（{reason}）", "请腾出空间或换一个文件夹后重新运行，已完成的分片会保留"),
        )


class ShardDamagedError(LoadError):
    """Raised when a shard's files are not those that its manifest names."""

    def __init__(self, where: Path, what: str) -> None:
        self.what_is_wrong = what
        super().__init__(
            f"the shard is damaged ({what})",
            str(where),
            "delete its folder and build the shards again",
            zh=(f"分片已损坏（{what}）", "请删除该文件夹后重新生成分片"),
        )


@dataclass(slots=True)
class ShardDraft:
    """What a shard is going to hold."""

    quads: list[bytes] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def add(self, nquads: bytes, rows: Mapping[str, Sequence[Row]]) -> int:
        """Take one document; gives the length of its packed quads."""
        packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        self.quads.append(packer.compress(nquads) + packer.flush())
        for table, more in rows.items():
            self.tables[table] += more
        return len(self.quads[-1])


def write_shard(folder: Path, draft: ShardDraft, manifest: dict[str, Any]) -> None:
    """Write the files, then the manifest: a shard without one does not exist."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = {QUADS: _put(folder / QUADS, b"".join(draft.quads))}
        for table, rows in draft.tables.items():
            name = f"{table}.parquet"
            files[name] = _put(folder / name, pack_table(TABLES[table], rows))
        text = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _put(folder / MANIFEST, text.encode())
    except OSError as exc:
        raise ShardWriteError(folder, exc.strerror or str(exc)) from exc


def _put(path: Path, content: bytes) -> dict[str, Any]:
    """Write one file whole or not at all, and say what is in it."""
    draft = path.with_name(f"{path.name}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """What a finished shard says of itself; None where it is not finished."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise ShardDamagedError(folder, f"{MANIFEST} cannot be read") from exc
    for name, said in manifest["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != said["bytes"]:
            raise ShardDamagedError(folder, f"{name} is missing or cut")
    return dict(manifest)


def read_quads(folder: Path, manifest: Mapping[str, Any]) -> bytes:
    """The packed quads of a shard, held to the manifest's hash."""
    try:
        packed = (folder / QUADS).read_bytes()
    except OSError as exc:
        raise ShardDamagedError(folder, exc.strerror or str(exc)) from exc
    if hashlib.sha256(packed).hexdigest() != manifest["files"][QUADS]["sha256"]:
        raise ShardDamagedError(folder, f"{QUADS} has another hash than {MANIFEST} says")
    return packed


def unpack_quads(packed: bytes) -> bytes:
    """The N-Quads of one document."""
    return zlib.decompress(packed, _GZIP)


def pack_table(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """One table as the bytes of a Parquet file."""
    pa, parquet = _arrow()
    kinds = {"text": pa.string(), "whole": pa.int64(), "money": pa.decimal128(28, 6), "truth": pa.bool_()}
    schema = pa.schema([pa.field(column.name, kinds[column.kind]) for column in columns])
    held = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(cells, kinds[column.kind]) for cells, column in zip(held, columns, strict=True)]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue())


def require_scale() -> None:
    """Refuse before any work is done where the tables could not be written."""
    _arrow()


def _arrow() -> tuple[Any, Any]:
    try:
        # An extra, and slow to import.
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as exc:
        raise ScaleMissingError from exc


def write_index(folder: Path, index: Mapping[str, Any]) -> None:
    """Write down which shards make up the whole, after all of them are finished."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / INDEX, (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as exc:
        raise ShardWriteError(folder, exc.strerror or str(exc)) from exc


def read_index(folder: Path) -> dict[str, Any]:
    """Which shards make up the whole."""
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except FileNotFoundError as exc:
        raise ShardDamagedError(folder, f"there is no {INDEX}, so its shards are not all made") from exc
    except (OSError, ValueError) as exc:
        raise ShardDamagedError(folder, f"{INDEX} cannot be read") from exc
    return dict(index)
