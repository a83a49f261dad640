"""The SHACL files: which of them hold for a document, and what each of their shapes says."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import pyoxigraph

from ontology.prefixes import PREFIXES

ALWAYS: Final = ("structure.ttl", "arithmetic.ttl", "consistency.ttl")

_SH_MESSAGE: Final = PREFIXES["sh"] + "message"


class NoRequiredKindsError(Exception):
    """Raised when no file of required kinds belongs to a rule profile."""

    def __init__(self, profile: str, known: tuple[str, ...]) -> None:
        self.profile = profile
        self.known = known
        super().__init__(
            f"No shapes say which indicator kinds the profile {profile!r} requires; "
            f"its name must end in one of: {', '.join(known)}."
        )


class Wording(NamedTuple):
    """What a shape says in both languages."""

    zh: str
    en: str


def required_kinds_names() -> tuple[str, ...]:
    """The names under which requirements on indicator kinds can be chosen.

    >>> required_kinds_names()
    ('2021', 'before-2021')
    """
    prefix, suffix = "required_kinds_", ".ttl"
    names = (entry.name for entry in files("shapes").iterdir())
    found = (
        name[len(prefix) : -len(suffix)]
        for name in names
        if name.startswith(prefix) and name.endswith(suffix)
    )
    return tuple(sorted(name.replace("_", "-") for name in found))


def choose_shape_files(profile: str, layouts: Iterable[str]) -> tuple[str, ...]:
    """The names of the files that hold for documents of these layouts under a rule profile.

    A profile takes the required kinds that its name ends in: `china-before-2021` those of `before-2021`.
    """
    known = required_kinds_names()
    scheme = max((name for name in known if f"-{profile}".endswith(f"-{name}")), key=len, default="")
    if not scheme:
        raise NoRequiredKindsError(profile, known)
    forms = (f"form_{layout.replace('-', '_')}.ttl" for layout in layouts)
    present = {entry.name for entry in files("shapes").iterdir()}
    kinds = f"required_kinds_{scheme.replace('-', '_')}.ttl"
    return (*ALWAYS, kinds, *sorted(form for form in forms if form in present))


def read_shape_file(name: str) -> str:
    """The Turtle text of one file."""
    return files("shapes").joinpath(name).read_text(encoding="utf-8")


@cache
def shape_wordings(names: tuple[str, ...]) -> dict[str, Wording]:
    """What the shapes of these files say, by shape IRI; a shape without words cannot report."""
    said: dict[str, dict[str, str]] = {}
    for name in names:
        for quad in pyoxigraph.parse(read_shape_file(name), format=pyoxigraph.RdfFormat.TURTLE):
            if quad.predicate.value == _SH_MESSAGE and isinstance(quad.object, pyoxigraph.Literal):
                words = said.setdefault(str(getattr(quad.subject, "value", "")), {})
                words[quad.object.language or ""] = quad.object.value
    return {shape: Wording(words.get("zh", ""), words.get("en", "")) for shape, words in said.items()}
