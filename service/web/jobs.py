"""A question on its way to a worker and back."""

import re
from collections.abc import Callable

from service.web.frames import Answer
from service.web.refusals import RefusedError

OnDone = Callable[[Answer | RefusedError], None]

_PARTICULARS = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|[0-9]+|\s+|#[^\n]*""")


class Job:
    """One question: its frame, its time limit, and what to call with the answer or with why there is none."""

    __slots__ = ("_on_done", "asked", "done", "frame", "heavy", "restarts", "seconds", "started", "text")

    def __init__(self, frame: bytes, text: str, seconds: float, asked: float, on_done: "OnDone") -> None:
        self.frame = frame
        self.text = text
        self.seconds = seconds
        self.asked = asked
        self.started = 0.0
        self.heavy = False
        self.restarts = 0
        self.done = False
        self._on_done = on_done

    def succeed(self, answer: Answer) -> None:
        """Hand over the answer, if somebody still waits for it."""
        if not self.done:
            self.done = True
            self._on_done(answer)

    def fail(self, refusal: RefusedError) -> None:
        """Say why there is no answer, if somebody still waits for one."""
        if not self.done:
            self.done = True
            self._on_done(refusal)


def shape_of(text: str) -> int:
    """A number that is the same for queries that differ in names, values and blanks only.

    >>> shape_of('SELECT * { <a> ?p "x" }') == shape_of('SELECT *  { <b> ?p "y" }')
    True
    """
    return hash(_PARTICULARS.sub(" ", text))
