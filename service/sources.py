"""Which files a load means: files as they are, folders and patterns for all that they hold."""

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from loaders.errors import MissingFileError


def find_sources(given: Sequence[Path]) -> list[Path]:
    """The files to load, each once: as given, and within a folder or pattern in order of their names."""
    found: dict[Path, Path] = {}
    for path in given:
        for file in _files_of(path):
            found.setdefault(file.absolute(), file)
    return list(found.values())


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _files_within(path)
    elif not path.exists() and has_magic(str(path)):
        matching = sorted(Path(name) for name in glob(str(path), recursive=True))
        if not matching:
            raise MissingFileError(str(path), "the pattern matches nothing")
        for match in matching:
            if match.is_dir():
                yield from _shown(match.rglob("*"))
            elif _is_document(match):
                yield match
    else:
        yield path


def _files_within(folder: Path) -> list[Path]:
    try:
        inside = _shown(folder.rglob("*"))
    except OSError as exc:
        raise MissingFileError(str(folder), exc.strerror or type(exc).__name__) from exc
    if not inside:
        raise MissingFileError(str(folder), "the folder is empty")
    return inside


def _shown(paths: Iterator[Path]) -> list[Path]:
    return sorted(path for path in paths if path.is_file() and _is_document(path))


def _is_document(path: Path) -> bool:
    """Hidden files and the lock files of office programs are no documents."""
    return not path.name.startswith((".", "~$"))
