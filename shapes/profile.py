"""Rule profiles: which kinds a form requires, word lists, thresholds and rules, as data for one place and time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from shapes.grade_words import Vocabulary

DEFAULT_PROFILE: Final = "china-before-2021"


class ProfileError(Exception):
    """Raised when a rule profile cannot be found or does not hold what the grader needs."""

    def __init__(self, profile: str, what: str) -> None:
        super().__init__(f"rule profile {profile}: {what}")
        self.profile = profile
        self.what = what


@dataclass(frozen=True, slots=True)
class Source:
    """The text a rule rests on; `access`: `read`, `secondary`, or `own` for a convention of this program."""

    document: str
    access: str


@dataclass(frozen=True, slots=True)
class Example:
    """A row, text or amount that shows a rule at work or sparing it."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One published rule: what it says in both languages, where it comes from, and two examples."""

    id: str
    label_zh: str
    label_en: str
    zh: str
    en: str
    source: Source
    applies: Example | None
    spares: Example | None


@dataclass(frozen=True, slots=True)
class Kinds:
    """The indicator kinds of a form and what the grader must know of each."""

    required: tuple[str, ...]
    groups: Mapping[str, frozenset[str]]
    misplaced: Mapping[str, frozenset[str]]
    satisfaction_required: str


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A rule profile, ready to grade with; two are the same only if they are one object.

    `fingerprint` is the hash of all that its file says, with what it extends.
    """

    name: str
    place: str
    year_from: int | None
    year_to: int | None
    title_zh: str
    title_en: str
    kinds: Kinds
    thresholds: Mapping[str, Any]
    goal_blockers: frozenset[str]
    words: Vocabulary
    rules: Mapping[str, Rule]
    same_thing: tuple[tuple[str, ...], ...]
    fingerprint: str = ""

    def number(self, threshold: str) -> Decimal:
        """A threshold as a decimal."""
        return Decimal(str(self.thresholds[threshold]))


def profile_names() -> tuple[str, ...]:
    """The profiles that are shipped, sorted."""
    folder = files("shapes").joinpath("profiles")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@lru_cache(maxsize=16)
def load_profile(name_or_path: str | Path = DEFAULT_PROFILE) -> Profile:
    """A shipped profile by its name, or one of your own by its path; `extends` may name a shipped one."""
    return _build(_merged(str(name_or_path)))


def _merged(name: str) -> dict[str, Any]:
    data = _read(name)
    parent = data.pop("extends", None)
    if parent is None:
        return data
    if parent not in profile_names():
        raise ProfileError(name, f"it extends {parent}, which is not shipped")
    return _overlay(_merged(str(parent)), data)


def _overlay(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """The entries of `above` over those of `below`: mappings merge, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _overlay(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _read(name: str) -> dict[str, Any]:
    if name in profile_names():
        text = files("shapes").joinpath("profiles", f"{name}.yaml").read_text("utf-8")
    else:
        try:
            text = Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise ProfileError(
                name, f"no shipped profile and no readable file ({', '.join(profile_names())})"
            ) from exc
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as exc:
        raise ProfileError(name, f"it is no YAML: {exc}") from exc
    if not isinstance(data, dict):
        raise ProfileError(name, "it holds no mapping")
    return data


def _build(data: Mapping[str, Any]) -> Profile:
    name = str(data.get("name", "without a name"))
    try:
        return Profile(
            name=name,
            place=str(data["place"]),
            year_from=data["years"].get("from"),
            year_to=data["years"].get("to"),
            title_zh=str(data["title"]["zh"]),
            title_en=str(data["title"]["en"]),
            kinds=_kinds(data["kinds"]),
            thresholds=data["thresholds"],
            goal_blockers=frozenset(data["goal_blockers"]),
            words=Vocabulary(data["words"]),
            rules={key: _rule(key, entry) for key, entry in data.get("rules", {}).items()},
            same_thing=tuple(tuple(map(str, group)) for group in data.get("same_thing", ())),
            fingerprint=hashlib.sha256(repr(data).encode()).hexdigest(),
        )
    except KeyError as exc:
        raise ProfileError(name, f"it lacks {exc}") from exc


def _kinds(data: Mapping[str, Any]) -> Kinds:
    groups = ("output", "benefit", "satisfaction", "cost", "time")
    return Kinds(
        required=tuple(data["required"]),
        groups={group: frozenset(data[group]) for group in groups},
        misplaced={kind: frozenset(metrics) for kind, metrics in data["misplaced"].items()},
        satisfaction_required=str(data["satisfaction_required"]),
    )


def _rule(key: str, data: Mapping[str, Any]) -> Rule:
    source = Source(str(data["source"]["document"]), str(data["source"]["access"]))
    applies, spares = (Example(data[name]) if name in data else None for name in ("applies", "spares"))
    label = data["label"]
    return Rule(
        key, str(label["zh"]), str(label["en"]), str(data["zh"]), str(data["en"]), source, applies, spares
    )
