"""What a row measures: a share, a count, an amount, a duration, a property, or something unnamed.

The description defines the metric; the name fills only what the description leaves out.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from shapes.profile import Profile

_NAME_UNIT: Final = re.compile(r"[(（]\s*([^()（）]{1,6})\s*[)）]\s*$")
_COUNTED: Final = re.compile(
    "([一-龥]{2,4}?)(?:人次|[人次期户场]?数量?|[场班]次)(?:[（(]|$|[^一-龥]|[提增减降上下不为达])"
)
_QUOTIENT: Final = re.compile("[数量额次人][/／÷][一-龥]{2}")
_PAIR: Final = re.compile("(?=([一-龥]{2}))")
_SIGNS: Final = re.compile("[%％‰]")


class Metric(NamedTuple):
    """What is measured: `kind` is share, count, amount, duration, property or other."""

    kind: str
    change: bool
    adverse: bool
    persons: bool
    visits: bool
    classes: bool
    unit: str
    text: str
    convention: bool

    @property
    def quantity(self) -> bool:
        """Whether the metric is a countable or measurable quantity."""
        return self.kind in ("share", "count", "amount", "duration")


def squeeze(text: str) -> str:
    r"""The text without white space: line breaks in a cell are the form's, not the writer's.

    >>> squeeze("出勤率\n提高")
    '出勤率提高'
    """
    return "".join(text.split())


def kind_of_metric(text: str, profile: Profile) -> str:
    """The kind of metric that words name, or an empty string; the noun that stands last decides.

    >>> from shapes.profile import load_profile
    >>> [kind_of_metric(text, load_profile()) for text in ("资金使用效益", "培训人员数", "培训合格率")]
    ['property', 'count', 'share']
    """
    words = profile.words
    if words["share"].find(text) or words["formula"].find(text) or _QUOTIENT.search(text):
        return "share"
    head = metric_part(text, profile)
    ends = {kind: words[kind].last_end(head) for kind in ("property", "duration", "amount", "count")}
    kind = max(ends, key=lambda key: ends[key])
    return kind if ends[kind] > 0 else ""


def metric_part(text: str, profile: Profile) -> str:
    """The words before conformity is claimed: 补贴发放标准 of 补贴发放标准符合文件规定."""
    conform = profile.words["standard"].find(text)
    return text.partition(conform)[0] or text if conform else text


@lru_cache(maxsize=4096)
def find_metric(name: str, description: str, profile: Profile) -> Metric:
    """The metric of a row from its mended name and its description, both without white space."""
    words = profile.words
    bracket = _NAME_UNIT.search(name)
    unit = bracket[1] if bracket else ""
    stated = kind_of_metric(description, profile)
    kind, text = stated, description
    if stated in ("", "property"):
        named = "share" if _SIGNS.search(unit) else kind_of_metric(name, profile)
        if not stated:
            kind, text = named or "other", name
        elif named == "share" and same_thing(name, description, profile):
            kind, text = "share", f"{name}，{description}"
    counts = kind == "count"
    counters = (description,) if counts and stated and counted_noun(description) else (name, description)
    return Metric(
        kind=kind,
        change=kind == "share" and bool(words["change"].find(text)),
        adverse=bool(words["adverse"].find(text)),
        persons=counts and any(_ends_in(words_of, "person", profile) for words_of in counters),
        visits=counts and bool(words["visits"].find(text)),
        classes=counts and bool(words["classes"].find(text)),
        unit=unit,
        text=text,
        convention=bool(words["convention"].find(f"{name}，{description}" if kind == "share" else text)),
    )


def _ends_in(text: str, which: str, profile: Profile) -> bool:
    """Whether the counted noun at the end of a metric is on a list: 学员 in 学员带动农户数 is not."""
    head = _NAME_UNIT.sub("", metric_part(text, profile))
    for direction in ("up", "down"):
        found = profile.words[direction].find(head)
        head = head.partition(found)[0] if found else head
    return bool(head) and profile.words[which].last_end(head) >= len(head) - 2


@lru_cache(maxsize=4096)
def same_thing(name: str, description: str, profile: Profile) -> bool:
    """Whether name and description share a pair of characters, or words of one group, beyond generic words."""
    left, right = content_pairs(name, profile), content_pairs(description, profile)
    if not left or not right or left & right:
        return True
    return any(
        any(word in name for word in group) and any(word in description for word in group)
        for group in profile.same_thing
    )


@lru_cache(maxsize=4096)
def content_pairs(text: str, profile: Profile) -> frozenset[str]:
    """The pairs of neighbouring characters of the words that name a thing.

    >>> from shapes.profile import load_profile
    >>> sorted(content_pairs("党员培训率提高", load_profile()))
    ['党员', '员培', '培训']
    """
    rest = profile.words["generic"].cut(text)
    return frozenset(pair[1] for pair in _PAIR.finditer(rest))


def is_han(character: str) -> bool:
    """Whether a character is a Chinese character.

    >>> is_han("村"), is_han("1")
    (True, False)
    """
    return "一" <= character <= "龥"


@lru_cache(maxsize=4096)
def counted_noun(text: str) -> str:
    """The last two characters of the noun that a count is about: `教师` of 培训教师人数.

    >>> counted_noun("信息化教学应用教师人数"), counted_noun("参与活动学校数量提高")
    ('教师', '学校')
    """
    match = None
    for match in _COUNTED.finditer(text):  # noqa: B007 - the last match is wanted
        pass
    return match[1][-2:] if match else ""
