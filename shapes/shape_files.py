"""The SHACL files: which of them hold for a document, and what each of their shapes says."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import pyoxigraph
import yaml

from ontology.prefixes import PREFIXES

ALWAYS: Final = ("structure.ttl", "arithmetic.ttl", "consistency.ttl")
FIRST_LEVELS: Final = "required_first_levels.ttl"
LEVEL_ONE_COST: Final = "2021"
"""The scheme in which cost is a first level of its own."""

_LEVEL_ONE_COSTS: Final = frozenset(
    f"{PREFIXES['gtc']}kind-{kind}"
    for kind in ("cost-level1", "economic-cost", "social-cost", "ecological-cost")
)

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


def choose_shape_files(profile: str, layouts: Iterable[str], kinds: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of the files that hold for documents of these layouts under a rule profile.

    What a form asks for stands in `forms.yaml`. `kinds` are the IRIs of the kinds that the document prints: a
    form whose kinds are taken as printed follows the scheme that they belong to. A profile takes the required
    kinds that its name ends in: `china-before-2021` those of `before-2021`.
    """
    scheme = _scheme_of(profile)
    chosen = dict.fromkeys(ALWAYS)
    for layout in layouts:
        asks = _forms().get(layout, _forms()["default"])
        chosen |= dict.fromkeys(f"asked_{name}.ttl" for name in asks["asks"])
        chosen |= dict.fromkeys(_kind_files(asks["kinds"], scheme, frozenset(kinds)))
        form = f"form_{layout.replace('-', '_')}.ttl"
        if form in _present():
            chosen[form] = None
    return tuple(chosen)


def _scheme_of(profile: str) -> str:
    known = required_kinds_names()
    scheme = max((name for name in known if f"-{profile}".endswith(f"-{name}")), key=len, default="")
    if not scheme:
        raise NoRequiredKindsError(profile, known)
    return scheme


def _kind_files(asked: str, scheme: str, kinds: frozenset[str]) -> tuple[str, ...]:
    if asked == "none":
        return ()
    if asked == "printed":
        scheme = LEVEL_ONE_COST if kinds & _LEVEL_ONE_COSTS else ""
    own = (f"required_kinds_{scheme.replace('-', '_')}.ttl",) if scheme else ()
    return own if scheme == "before-2021" else (FIRST_LEVELS, *own)


@cache
def _forms() -> dict[str, dict[str, Any]]:
    forms: dict[str, dict[str, Any]] = yaml.safe_load(read_shape_file("forms.yaml"))
    return forms


@cache
def _present() -> frozenset[str]:
    return frozenset(entry.name for entry in files("shapes").iterdir())


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
