"""The log of changes: one JSON object a line in the store's own folder, only ever added to.

Each change has a line before it is made (`begun`) and one after (`done` or `failed`); a change without a second
line was interrupted. It says who, when, what and by which request; never a token, and no path.
"""

import getpass
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LOG_NAME: Final = "changes.jsonl"
_LONGEST_LINE: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change: the name, where it is from (`token`, `typed` or `system`), and the request's number."""

    name: str
    source: str
    request: str = ""


class ChangeLog:
    """The log of one store; written by whoever holds the store's lock."""

    def __init__(self, place: Path) -> None:
        self._path = place / LOG_NAME

    def begin(self, what: str, author: Author, facts: Mapping[str, Any]) -> str:
        """Note that a change begins; its number."""
        number = f"c-{secrets.token_hex(6)}"
        self._append(
            {
                "id": number,
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "by": author.name,
                "source": author.source,
                "request": author.request,
                "what": what,
                "state": "begun",
                "facts": dict(facts),
            }
        )
        return number

    def finish(self, number: str, state: str, facts: Mapping[str, Any] | None = None) -> None:
        """Note how it ended."""
        self._append({"id": number, "state": state, "facts": dict(facts or {})})

    def _append(self, facts: dict[str, Any]) -> None:
        line = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._path.open("ab+") as file:
            if file.tell() and not self._ends_whole(file.fileno(), file.tell()):
                line = b"\n" + line  # an earlier line was cut off
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _ends_whole(descriptor: int, size: int) -> bool:
        return os.pread(descriptor, 1, size - 1) == b"\n"

    def read(self) -> list[dict[str, Any]]:
        """Every change, the newest first; one that never ended is `interrupted`."""
        found: dict[str, dict[str, Any]] = {}
        for line in self._lines():
            earlier = found.get(line["id"])
            if earlier is None:
                found[line["id"]] = {**line, "state": "interrupted"}
            else:
                earlier["state"] = line["state"]
                earlier["facts"] = {**earlier["facts"], **line["facts"]}
        return [change for change in reversed(found.values()) if "what" in change]

    def find(self, number: str) -> dict[str, Any] | None:
        """The change with that number."""
        return next((change for change in self.read() if change["id"] == number), None)

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            with self._path.open("rb") as file:
                while line := file.readline(_LONGEST_LINE):
                    try:
                        facts = json.loads(line)
                    except ValueError:
                        continue  # a line that was cut off by a crash
                    if isinstance(facts, dict) and {"id", "state", "facts"} <= facts.keys():
                        yield facts
        except FileNotFoundError:
            return


def shown(change: Mapping[str, Any]) -> dict[str, Any]:
    """A change as it is listed: without what only an undo needs."""
    facts = {
        name: value for name, value in change["facts"].items() if name not in ("before", "after_version")
    }
    names = ("id", "time", "by", "source", "request", "what", "state")
    return {**{name: change.get(name, "") for name in names}, "facts": facts}


def note_command(place: Path, command: str, state: str = "done") -> None:
    """Note that a command of this program wrote to the store; the name is that of the system's user."""
    if not (place / "goaltrace.json").is_file():
        return
    log = ChangeLog(place)
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = ""
    log.finish(log.begin("command", Author(name, "command"), {"command": command}), state)
