"""Static files of the pages: one hash for all of them in the address, so that a browser may keep them for ever."""

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

MEDIA_TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "json": "application/json",
    "map": "application/json",
    "txt": "text/plain; charset=utf-8",
}
_PACKED: Final = ("js", "mjs", "css", "svg", "json", "txt")


class Asset(NamedTuple):
    """One static file: its media type, its bytes, and these packed where that is worth it."""

    media_type: str
    body: bytes
    packed: bytes | None


@cache
def asset_paths() -> frozenset[str]:
    """The paths of all static files, below the folder `static`."""
    return frozenset(_walk(_folder("static"), ""))


@cache
def look() -> str:
    """A hash of all static files, templates and words: it changes when a page would look otherwise."""
    digest = hashlib.blake2b(digest_size=8)
    for name in ("static", "templates", "words"):
        for path in sorted(_walk(_folder(name), "")):
            body = _folder(name).joinpath(path).read_bytes()
            digest.update(f"{name}/{path} {len(body)}\n".encode())
            digest.update(body)
    return digest.hexdigest()


def static_url(path: str) -> str:
    """The address of a static file."""
    if path not in asset_paths():
        raise LookupError(f"no static file {path}")
    return f"/static/{look()}/{path}"


@cache
def read_asset(path: str) -> Asset | None:
    """The file at that path below the folder `static`; None where there is none that is sent."""
    if path not in asset_paths():
        return None
    ending = path.rpartition(".")[2]
    body = _folder("static").joinpath(path).read_bytes()
    packed = gzip.compress(body, 9, mtime=0) if ending in _PACKED else None
    return Asset(MEDIA_TYPES[ending], body, packed)


def _folder(name: str) -> Traversable:
    return files("service").joinpath("pages").joinpath(name)


def _walk(folder: Traversable, before: str) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        path = f"{before}{entry.name}"
        if entry.is_dir():
            found += _walk(entry, f"{path}/")
        elif entry.name.rpartition(".")[2] in {*MEDIA_TYPES, "j2", "yaml"} and not entry.name.startswith("."):
            found.append(path)
    return found
