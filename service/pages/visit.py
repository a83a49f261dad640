"""What a visitor asks of a page: its address, its parameters and the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from service.reports.wording import Language
from service.web.refusals import BadRequestError

LONGEST: int = 2000


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page, as plain values that a worker can be sent."""

    page: str
    address: str
    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    lang: Language
    beside: Mapping[str, Any] = field(default_factory=dict)
    """What the server's own process adds, see `service.pages.besides`."""

    @classmethod
    def read(cls, arguments: Mapping[str, Any]) -> "Visit":
        """The visit that a call's arguments describe."""
        query = tuple((str(key), str(value)) for key, value in arguments["query"])
        lang: Language = "en" if arguments["lang"] == "en" else "zh"
        beside = dict(arguments.get("beside", {}))
        return cls(
            str(arguments["page"]), str(arguments["address"]), dict(arguments["path"]), query, lang, beside
        )

    def one(self, name: str, default: str = "") -> str:
        """A parameter that may be given once; the path comes before the query."""
        if name in self.path:
            return self.path[name]
        found = self.many(name)
        if len(found) > 1:
            raise BadRequestError(f"The parameter {name} is given {len(found)} times; give it once.")
        return found[0] if found else default

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter, empty ones left out."""
        found = tuple(value.strip() for key, value in self.query if key == name and value.strip())
        if any(len(value) > LONGEST for value in found):
            raise BadRequestError(f"The parameter {name} is longer than {LONGEST} characters.")
        return found

    def chosen(self, name: str, among: tuple[str, ...], default: str) -> str:
        """A parameter that has one of these values."""
        value = self.one(name) or default
        if value not in among:
            raise BadRequestError(f"The parameter {name} has to be one of {', '.join(among)}.")
        return value

    def whole(self, name: str, default: int, most: int) -> int:
        """A parameter that is a whole number from 0."""
        text = self.one(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= most):
            raise BadRequestError(f"The parameter {name} has to be a whole number from 0 to {most}.")
        return int(text)

    def again(self, **changes: object) -> str:
        """The same address with these parameters changed; None takes one away, a sequence gives it several times."""
        kept = [(key, value) for key, value in self.query if key not in changes and value]
        return self.address + query_of(kept, changes)


def query_of(kept: list[tuple[str, str]], more: Mapping[str, object]) -> str:
    """Parameters as the end of an address, empty where there are none.

    >>> query_of([("a", "1")], {"b": "中", "c": None, "d": ("x", "y")})
    '?a=1&b=%E4%B8%AD&d=x&d=y'
    """
    pairs = list(kept)
    for key, value in more.items():
        values = value if isinstance(value, tuple | list) else (value,)
        pairs += [(key.rstrip("_"), str(part)) for part in values if part is not None and part != ""]
    return f"?{urlencode(pairs)}" if pairs else ""
