"""The log: one JSON object a line, with the request's number and never a query, an address, a path or a token."""

import json
import sys
import time
from collections.abc import Callable
from typing import Final

_SLOW: Final = 1.0


def _to_standard_error(line: str) -> None:
    sys.stderr.write(line)
    sys.stderr.flush()


class Journal:
    """Writes what is asked for: nothing, problems and slow requests, or every request."""

    def __init__(self, level: str, write: Callable[[str], None] = _to_standard_error) -> None:
        self._level = level
        self._write = write

    def note_request(  # noqa: PLR0913 - the facts of one line
        self,
        request: str,
        method: str,
        route: str,
        status: int,
        seconds: float,
        size: int,
        visitor: str,
        code: str,
    ) -> None:
        """Note one request, if its kind is asked for."""
        if self._level == "off" or (self._level == "problems" and status < 500 and seconds < _SLOW):
            return
        facts: dict[str, object] = {
            "time": _now(),
            "request": request,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        if visitor:
            facts["visitor"] = visitor
        if code:
            facts["code"] = code
        self._write(json.dumps(facts, ensure_ascii=False) + "\n")

    def note_event(self, event: str, **facts: object) -> None:
        """Note something that happened to the server itself."""
        if self._level != "off":
            self._write(json.dumps({"time": _now(), "event": event, **facts}, ensure_ascii=False) + "\n")


def place_of(problem: BaseException) -> str:
    """Module and line where a fault was raised, without paths."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
