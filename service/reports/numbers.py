"""Money and shares as people read them: exact, in the unit of the language."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

TEN_THOUSAND: Final = Decimal(10000)
CENTS: Final = 2
_TENTH: Final = Decimal("0.1")


def show_money(yuan: Decimal | None, lang: str, *, unit: bool = True) -> str:
    """Money in 万元 for Chinese readers, in yuan for others; more digits only where the sum has them.

    >>> show_money(Decimal(28981600), "zh"), show_money(Decimal(28981600), "en")
    ('2,898.16 万元', '28,981,600 yuan')
    """
    if yuan is None:
        return "—"
    if lang == "zh":
        exact = (yuan / TEN_THOUSAND).normalize()
        figure = f"{exact:,f}" if _decimals(exact) > CENTS else f"{exact:,.2f}"
        return f"{figure} 万元" if unit else figure
    figure = f"{yuan.normalize():,f}"
    return f"{figure} yuan" if unit else figure


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def show_share(part: int, whole: int) -> str:
    """A share in percent with one decimal; a part that is there never shows as nothing.

    >>> show_share(10, 277), show_share(1, 5000), show_share(0, 9), show_share(0, 0)
    ('3.6%', '<0.1%', '0%', '—')
    """
    if not whole:
        return "—"
    if part in (0, whole):
        return "100%" if part else "0%"
    percent = (Decimal(part) * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)
    if percent < _TENTH:
        return "<0.1%"
    return f"{min(percent, Decimal('99.9'))}%"


def show_number(number: Decimal) -> str:
    """A decimal without needless zeros and never in exponents.

    >>> show_number(Decimal("100.00"))
    '100'
    """
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
