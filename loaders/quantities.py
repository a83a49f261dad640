"""Quantities that running text states: counts, amounts, durations and prices with their own words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, NamedTuple

from loaders.numerals import NUMERAL, read_number
from loaders.plan import Quantity, Reading
from loaders.units import (
    COMPARATOR,
    COMPARATORS,
    DATE,
    NO_QUANTITY,
    NUMBER,
    RANGE_MARK,
    RANGE_SIGN,
    SINGLE_UNIT,
    SUFFIX,
    UNIT,
    UNIT_BEGINS,
    comparator_key,
    joined_key,
    suffix_key,
)

_VALUE: Final = f"(?:{NUMBER}|{NUMERAL}(?=[余多]?{UNIT_BEGINS}))"
_CUE: Final = (
    "(?:预算(?:数|总额|金额|规模|资金)?|资金总额|总(?:额|计|投资|预算|金额)|共计|合计|总共|共需|共"
    "|其中：?[一-龥]{0,6}?)"
)
# What a price may say between the thing it is for and the amount: 每人每天补助, 每村工作经费.
_FILLER: Final = "[^，。；、,;:：0-9０-９\\s每]{0,6}?"
_NOUN_END: Final = (
    "村|社区|站点|网点|点位|小区|园区|街道|乡镇|镇|学校|医院|企业|公司|单位|部门|家庭|支部|党组织|工作队|队伍|队"
    "|培训班|专题班|轮训班|班|项目|工程|课题|平台|系统|场馆|中心|服务站|站|活动|赛事|案件|岗位|床位|车位|房间|人员"
    "|学生|教师|干部|党员|医生|护士|职工|农户|居民|老人|儿童|专家|人才|企业家|志愿者"
)
# A noun follows a classifier, never a unit of time, money or length: a known one, or all up to the next mark.
_NOT_NOUN: Final = "，。；、,;:：（）()《》“”0-9０-９\\s每"
_NOUN: Final = (
    "(?:(?<=[个名位家支所处座台套场期次件部项批])(?!以上|以下|以内|左右|及以)"
    f"[^{_NOT_NOUN}]{{0,12}}(?:{_NOUN_END})"
    "|(?<=[个名位家所处座])[一-龥]{1,6}(?=[，。；、,;)）]|$))?"
)
_EACH_NOUN: Final = f"(?:{_NOUN_END}|生(?!产|活)|校|班|人|户|亩)"
_THING: Final = f"(?:{SINGLE_UNIT}|{_NOUN_END}|生)"
_EVERY: Final = (
    f"(?:(?:平均)?每(?:一|1)?(?:个?{_EACH_NOUN}|个[一-龥]{{1,6}}?(?={_VALUE})|{SINGLE_UNIT})){{1,4}}"
)
_ONE: Final = f"(?<![0-9０-９.．])[1一](?:个?(?:{_NOUN_END})|{SINGLE_UNIT})"
_AVERAGE: Final = "[人户村生次亩班期]均"

# Everything that is looked for begins with one of these; all other characters are passed over at once.
_BEGINS: Final = "".join(sorted({word[0] for words in COMPARATORS.values() for word in words}))
_START: Final = (
    '(?=[0-9０-９〇零一二两三四五六七八九十百千万亿A-Za-z《“‘"〔\\[（(【\\n\\s；;。第每平其人户村生次亩班期预资总合共×✕*上下'
    f"{re.escape(_BEGINS)}])"
)

_PRICE: Final = (
    f"(?P<vague>(?:{COMPARATOR})?)(?P<each>{_EVERY}|{_ONE}|{_AVERAGE}){_FILLER}"
    f"(?P<pcomp>{COMPARATOR})?(?!{DATE})(?P<pnum>{_VALUE})(?P<punit>{SINGLE_UNIT}|万(?![人名次亩户]))"
)
_PLAIN: Final = (
    f"(?P<cue>{_CUE}|[×✕*])?(?P<comp>{COMPARATOR})?(?!{DATE})"
    f"(?P<num>{_VALUE}(?:(?:{UNIT})?{RANGE_SIGN}{_VALUE})?)(?P<more>[余多](?=[^一-龥]|{UNIT_BEGINS}))?"
    f"\\s{{0,3}}(?P<unit>{UNIT})?(?P<suffix>{SUFFIX})?(?P<noun>{_NOUN})"
)


# These take long to compile, and most commands read no document: each is compiled when it is first needed.
@cache
def _scan() -> re.Pattern[str]:
    return re.compile(f"{_START}(?:(?P<skip>{NO_QUANTITY}|{DATE})|(?P<price>{_PRICE})|{_PLAIN})")


@cache
def _range() -> re.Pattern[str]:
    # It has to match all of the words, and a numeral needs its unit behind it: the second value is a number.
    return re.compile(f"({_VALUE})(?:{UNIT})?{RANGE_SIGN}({NUMBER})")


@cache
def _per_part() -> re.Pattern[str]:
    return re.compile(
        f"每(?:一|1)?(?:个?({_EACH_NOUN})|个([一-龥]{{1,6}})(?=每|$)|({SINGLE_UNIT}))|[1一]个?({_THING})"
        "|([人户村生次亩班期])均"
    )


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(f"[/／·每]\\s*({SINGLE_UNIT}|[村人生校班店床车])")


_BARE_SCALE: Final = re.compile("([百千]?[万亿]|千)$")


class Span(NamedTuple):
    """One number in running text as the scanner cuts it: where it stands and which part is what."""

    start: int
    end: int
    number_start: int
    number_text: str
    number: Decimal
    number_end: Decimal | None
    comparator: str
    comparator_text: str
    unit: str
    noun: str
    per: tuple[str, ...]
    cue: str


def scan_numbers(text: str) -> Iterator[Span]:
    """Every number of a text that counts or measures something; dates, titles and ordinals are passed over."""
    for match in _scan().finditer(text):
        if match["skip"]:
            continue
        span = _price(match) if match["price"] else _plain(match)
        if span:
            yield span


def _price(match: re.Match[str]) -> Span | None:
    number = read_number(match["pnum"])
    if number is None:
        return None
    before = (match["pcomp"] or "").strip()
    key = joined_key(comparator_key(before), comparator_key(match["vague"]))
    unit = match["punit"]
    scale = _BARE_SCALE.search(match["pnum"])
    if scale and unit == "元":
        number, unit = read_number(match["pnum"][: scale.start()]) or number, scale.group() + unit
    per = tuple(_per_unit(part) for part in _per_part().finditer(match["each"]))
    return Span(
        match.start(),
        match.end(),
        match.start("pnum"),
        match["pnum"],
        number,
        None,
        key,
        before,
        unit,
        "",
        per,
        "",
    )


def _per_unit(part: re.Match[str]) -> str:
    return next(group for group in part.groups() if group)


def _plain(match: re.Match[str]) -> Span | None:
    words = match["num"]
    both = _range().fullmatch(words) if RANGE_MARK.search(words) else None
    number = read_number(both[1] if both else words)
    upper = read_number(both[2]) if both else None
    if number is None:
        return None
    before = (match["comp"] or "").strip()
    key = joined_key(comparator_key(before), suffix_key(match["suffix"] or ""))
    if match["more"]:
        key = "about"
    if both:
        key = "about" if key == "about" else "range"
    unit, per = _split_rate(match["unit"] or "")
    if not unit and words.startswith("百分之"):
        unit = "%"
    return Span(
        match.start(), match.end(), match.start("num"), words + (match["more"] or ""), number, upper, key,
        match["comp"] or "", unit, match["noun"] or "", per, match["cue"] or "",
    )  # fmt: skip


def _split_rate(unit: str) -> tuple[str, tuple[str, ...]]:
    found = _rate().search(unit)
    if not found or unit.startswith(("(", "（")):
        return unit, ()
    return unit[: found.start()], tuple(part[1] for part in _rate().finditer(unit))


@lru_cache(maxsize=4096)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities with a unit or a counted noun in a text, in their order.

    >>> [(q.words, int(q.number), q.unit, q.per) for q in find_quantities("4个村，每村8万元")]
    [('4个村', 4, '个村', ()), ('每村8万元', 8, '万元', ('村',))]
    """
    found = []
    for span in scan_numbers(text):
        number, unit = span.number, span.unit + span.noun
        scale = _BARE_SCALE.search(span.number_text)
        if not unit and scale:
            number = read_number(span.number_text[: scale.start()]) or number
            unit = scale.group()
        if unit:
            words = text[span.start : span.end].strip()
            found.append(Quantity(words, span.start, span.comparator, number, unit, span.per))
    return tuple(found)


def find_project_quantities(purpose: str, shared: Reading | None) -> tuple[Quantity, ...]:
    """The quantities of a project's purpose and of the remark in the value cell that all its rows share.

    A number that the remark's reading cut off as the form's own (`100一个村8万元`) is not among them; offsets of
    the remark count on from the end of the purpose.
    """
    if shared is None:
        return find_quantities(purpose)
    own_number = bool(shared.unit_text) and shared.rule == "V-form"
    remark = (
        shared.joined() if own_number or shared.rule == "V-sentence" else shared.unit_text + shared.remark
    )
    after = len(purpose) + 1
    return (
        *find_quantities(purpose),
        *(quantity._replace(start=quantity.start + after) for quantity in find_quantities(remark)),
    )
