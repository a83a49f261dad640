"""The upload page: a form for a file, and for a file on its way what it says, what would change, and to confirm it."""

from collections.abc import Mapping
from typing import Any, Final

from service.pages.desk import Desk, Page
from service.pages.visit import Visit
from service.reports.wording import Wording
from service.web.access import Role

_STATES: Final = ("waiting", "reading", "ready", "refused", "loading", "loaded", "cancelled")
MOVING: Final = frozenset({"waiting", "reading", "loading"})
"""States in which a job changes by itself."""
COUNTS: Final = ("goals", "objectives", "projects", "indicators")
_MOST_SHOWN: Final = 100


def show(visit: Visit, desk: Desk) -> Page:
    """The form, and the job that the address names."""
    words = desk.words(visit)
    job = visit.beside.get("job")
    named = visit.one("job")
    values = {
        "may": int(visit.beside.get("role", 0)) >= Role.load,
        "job": job,
        "lost": bool(named) and job is None,
        "moving": job is not None and job["state"] in MOVING,
        "steps": _steps(job) if job else [],
        "preview": job["preview"] if job and job["kind"] == "document" else None,
        "differences": _differences(job, words) if job else [],
        "counts": COUNTS,
        "words_of": _Known(words),
        "problem_words": _problem(job, visit.lang) if job else "",
        "most_shown": _MOST_SHOWN,
    }
    return Page(
        "upload.html.j2",
        values,
        words("upload_title"),
        nav="upload",
        scripts=("upload.js",),
        styles=("upload.css",),
    )


def _steps(job: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The stages of a job with `done`, `now` or `todo`."""
    order = ("received", "reading", "ready", "loading", "loaded")
    state = str(job["state"])
    if state in ("refused", "cancelled"):
        return [("received", "done"), (state, "now")]
    at = order.index("reading" if state == "waiting" else state)
    marks = ["done" if place < at else "now" if place == at else "todo" for place in range(len(order))]
    return list(zip(order, marks, strict=True))


def _differences(job: Mapping[str, Any], words: Wording) -> list[dict[str, Any]]:
    """What the file adds, lacks and says otherwise, for goals, projects and rows; only where something differs."""
    preview = job["preview"]
    if not preview or job["kind"] != "document":
        return []
    made = []
    for name in ("goals", "projects", "rows"):
        found = preview[name]
        parts = [
            {"part": part, "total": found[part]["total"], "items": found[part]["items"][:_MOST_SHOWN]}
            for part in ("added", "removed", "changed")
            if found[part]["total"]
        ]
        made.append({"name": words(f"upload_of_{name}"), "parts": parts, "same": found["same"]})
    return made


def _problem(job: Mapping[str, Any], language: str) -> str:
    problem = job["problem"] or {}
    return str((problem.get("detail_zh") if language == "zh" else "") or problem.get("detail") or "")


class _Known:
    """Words for a key where there are some, else the key itself."""

    def __init__(self, words: Wording) -> None:
        self._words = words

    def __call__(self, prefix: str, key: str) -> str:
        """The words of `prefix_key`."""
        name = f"{prefix}_{key}"
        return self._words(name) if name in self._words.entries else key
