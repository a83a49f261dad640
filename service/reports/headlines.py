"""Headline figures added up document by document, where all documents at once would not fit into memory."""

from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from typing import Final

from queries.coverage import sum_up
from queries.coverage_records import DocumentCoverage, Fund, Headline
from shapes.fingerprint import add_up

# Added by union or by name, not by number.
_APART: Final = frozenset({"funds", "flags", "severities", "value_texts", "boilerplate"})


class Tally:
    """The headline of all documents seen so far, equal to `sum_up` of them."""

    def __init__(self) -> None:
        self._sum = sum_up([])
        self._texts: set[int] = set()
        self._funds: dict[str, Decimal] = {}
        self._flags: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()

    def add(self, document: DocumentCoverage) -> Headline:
        """Add one document; its own headline."""
        head = sum_up([document])
        names = [field.name for field in fields(Headline) if field.name not in _APART]
        self._sum = replace(
            self._sum,
            boilerplate=add_up((self._sum.boilerplate, head.boilerplate)),
            **{name: getattr(self._sum, name) + getattr(head, name) for name in names},
        )
        # Hashes instead of texts: a thousand documents hold a hundred megabytes of them.
        self._texts.update(hash(row.value) for row in document.rows if row.value)
        for fund in head.funds:
            self._funds[fund.source] = self._funds.get(fund.source, Decimal(0)) + fund.yuan
        self._flags.update(dict(head.flags))
        self._severities.update(dict(head.severities))
        return head

    @property
    def headline(self) -> Headline:
        """The figures of all documents."""
        return replace(
            self._sum,
            value_texts=len(self._texts),
            funds=tuple(Fund(source, yuan) for source, yuan in sorted(self._funds.items())),
            flags=tuple(sorted(self._flags.items(), key=lambda item: (-item[1], item[0]))),
            severities=tuple((key, self._severities[key]) for key, _ in self._sum.severities),
        )
