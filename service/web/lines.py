"""How a helper process of the server reports: one JSON object a line on what was its standard output."""

import json
import os
from collections.abc import Mapping
from typing import Any

from service.web.refusals import RefusedError


class Report:
    """The line back to the server; whatever else a library prints goes nowhere."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)

    def say(self, **facts: object) -> None:
        """Send one object."""
        line = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        while line:
            line = line[os.write(self._out, line) :]

    def refuse(self, refusal: RefusedError, **facts: object) -> None:
        """Send why something is not done."""
        known = {
            name: value
            for name, value in refusal.facts.items()
            if isinstance(value, str | int | float | dict)
        }
        self.say(refused={"code": refusal.code, "sentence": refusal.sentence, "facts": known}, **facts)


def read_line(line: bytes) -> Mapping[str, Any]:
    """The object of a line; empty where it is none."""
    try:
        facts = json.loads(line)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
