"""Reads the indicator part of a form whose grid is lost: level labels, and names and values between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.layouts.labels import first_level_of, kind_of, normalise
from loaders.layouts.text_region import Piece

_MOST_JOINED: Final = 4
_VALUE: Final = re.compile(
    r"(?:[≥≤≧≦⩾⩽=＝><＞＜±]|不[低高少多超]于?过?|大于|小于|高于|低于|达到|超过)\s*\S+|\d[\d,.]*\s*[^\s\d]{0,12}(?:[（(]%[)）])?|\d[\d,.%]*"
)
_STATE: Final = re.compile(
    r"(?:基本|较|显著|明显|进一步|有效|持续|逐步|不断|稳步)?(?:可控|及时|合理|提高|降低|减少|提升|健全|完善|有效|明显|显著|增强|改善|加强|促进|保障|合规|规范|达标|优良?|良好|长期|稳定|完成|满意|无|有|是|否|零增长|按时|按期|全覆盖|下降|上升|增加|增长|不断提高|保持稳定|符合要求|应保尽保)"
)
_LONG: Final = 8
_NO_VALUE: Final = 6.0


@dataclass(frozen=True, slots=True)
class Level:
    """A level label: where it stands and what it says."""

    text: str
    first: int
    last: int


def find_levels(pieces: Sequence[Piece]) -> list[Level]:
    """The level labels among pieces, each put together from the lines that a narrow cell broke it into."""
    found: list[Level] = []
    index = 0
    while index < len(pieces):
        level = _level_at(pieces, index)
        if level is not None:
            found.append(level)
        index = level.last + 1 if level else index + 1
    return found


def _level_at(pieces: Sequence[Piece], index: int) -> Level | None:
    for count in range(min(_MOST_JOINED, len(pieces) - index), 0, -1):
        text = "".join(piece.text for piece in pieces[index : index + count])
        if text.endswith("指标") and (is_group(text) or first_level_of(text) or kind_of(text)):
            return Level(text, index, index + count - 1)
    return None


def is_group(text: str) -> bool:
    """Whether a label heads the whole indicator part."""
    return normalise(text) in {"绩效指标", "项目绩效指标", "年度绩效指标", "年度指标"}


def pair_rows(pieces: Sequence[Piece], columns: int) -> list[tuple[Sequence[Piece], ...]] | None:
    """Rows of a block as groups of pieces, one group a column; None where they cannot be told apart.

    With two columns a name and a value alternate, each perhaps broken over lines: the way of parting them is
    taken in which values look most like values and names most like names.
    """
    if columns != 2:
        if len(pieces) % columns:
            return None
        return [tuple((piece,) for piece in pieces[i : i + columns]) for i in range(0, len(pieces), columns)]
    return _best_pairs(pieces)


def _best_pairs(pieces: Sequence[Piece]) -> list[tuple[Sequence[Piece], ...]]:
    """Names and values by the cheapest way to part the pieces, found from the end backwards."""
    count = len(pieces)
    cheapest = [0.0] * (count + 1)
    ends: list[tuple[int, int]] = [(count, count)] * (count + 1)
    for start in range(count - 1, -1, -1):
        ways = [
            (_name_cost(pieces[start:name]) + _value_cost(pieces[name:value]) + cheapest[value], name, value)
            for name in range(start + 1, min(start + _MOST_JOINED + 1, count))
            for value in range(name + 1, min(name + _MOST_JOINED, count) + 1)
        ]
        if count - start <= _MOST_JOINED:
            # The last name may have lost its value.
            ways.append((_name_cost(pieces[start:]) + _NO_VALUE, count, count))
        cost, name_end, value_end = min(ways)
        cheapest[start], ends[start] = cost, (name_end, value_end)
    rows: list[tuple[Sequence[Piece], ...]] = []
    start = 0
    while start < count:
        name_end, value_end = ends[start]
        rows.append((pieces[start:name_end], pieces[name_end:value_end]))
        start = value_end
    return rows


def _name_cost(pieces: Sequence[Piece]) -> float:
    text = "".join(piece.text for piece in pieces)
    cost = sum(0.3 if len(piece.text) >= _LONG else 1.5 for piece in pieces[:-1])
    if _VALUE.fullmatch(pieces[0].text) or _STATE.fullmatch(text):
        cost += 3.0
    if any(_looks_like_value(piece.text) for piece in pieces[1:]):
        cost += 3.0
    return cost + (0.5 if len(text) < 4 else 0.0)


def _looks_like_value(text: str) -> bool:
    signed = _VALUE.fullmatch(text) is not None and not text[:1].isdigit()
    return signed or _STATE.fullmatch(text) is not None


def _value_cost(pieces: Sequence[Piece]) -> float:
    text = "".join(piece.text for piece in pieces)
    cost = sum(0.8 if len(piece.text) >= _LONG else 2.0 for piece in pieces[:-1])
    if _VALUE.fullmatch(text):
        return cost - 2.0
    if _STATE.fullmatch(text):
        return cost - 1.0
    return cost + 0.25 * max(len(text) - 4, 0)
