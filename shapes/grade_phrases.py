"""What the words of a row say where no number fits: an event, a deadline, conformity, a direction, or a slogan."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from shapes.profile import Profile

_CLAUSE: Final = re.compile("[，。；;,！!？?]")
_DATE: Final = re.compile(
    "[0-9０-９一二三四五六七八九十]{1,3}月(?!均|度)|第?[一二三四1-4]季度|(?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}[-/.][0-9]|[0-9]{1,2}[日号](?=之?前)"
)
# A clause that ends in the noun of a count or share names a metric; events in it are its attributes.
_METRIC_END: Final = re.compile("(?:率|比例|数|数量|人次|场次|占比)(?:[(（][^()（）]*[)）])?$")
_NOTHING: Final = re.compile("^[\\s/／—–\\-_、.。·*无]*$")


class Phrase(NamedTuple):
    """What was understood of words: the letter they earn, by which rule, and the words that were seen."""

    letter: str
    rule: str
    saw: str


NO_PHRASE: Final = Phrase("", "", "")
_ORDER: Final = {"C": 0, "D": 1, "E": 2, "": 3}


def states_nothing(text: str) -> bool:
    """Whether a cell holds no more than a stroke, 无 or blanks."""
    return bool(_NOTHING.match(text))


@lru_cache(maxsize=4096)
def read_phrase(text: str, context: str, profile: Profile) -> Phrase:
    """The best that any clause of the text says; `context` is the name, which may say what a direction governs."""
    found = NO_PHRASE
    for clause in _CLAUSE.split(text):
        if clause:
            phrase = _read_clause(clause, context, profile)
            if _ORDER[phrase.letter] < _ORDER[found.letter]:
                found = phrase
    return found


def _read_clause(clause: str, context: str, profile: Profile) -> Phrase:
    words = profile.words
    plain = words["named_work"].cut(clause, "＿")
    moves = max(words["up"].last_end(plain), words["down"].last_end(plain))
    tier = words["tiers"].find(plain)
    if tier:
        return Phrase("C", "G-C-tiers", tier)
    measured = bool(_METRIC_END.search(plain))
    conform = "" if measured else words["conform"].find(plain)
    if conform and words["conform"].last_end(plain) >= moves:
        return Phrase("C", "G-C-conformity", conform)
    date = _DATE.search(plain)
    deadline = date.group() if date else words["deadline"].find(plain)
    event = "" if measured else words["event"].find(plain)
    if event and words["event"].last_end(plain) >= moves:
        return Phrase("C", "G-C-event", event)
    if deadline and moves < 0:
        return Phrase("C", "G-C-deadline", deadline)
    if moves >= 0:
        return _direction(plain, context, profile)
    slogan = words["slogan"].find(plain)
    return Phrase("E", "G-E-slogan", slogan) if slogan else NO_PHRASE


def _direction(clause: str, context: str, profile: Profile) -> Phrase:
    words = profile.words
    slogan = words["slogan_object"].find(clause)
    if slogan and not words["gradable"].find(clause + "，" + context):
        return Phrase("E", "G-E-slogan", slogan)
    return Phrase("D", "G-D-direction", words["up"].find(clause) or words["down"].find(clause))


@lru_cache(maxsize=4096)
def direction_of(text: str, profile: Profile) -> str:
    """`up`, `down` or an empty string: the last direction word of the text decides.

    >>> from shapes.profile import load_profile
    >>> direction_of("信息系统故障发生率降低", load_profile())
    'down'
    """
    plain = profile.words["named_work"].cut(text, "＿")
    up, down = profile.words["up"].last_end(plain), profile.words["down"].last_end(plain)
    if up == down:
        return ""
    return "up" if up > down else "down"


def has_deadline(text: str, profile: Profile) -> bool:
    """Whether words name a date or another time that can be looked up."""
    return bool(_DATE.search(text) or profile.words["deadline"].find(text))


def read_row_words(name: str, description: str, in_cell: str, has_number: bool, profile: Profile) -> Phrase:
    """What description and cell say in words; the name speaks only where both are silent.

    `in_cell` is empty where all rows share the cell; `has_number` says that it holds a number, which did not fit.
    """
    if in_cell in (name, description) or states_nothing(in_cell):
        in_cell = ""
    if in_cell and profile.words["share"].find(name) and profile.words["satisfied"].find(in_cell):
        return Phrase("C", "G-C-tiers", in_cell)
    found = [
        phrase
        for text, context in ((description, name), (in_cell, f"{name}，{description}"))
        if text and (phrase := read_phrase(text, context, profile)).letter
    ]
    if found:
        return min(found, key=lambda phrase: phrase.letter)
    vague = profile.words["indefinite"].find(in_cell) or names_metric(in_cell, profile)
    if in_cell and not has_number and not vague:
        return Phrase("E", "G-E-state", in_cell)
    if description and description not in name and not names_metric(description, profile):
        return Phrase("E", "G-E-state", description)
    return _read_name(name, profile)


def names_metric(text: str, profile: Profile) -> bool:
    """Whether a text ends in the noun of a metric, or names a place, and so states nothing about it."""
    ends = (profile.words[which].last_end(text) for which in ("metric_end", "place_end"))
    return bool(text) and len(text) in ends


def _read_name(name: str, profile: Profile) -> Phrase:
    phrase = read_phrase(name, "", profile)
    if phrase.letter in ("C", "E") and names_metric(name, profile):
        return Phrase("D", "G-D-direction", name) if direction_of(name, profile) else _NO_TARGET
    return phrase if phrase.letter else _NO_TARGET


def read_statement(text: str, profile: Profile) -> Phrase:
    """What a sentence says that stands for itself: one that states no event and no direction is an assurance."""
    phrase = read_phrase(text, "", profile)
    if phrase.letter:
        return phrase
    return Phrase("E", "G-E-state", text) if text else _NO_TARGET


_NO_TARGET: Final = Phrase("F", "G-F-nothing", "没有写明目标")
