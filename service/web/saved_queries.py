"""Queries that people keep on the server: one JSON file in the store's folder, written by the writer only."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from service.web.refusals import ConflictError, NotFoundError

FILE_NAME: Final = "saved-queries.json"
_MOST: Final = 500


def read_saved(place: Path) -> list[dict[str, Any]]:
    """The saved queries, by name."""
    try:
        found = json.loads((place / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda one: str(one["name"]))


def save_query(place: Path, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a query; one of that name is replaced."""
    kept = [one for one in read_saved(place) if one["name"] != facts["name"]]
    if len(kept) >= _MOST:
        raise ConflictError(f"{_MOST} queries are kept already; forget some first.")
    saved = {name: facts[name] for name in ("name", "query", "note", "by")}
    saved["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    _write(place, [*kept, saved])
    return saved


def drop_query(place: Path, name: str) -> dict[str, Any]:
    """Forget a query."""
    known = read_saved(place)
    kept = [one for one in known if one["name"] != name]
    if len(kept) == len(known):
        raise NotFoundError("No saved query has this name.")
    _write(place, kept)
    return {"name": name}


def _write(place: Path, queries: list[dict[str, Any]]) -> None:
    draft = place / f"{FILE_NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(queries, ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place / FILE_NAME)
