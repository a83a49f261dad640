"""Amounts in a project's own words against its budget: counts times prices, sums, and what stays open.

A check reports and never judges: it holds, it does not hold, or the words do not suffice to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from shapes.grade_records import ProjectLike, QuantityLike

_FACTORS: Final = {
    "元": 1, "人民币": 1, "百元": 100, "千元": 1000, "万元": 10_000, "十万元": 100_000, "百万元": 1_000_000,
    "千万元": 10_000_000, "亿元": 100_000_000, "元人民币": 1, "万元人民币": 10_000, "万": 10_000, "亿": 100_000_000,
}  # fmt: skip
_SAME: Final = (
    frozenset("人名位生"),
    frozenset({"天", "日"}),
    frozenset({"月", "个月"}),
    frozenset({"期", "班"}),
)
# 名公务员 counts people, 人次 does not.
_PEOPLE: Final = frozenset("名位")
_TOTAL_CUES: Final = ("预算", "资金总额", "总")
# A product below this share of the budget prices something else in passing.
_SMALLEST: Final = Decimal("0.01")
_ROUNDING: Final = Decimal("0.005")
_ROUNDING_ABOUT: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ArithmeticCheck:
    """One comparison of a project's words with its budget; `yuan` is what the words come to."""

    project: str
    outcome: str
    expression: str
    yuan: Decimal
    budget_yuan: Decimal
    words_used: str
    lower_bound: bool


class Term(NamedTuple):
    """One amount that the words give, in yuan, and how it comes about."""

    yuan: Decimal
    expression: str
    words: tuple[str, ...]
    comparators: frozenset[str]


def check_amounts(project: ProjectLike) -> tuple[ArithmeticCheck, ...]:
    """What the quantities of a project's text say about its budget; nothing where they say nothing."""
    budget = project.amount("budget")
    if budget is None or budget.yuan is None or budget.yuan <= 0:
        return ()
    found = [*_stated_totals(project, budget.yuan)]
    products = [*_chains(project.quantities), *_products(project.quantities)]
    loose = _loose(project.quantities, budget.yuan)
    products = [term for term in products if term.yuan >= budget.yuan * _SMALLEST]
    if products:
        found.append(_compare_products(project, budget.yuan, products, loose))
    elif len(loose) > 1:
        found.append(_check(project, budget.yuan, _sum(loose), whole=False))
    return tuple(found)


def in_yuan(quantity: QuantityLike) -> Decimal | None:
    """An amount of money in yuan, None where the quantity is no money."""
    factor = _FACTORS.get(quantity.unit)
    return None if factor is None else quantity.number * factor


def _stated_totals(project: ProjectLike, budget: Decimal) -> Iterator[ArithmeticCheck]:
    """The budget as the prose repeats it, reported only where it differs from the table."""
    for quantity in project.quantities:
        yuan = in_yuan(quantity)
        if (
            yuan is not None
            and not quantity.per
            and quantity.words.startswith(_TOTAL_CUES)
            and yuan != budget
        ):
            term = Term(yuan, _printed(quantity), (quantity.words,), frozenset({quantity.comparator}))
            yield _check(project, budget, term, whole=True)


def _products(quantities: Sequence[QuantityLike]) -> Iterator[Term]:
    """Every price with a count for each unit it is for: (63 + 87 + 50) × 12 × 200 元."""
    for price in quantities:
        yuan = in_yuan(price)
        if yuan is None or not price.per:
            continue
        found = [_factors(quantities, unit) for unit in price.per]
        if not all(found):
            continue
        factors: list[list[QuantityLike]] = []
        for group in (group for groups in found for group in groups):
            if group not in factors:  # 每期60人 and 每期5天 share their number of 期
                factors.append(group)
        used = [q for group in factors for q in group]
        product = yuan
        for group in factors:
            product *= sum((q.number for q in group), Decimal(0))
        expression = " × ".join([*(_group(group) for group in factors), _printed(price)])
        words = tuple(dict.fromkeys(q.words for q in (*used, price)))
        yield Term(product, expression, words, frozenset(q.comparator for q in (*used, price)))


def _factors(quantities: Sequence[QuantityLike], unit: str) -> list[list[QuantityLike]]:
    """The counts of a unit, which are added, or 每期60人 with the number of 期, which are multiplied."""
    plain = [q for q in quantities if not q.per and _counts(q, unit)]
    if plain:
        return [plain]
    for rate in quantities:
        if rate.per and _counts(rate, unit):
            times = [[q for q in quantities if not q.per and _counts(q, part)] for part in rate.per]
            return [[rate], *times] if all(times) else []
    return []


def _counts(quantity: QuantityLike, unit: str) -> bool:
    """Whether a quantity counts the unit that a price is for; people are people under any measure word."""
    if in_yuan(quantity) is not None or quantity.words.startswith(("×", "其中")):
        return False
    counted = quantity.unit
    if counted == unit or ((len(unit) > 1 or unit in "村校班户亩店") and counted.endswith(unit)):
        return True
    return any(unit in group and (counted in group or counted[:1] in _PEOPLE & group) for group in _SAME)


def _group(quantities: Sequence[QuantityLike]) -> str:
    numbers = [f"{q.number:f}" for q in quantities]
    return numbers[0] if len(numbers) == 1 else f"({' + '.join(numbers)})"


def _printed(quantity: QuantityLike) -> str:
    return f"{quantity.number:f} {quantity.unit}"


def _chains(quantities: Sequence[QuantityLike]) -> Iterator[Term]:
    """Products that the text writes out itself: 100人×200元."""
    chain: list[QuantityLike] = []
    for quantity in [*quantities, None]:
        if quantity is not None and quantity.words.startswith(("×", "*", "✕")):
            chain.append(quantity)
            continue
        yield from _chain(chain)
        chain = [quantity] if quantity is not None else []


def _chain(chain: Sequence[QuantityLike]) -> Iterator[Term]:
    prices = [yuan for q in chain if (yuan := in_yuan(q)) is not None]
    if len(chain) < 2 or len(prices) != 1:
        return
    product = prices[0]
    for quantity in chain:
        if in_yuan(quantity) is None:
            product *= quantity.number
    words = tuple(q.words for q in chain)
    yield Term(product, " × ".join(_printed(q) for q in chain), words, frozenset(q.comparator for q in chain))


def _loose(quantities: Sequence[QuantityLike], budget: Decimal) -> list[Term]:
    """Amounts that stand for themselves: neither a price, nor a factor, nor the total."""
    return [
        Term(yuan, _printed(q), (q.words,), frozenset({q.comparator}))
        for q in quantities
        if (yuan := in_yuan(q)) is not None
        and not q.per
        and yuan != budget
        and not q.words.startswith((*_TOTAL_CUES, "其中", "共", "合计", "×", "*", "✕", "=", "＝"))
    ]


def _sum(terms: Sequence[Term]) -> Term:
    return Term(
        sum((term.yuan for term in terms), Decimal(0)),
        " + ".join(term.expression for term in terms),
        tuple(word for term in terms for word in term.words),
        frozenset().union(*(term.comparators for term in terms)),
    )


def _compare_products(
    project: ProjectLike, budget: Decimal, products: Sequence[Term], loose: Sequence[Term]
) -> ArithmeticCheck:
    """The product, or the combination of products and amounts, that comes nearest to what the budget says."""
    attempts = [_sum(products), *(products if len(products) > 1 else ())]
    if loose:
        attempts.append(_sum([*products, *loose]))
    for term in attempts:
        if _equal(term, budget):
            return _check(project, budget, term, whole=True)
    return _check(project, budget, attempts[0], whole=True)


def _equal(term: Term, budget: Decimal) -> bool:
    margin = _ROUNDING_ABOUT if "about" in term.comparators else _ROUNDING
    return abs(term.yuan - budget) <= budget * margin


def _check(project: ProjectLike, budget: Decimal, term: Term, *, whole: bool) -> ArithmeticCheck:
    """`whole` says that the words are meant to give all of the budget; less may then be no contradiction."""
    lower = bool(term.comparators & {"at-least", "more-than"})
    upper = bool(term.comparators & {"at-most", "less-than"})
    if _equal(term, budget):
        outcome = "holds"
    elif (term.yuan > budget and not upper) or (whole and len(term.words) == 1 and not lower and not upper):
        outcome = "does-not-hold"
    else:
        outcome = "cannot-say"
    words = "；".join(term.words)
    return ArithmeticCheck(project.key, outcome, term.expression, term.yuan, budget, words, lower)
