"""Templates for rows that nobody can judge: metric, comparator and unit, with number and source left blank.

A template never states a number. Which one is offered follows from data in `rewrite_templates.yaml`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import yaml

from shapes.grade_metric import Metric, find_metric, metric_part, squeeze
from shapes.grade_phrases import direction_of
from shapes.profile import Profile

BLANK: Final = "____"
NEEDS_REWRITE: Final = "BDEF"
"""Grades whose rows a worksheet offers: those that say too little, and those whose number was not confirmed."""
DATE_UNIT: Final = "日期"
_PLAIN: Final = "{metric}{comparator}{number}{unit}；"
_SOURCE: Final = f"数据来源：{BLANK}"
_BRACKET: Final = re.compile(r"\s*[(（][^()（）]{0,12}[)）]\s*$")
_FORMULA: Final = re.compile("[/／÷]|占.*(?:比例|比重)")
_FROM_NUMBER: Final = re.compile(
    "(?:[≥≤≧≦＞＜><=＝≈±]|不[低少高多大小超]于?过?|达到?|为|接近于?|约|超过|至少)?\\s*[0-9０-９].*$",
    re.DOTALL,
)
_EDGE_WORDS: Final = (
    "显著",
    "明显",
    "逐年",
    "逐步",
    "不断",
    "进一步",
    "有所",
    "得到",
    "大幅",
    "稳步",
    "持续",
    "情况",
)
_MARKS: Final = "，。；、,;：: "


class Rewrite(NamedTuple):
    """A proposed wording: what is empty is for people to fill in; `wording` shows every gap as `____`."""

    metric: str
    comparator: str
    unit: str
    wording: str
    hint_zh: str
    hint_en: str
    rule: str


class RowWords(NamedTuple):
    """What a template is chosen by: the row's kind, mended name, description and grade."""

    kind: str
    name: str
    description: str
    letter: str


@dataclass(frozen=True, slots=True)
class Template:
    """One way to word a row, with the conditions under which it is offered."""

    id: str
    when: Mapping[str, Any]
    own_metric: bool
    cut: tuple[str, ...]
    suffix: str
    comparator: str
    unit: str
    wording: str
    hint_zh: str
    hint_en: str


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates in their order, and the units of counted nouns."""

    entries: tuple[Template, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]

    def unit_of(self, text: str) -> str:
        """The unit of the counted noun that stands last in a metric; empty where the list has none."""
        best = max(
            (
                (text.rfind(word) + len(word), len(word), unit)
                for unit, words in self.units
                for word in words
                if word in text
            ),
            default=(0, 0, ""),
        )
        return best[2]


@lru_cache(maxsize=1)
def load_templates() -> Templates:
    """The shipped templates."""
    text = files("shapes").joinpath("rewrite_templates.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    return Templates(
        tuple(_template(entry) for entry in data["templates"]),
        tuple((str(entry["unit"]), tuple(map(str, entry["any"]))) for entry in data["units"]),
    )


def _template(entry: Mapping[str, Any]) -> Template:
    return Template(
        id=str(entry["id"]),
        when=entry["when"],
        own_metric=entry["metric"] == "own",
        cut=tuple(map(str, entry.get("cut", ()))),
        suffix=str(entry.get("suffix", "")),
        comparator=str(entry["comparator"]),
        unit=str(entry["unit"]),
        wording=str(entry.get("wording", _PLAIN)),
        hint_zh=str(entry["hint"]["zh"]),
        hint_en=str(entry["hint"]["en"]),
    )


def propose_rewrite(row: RowWords, profile: Profile) -> Rewrite:
    """The wording that the first fitting template gives for a row.

    >>> from shapes.profile import load_profile
    >>> row = RowWords("quantity", "培训人员数（名）", "培训人员数提升", "D")
    >>> propose_rewrite(row, load_profile()).wording
    '培训人员数≥____名；数据来源：____'
    """
    row = row._replace(name=squeeze(row.name), description=squeeze(row.description))
    metric = find_metric(row.name, row.description, profile)
    templates = load_templates()
    chosen = next(entry for entry in templates.entries if _holds(entry.when, row, metric, profile))
    own = own_metric(row, metric, profile, chosen) if chosen.own_metric else ""
    own = own and f"{own}{chosen.suffix}"
    unit = _unit(chosen, templates, metric, own)
    said = row.description or row.name
    wording = chosen.wording.format(
        metric=own or BLANK,
        comparator=chosen.comparator or BLANK,
        number=f"{BLANK}年{BLANK}月{BLANK}日" if unit == DATE_UNIT else BLANK,
        unit="" if unit == DATE_UNIT else unit or f"（单位{BLANK}）",
        words=said,
    )
    return Rewrite(
        own,
        chosen.comparator,
        unit,
        f"{wording.rstrip('；')}；{_SOURCE}",
        chosen.hint_zh,
        chosen.hint_en,
        chosen.id,
    )


def _holds(when: Mapping[str, Any], row: RowWords, metric: Metric, profile: Profile) -> bool:
    said = f"{row.name}，{row.description}"
    tests: dict[str, Callable[[Any], bool]] = {
        "group": lambda wanted: any(row.kind in profile.kinds.groups[group] for group in wanted),
        "kind": lambda wanted: row.kind in wanted,
        "metric": lambda wanted: metric.kind in wanted,
        "words": lambda wanted: any(word in said for word in wanted),
        "also": lambda wanted: any(word in said for word in wanted),
        "adverse": lambda wanted: metric.adverse is wanted,
        "change": lambda wanted: metric.change is wanted,
        "direction": lambda wanted: direction_of(row.description or row.name, profile) == wanted,
        "letter": lambda wanted: row.letter in wanted,
    }
    return all(tests[name](wanted) for name, wanted in when.items())


def _unit(chosen: Template, templates: Templates, metric: Metric, own: str) -> str:
    """The unit in the name's brackets, where it is of the template's sort; else the template's own."""
    if chosen.unit != "by-noun":
        money = metric.unit.endswith("元") and "元" in chosen.unit
        return metric.unit if money else chosen.unit
    return metric.unit or templates.unit_of(own or metric.text)


def own_metric(row: RowWords, metric: Metric, profile: Profile, template: Template) -> str:
    """The row's own metric: no direction, no number, no claim of conformity, no unit in brackets.

    Of name and description the one that has the words for which the template was chosen comes first.
    """
    stated = (
        row.description
        if metric.text == row.description and not _FORMULA.search(row.description)
        else row.name
    )
    wanted = template.when.get("words", ())
    texts = sorted(
        (stated, row.name, row.description), key=lambda text: not any(word in text for word in wanted)
    )
    return next((bare for text in texts if (bare := _bare(text, profile, template.cut))), "")


def _bare(text: str, profile: Profile, cut: Sequence[str]) -> str:
    rest = _BRACKET.sub("", _FROM_NUMBER.sub("", _BRACKET.sub("", metric_part(text, profile))))
    before = None
    ends = (*cut, *profile.words["up"].words, *profile.words["down"].words, *_EDGE_WORDS)
    while rest != before:
        before = rest
        rest = _strip_words(rest.strip(_MARKS), ends)
    return rest


def _strip_words(text: str, words: Sequence[str]) -> str:
    """The text without one listed word at its end or, if it is a direction before a thing, at its start."""
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if len(text) > len(word) and text.endswith(word):
            return text[: -len(word)]
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if len(text) > len(word) + 1 and text.startswith(word):
            return text[len(word) :]
    return text
