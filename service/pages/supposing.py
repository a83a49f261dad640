"""What a visitor supposes, read from the address: projects struck and budgets changed, and what that changes."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from queries.coverage_records import BASES, DocumentCoverage
from queries.errors import QueryError
from queries.fact_records import DocumentFact
from queries.whatif import WhatIf, what_if
from service.pages.desk import Desk
from service.pages.visit import Visit
from service.web.refusals import BadRequestError

MOST: Final = 500
TEN_THOUSAND: Final = 10_000
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Supposed:
    """Codes of struck projects, other budgets in yuan, and the answer; None where nothing is supposed."""

    drop: tuple[str, ...]
    budgets: tuple[tuple[str, Decimal], ...]
    answer: WhatIf | None

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The same as parameters of an address."""
        return {
            "drop": self.drop,
            "budget": tuple(f"{code}={plain_amount(yuan)}" for code, yuan in self.budgets),
        }


def read_supposition(visit: Visit, desk: Desk, fact: DocumentFact) -> Supposed:
    """What the address supposes of one document; codes that the document has not are refused."""
    document = desk.one_document(fact)
    drop = tuple(dict.fromkeys(visit.many("drop")))
    budgets = {code: yuan for code, yuan in map(_budget, visit.many("budget")) if code not in drop}
    form = _form_budget(visit)
    if form is not None:
        budgets[form[0]] = form[1]
        drop = tuple(code for code in drop if code != form[0])
    undone = set(visit.many("undo"))
    drop = tuple(code for code in drop if code not in undone)
    budgets = {code: yuan for code, yuan in budgets.items() if code not in undone}
    _check(document, (*drop, *budgets))
    if not drop and not budgets:
        return Supposed((), (), None)
    basis = next(known for known in BASES if known == visit.chosen("basis", BASES, "accepted"))
    try:
        answer = what_if(desk.store, drop=drop, budget=budgets, document=fact.iri, basis=basis)
    except QueryError as problem:
        raise BadRequestError(problem.message("en"), detail_zh=problem.message("zh")) from problem
    return Supposed(drop, tuple(sorted(budgets.items())), answer)


def plain_amount(yuan: Decimal) -> str:
    """An amount as an address states it.

    >>> plain_amount(Decimal("450000.00")), plain_amount(Decimal("0.50"))
    ('450000', '0.5')
    """
    text = f"{yuan:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _budget(text: str) -> tuple[str, Decimal]:
    code, equals, amount = text.rpartition("=")
    if not equals or not code:
        raise BadRequestError("The parameter budget has to be CODE=YUAN.")
    return code, _yuan(amount)


def _form_budget(visit: Visit) -> tuple[str, Decimal] | None:
    """The budget that the form adds: a project's code, an amount and its unit."""
    code, amount = visit.one("change"), visit.one("amount").replace(",", "").replace("，", "")
    if not code or not amount:
        return None
    factor = TEN_THOUSAND if visit.one("unit") == "wan" else 1
    return code, _yuan(amount) * factor


def _yuan(amount: str) -> Decimal:
    # Plain digits only: the digits of 1e999999999 would never be written to the end.
    if not _AMOUNT.fullmatch(amount):
        raise BadRequestError(
            f"The amount {amount[:40]!r} has to be a number such as 450000 or 45.5.",
            detail_zh=f"金额 {amount[:40]} 应为数字，如 450000 或 45.5。",
        )
    return Decimal(amount)


def _check(document: DocumentCoverage, codes: tuple[str, ...]) -> None:
    if len(codes) > MOST:
        raise BadRequestError(f"At most {MOST} projects can be supposed at once.")
    for code in codes:
        if document.project(code) is None:
            raise BadRequestError(
                f"The document has no project {code[:60]}.", detail_zh=f"文件中没有项目 {code[:60]}。"
            )
