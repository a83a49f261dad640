"""A question on its way to a worker and back."""

import asyncio
import re

from service.web.frames import Answer
from service.web.refusals import RefusedError

_PARTICULARS = re.compile(r"""<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'|[0-9]+|\s+|#[^\n]*""")


class Job:
    """One question: its frame, its time limit, and the future that waits for the answer."""

    __slots__ = ("asked", "frame", "future", "heavy", "restarts", "seconds", "started", "text")

    def __init__(
        self, frame: bytes, text: str, seconds: float, asked: float, future: "asyncio.Future[Answer]"
    ) -> None:
        self.frame = frame
        self.text = text
        self.seconds = seconds
        self.asked = asked
        self.started = 0.0
        self.heavy = False
        self.restarts = 0
        self.future = future

    def succeed(self, answer: Answer) -> None:
        """Hand over the answer, if somebody still waits for it."""
        if not self.future.done():
            self.future.set_result(answer)

    def fail(self, refusal: RefusedError) -> None:
        """Say why there is no answer, if somebody still waits for one."""
        if not self.future.done():
            self.future.set_exception(refusal)


def shape_of(text: str) -> int:
    """A number that is the same for queries that differ in names, values and blanks only.

    >>> shape_of('SELECT * { <a> ?p "x" }') == shape_of('SELECT *  { <b> ?p "y" }')
    True
    """
    return hash(_PARTICULARS.sub(" ", text))
