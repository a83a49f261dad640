"""A store as one file and back: an archive of N-Quads with a manifest that says how much it holds and its checksums.

    goaltrace.backup (tar, gzip)
      manifest.json   what it is, the versions, and size and sha256 of the other members
      quads.nq        every quad
      changes.jsonl   the log of changes, where there is one

A restore reads the whole file and compares every checksum before it changes anything, loads the quads into a
database of its own beside the store's, counts them, and only then lets the two change places.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from loaders.errors import LoadError
from queries.embedded import CURRENT_VERSION, MARKER, QUADS, EmbeddedStore
from queries.errors import StoreLockedError
from queries.exchange import exchange, writers_kept_out
from queries.snapshots import current_snapshot, hold_current, read_mark
from queries.store import StoreVersion

FORMAT: Final = "goaltrace-backup"
FORMAT_VERSION: Final = 1
_MANIFEST: Final = "manifest.json"
_QUADS: Final = "quads.nq"
_CHANGES: Final = "changes.jsonl"
_LARGEST_MANIFEST: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024
_LEVEL: Final = 6
WAIT: Final = 10.0
"""Seconds to wait for who writes at the moment."""
_MOST_GROWTH: Final = 400
"""N-Quads shrink to a thirtieth or less; what grows more than this was not written by a backup."""


class BackupError(LoadError):
    """Raised when a backup cannot be written or a file is no backup that can be restored."""

    def __init__(self, what: str, what_zh: str, where: str = "", remedy: tuple[str, str] = ("", "")) -> None:
        english, chinese = (
            remedy
            if remedy[0]
            else ("give a file that `goaltrace backup` wrote", "请给出 goaltrace backup 生成的文件")
        )
        super().__init__(what, where, english, zh=(what_zh, chinese))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `members` holds size and sha256 by name."""

    layout: int
    ontology: str
    quads: int
    graphs: int
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def text(self) -> bytes:
        """The manifest as it stands in the archive."""
        facts = {"format": FORMAT, "version": FORMAT_VERSION, **asdict(self)}
        return (json.dumps(facts, indent=2, sort_keys=True) + "\n").encode()


def write_backup(place: Path, target: Path) -> Manifest:
    """Write the store's published state, or where nobody serves it its state now, to one file."""
    version = EmbeddedStore.on_disk(place, read_only=True).version()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            _readable(place) as folder,
            tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as made,
        ):
            draft = Path(made)
            manifest = _dump(folder, place, draft, version)
            _pack(draft, manifest)
            os.replace(draft / FORMAT, target)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise BackupError(
            f"the backup cannot be written ({reason})",
            f"备份无法写入（{reason}）",
            target.name,
            ("choose another place or make room", "请换一个位置或腾出空间"),
        ) from exc
    return manifest


@contextmanager
def _readable(place: Path) -> Iterator[Path]:
    """A database that does not change while it is read.

    It is the published one where that is the last state, or where somebody writes the next one at the moment; else the
    store's own, with writers kept out.
    """
    snapshot = current_snapshot(place)
    with ExitStack() as held:
        if snapshot is None or snapshot.mark != read_mark(place):
            try:
                held.enter_context(writers_kept_out(place, WAIT if snapshot is None else 0.0))
            except StoreLockedError:
                if snapshot is None:
                    raise
            else:
                yield place / QUADS
                return
        hold = hold_current(place)
        if hold is None:
            raise StoreLockedError(str(place))
        held.callback(hold.release)
        yield hold.folder


def _dump(folder: Path, place: Path, draft: Path, version: StoreVersion) -> Manifest:
    quads = ox.Store.read_only(str(folder))
    with (draft / _QUADS).open("wb") as file:
        quads.dump(file, ox.RdfFormat.N_QUADS)
    graphs = sum(1 for _ in quads.named_graphs())
    members = {_QUADS: _facts(draft / _QUADS)}
    if (place / _CHANGES).is_file():
        shutil.copyfile(place / _CHANGES, draft / _CHANGES)
        members[_CHANGES] = _facts(draft / _CHANGES)
    return Manifest(version.layout, version.ontology, len(quads), graphs, members)


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _pack(draft: Path, manifest: Manifest) -> None:
    with (
        (draft / FORMAT).open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed,
        tarfile.open(mode="w", fileobj=cast("IO[bytes]", packed)) as archive,
    ):
        _add(archive, _MANIFEST, io.BytesIO(manifest.text()), len(manifest.text()))
        for name, facts in sorted(manifest.members.items(), reverse=True):
            with (draft / name).open("rb") as file:
                _add(archive, name, file, facts["bytes"])
    with (draft / FORMAT).open("rb") as written:
        os.fsync(written.fileno())


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    archive.addfile(entry, file)


def check_backup(file: Path, unpack: Path | None = None) -> Manifest:
    """Read a backup to its end and compare every checksum; with a folder, leave its members there."""
    try:
        most = _MOST_GROWTH * file.stat().st_size + _CHUNK
        with tarfile.open(file, "r|gz", tarinfo=_PlainEntry) as archive:
            return _check(archive, unpack, most)
    except (tarfile.TarError, EOFError, OSError, gzip.BadGzipFile) as exc:
        if isinstance(exc, OSError) and exc.errno is not None:
            raise BackupError(
                f"the file cannot be read ({exc.strerror})", f"文件无法读取（{exc.strerror}）", file.name
            ) from exc
        raise BackupError("it is damaged, or no backup", "文件已损坏，或不是备份文件", file.name) from exc
    except BackupError as problem:
        raise problem.locate(file.name) from problem.__cause__
    except Exception as exc:  # zlib says what is wrong with a stream in errors of its own
        if type(exc).__module__ != "zlib":
            raise
        raise BackupError("it is damaged", "文件已损坏", file.name) from exc


class _PlainEntry(tarfile.TarInfo):
    """An entry that is a file and nothing else: other kinds are read into memory whole, however large they are."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise tarfile.ReadError("not a file")
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return] # not in the published types


def _check(archive: tarfile.TarFile, unpack: Path | None, most: int) -> Manifest:
    manifest: Manifest | None = None
    missing: set[str] = set()
    for entry in archive:
        source = archive.extractfile(entry) if entry.isfile() else None
        if source is None:
            raise BackupError("it is no backup", "这不是备份文件")
        if manifest is None:
            manifest = _read_manifest(entry.name, source.read(_LARGEST_MANIFEST))
            missing = set(manifest.members)
            if sum(facts["bytes"] for facts in manifest.members.values()) > most:
                raise BackupError("it would grow without measure", "解压后过大")
            continue
        if entry.name not in missing or entry.size != manifest.members[entry.name]["bytes"]:
            raise BackupError(
                "it is damaged: its members are not those that it lists", "文件已损坏：内容与清单不符"
            )
        missing.remove(entry.name)
        if _copy(source, unpack / entry.name if unpack else None) != manifest.members[entry.name]["sha256"]:
            raise BackupError(
                f"it is damaged: the checksum of {entry.name} differs",
                f"文件已损坏：{entry.name} 的校验和不符",
            )
    if manifest is None or missing:
        raise BackupError("it is damaged: it is not whole", "文件已损坏：内容不完整")
    return manifest


def _copy(source: IO[bytes], target: Path | None) -> str:
    digest = hashlib.sha256()
    with (target or Path(os.devnull)).open("wb") as file:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _read_manifest(name: str, raw: bytes) -> Manifest:
    try:
        facts = json.loads(raw) if name == _MANIFEST else None
        if not isinstance(facts, dict) or facts.pop("format") != FORMAT:
            raise BackupError("it is no backup of this program", "这不是本程序的备份文件")
        if (version := int(facts.pop("version"))) > FORMAT_VERSION:
            raise _newer(f"format {version}")
        ontology = _parts(str(facts["ontology"]))
        found = Manifest(
            int(facts["layout"]),
            str(facts["ontology"]),
            int(facts["quads"]),
            int(facts["graphs"]),
            {
                str(key): {"bytes": int(one["bytes"]), "sha256": str(one["sha256"])}
                for key, one in facts["members"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BackupError("it is no backup of this program", "这不是本程序的备份文件") from exc
    if not {_QUADS} <= found.members.keys() <= {_QUADS, _CHANGES}:
        raise BackupError("it is no backup of this program", "这不是本程序的备份文件")
    if (found.layout, ontology) > (CURRENT_VERSION.layout, _parts(CURRENT_VERSION.ontology)):
        raise _newer(f"layout {found.layout} and ontology {found.ontology}")
    return found


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _newer(found: str) -> BackupError:
    return BackupError(
        f"it was written by a newer program ({found})",
        f"它由更新版本的程序生成（{found}）",
        "",
        ("install the newer version and restore with that", "请安装新版本后再恢复"),
    )


def restore_backup(
    file: Path, place: Path, progress: Callable[[str], None] = lambda _step: None, wait: float = WAIT
) -> Manifest:
    """Put what a backup holds in the place of the store; until the switch at the end nothing is changed."""
    if place.exists() and not (place / MARKER).is_file() and any(not _ours(path) for path in place.iterdir()):
        raise BackupError(
            "the folder holds something else than a store",
            "该文件夹中不是图库",
            str(place),
            ("name the folder of a store or a new one", "请指定图库文件夹或新文件夹"),
        )
    created = not place.exists()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=place) as made:
            progress("checking")
            manifest = check_backup(file, Path(made))
            progress("loading")
            _load(Path(made), manifest, file.name)
            progress("switching")
            _switch(place, Path(made), manifest, wait)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise BackupError(
            f"the store cannot be restored ({reason})",
            f"无法恢复图库（{reason}）",
            str(place),
            ("check the rights and the disk; the store is as it was", "请检查权限和磁盘；原图库未改动"),
        ) from exc
    finally:
        if created and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    return manifest


def _ours(path: Path) -> bool:
    return path.name.startswith("restoring-")


def _load(draft: Path, manifest: Manifest, name: str) -> None:
    store = ox.Store(str(draft / QUADS))
    try:
        with (draft / _QUADS).open("rb") as quads:
            store.bulk_load(quads, ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as exc:
        raise BackupError("its quads cannot be read", "其中的数据无法读取", name) from exc
    store.flush()
    if len(store) != manifest.quads:
        raise BackupError(
            f"it says {manifest.quads} quads and holds {len(store)}",
            f"清单写明 {manifest.quads} 条，实际 {len(store)} 条",
            name,
        )


def _switch(place: Path, draft: Path, manifest: Manifest, wait: float) -> None:
    with writers_kept_out(place, wait):
        if (place / QUADS).is_dir():
            exchange(place / QUADS, draft / QUADS)
        else:
            (draft / QUADS).rename(place / QUADS)
        if (draft / _CHANGES).is_file() and not (place / _CHANGES).exists():
            (draft / _CHANGES).rename(place / _CHANGES)
        marker = draft / MARKER
        version = StoreVersion(manifest.layout, manifest.ontology)
        marker.write_text(json.dumps(version._asdict(), indent=2) + "\n", encoding="utf-8")
        marker.replace(place / MARKER)
