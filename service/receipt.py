"""What a build keeps of each document: its counts, its project codes, and the fingerprints it was made from.

A receipt is all that a build of ten thousand documents holds in memory of those it has done.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from loaders.conflicts import CodeReading, read_codes
from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.nquads import QuadWriter, text
from queries.answer import Value
from queries.store import Store
from service.judge import Judged

LETTERS: Final = "ABCDEF"
STATUSES: Final = ("stated", "accepted", "proposed", "rejected")
SEVERITIES: Final = ("violation", "warning", "info")
COUNTED: Final = (
    *("goals", "objectives", "objectives_when_split", "safeguards", "projects", "indicators"),
    *("repairs", "unread", "notes", "personal_left_out"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The counts of one document as `build --json` adds them up; money in yuan."""

    name: str
    document: str
    plan: str
    kind: str
    year: str
    sha256: str
    counts: Mapping[str, int]
    budget_yuan: str
    grades: Mapping[str, int]
    links: Mapping[str, int]
    findings: Mapping[str, int]
    codes: tuple[CodeReading, ...]

    def identifiers(self) -> PlanIdentifiers:
        """The identifiers that the document's IRIs were minted with."""
        base, _, key = self.plan.rpartition("plan/")
        department, _, year = key.rpartition("-")
        return PlanIdentifiers(base, unquote(department), unquote(year), self.kind)

    def as_json(self) -> str:
        """The receipt as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> "Receipt":
        """The receipt that `as_json` wrote."""
        return cls.from_facts(json.loads(line))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Receipt":
        """The receipt from what its JSON holds."""
        codes = tuple(CodeReading(code, place, tuple(said)) for code, place, said in facts["codes"])
        return cls(**{**facts, "codes": codes})


def write_receipt(judged: Judged) -> Receipt:
    """Count one judged document."""
    loaded = judged.loaded
    plan = loaded.plan
    counts = {
        "goals": len(plan.goals),
        "objectives": sum(len(goal.objectives) for goal in plan.goals),
        "objectives_when_split": sum(max(1, len(o.parts)) for goal in plan.goals for o in goal.objectives),
        "safeguards": len(plan.safeguards),
        "projects": len(plan.projects),
        "indicators": sum(len(bearer.indicators) for bearer in plan.bearers),
        "repairs": len(plan.repairs),
        "unread": len(plan.unread),
        "notes": len(plan.notes),
        "personal_left_out": plan.dropped_personal,
    }
    budgets = (amount.yuan for project in plan.projects if (amount := project.amount("budget")))
    return Receipt(
        name=loaded.document.name,
        document=loaded.identifiers.document,
        plan=loaded.identifiers.plan,
        kind=plan.kind,
        year=plan.year,
        sha256=loaded.document.sha256,
        counts=counts,
        budget_yuan=f"{sum((yuan for yuan in budgets if yuan is not None), Decimal(0)):f}",
        grades=_count((grade.letter for grade in judged.judgment.rows.values()), LETTERS),
        links=_count((record.status for record in judged.records), STATUSES),
        findings=_count((finding.severity for finding in judged.findings), SEVERITIES),
        codes=read_codes(plan),
    )


def _count(found: Iterable[str], names: Iterable[str]) -> dict[str, int]:
    counted = Counter(found)
    return {name: counted[name] for name in names}


def sum_receipts(receipts: Iterable[Receipt]) -> dict[str, object]:
    """The counts of many documents together."""
    counts: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    links: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    documents, money = 0, Decimal(0)
    for receipt in receipts:
        documents += 1
        money += Decimal(receipt.budget_yuan)
        for total, part in zip(
            (counts, grades, links, findings),
            (receipt.counts, receipt.grades, receipt.links, receipt.findings),
            strict=True,
        ):
            total.update(part)
    return {
        "documents": documents,
        **{name: counts[name] for name in COUNTED},
        "budget_total_yuan": money,
        "grades": {letter: grades[letter] for letter in LETTERS},
        "links": {status: links[status] for status in STATUSES},
        "findings": {severity: findings[severity] for severity in SEVERITIES},
    }


class Fingerprints(NamedTuple):
    """What a document was built from: its file under the rules, and what people decided on it."""

    input: str
    review: str


class Kept(NamedTuple):
    """A document that the store holds, with what it was built from."""

    document: str
    review: str


def receipt_graph(document: str) -> str:
    """The graph of a document's build facts."""
    return f"{document}/build"


def receipt_quads(receipt: Receipt, fingerprints: Fingerprints) -> QuadWriter:
    """The build facts of one document."""
    writer = QuadWriter(receipt_graph(receipt.document))
    writer.add(receipt.document, terms.GT_INPUT_FINGERPRINT, text(fingerprints.input))
    writer.add(receipt.document, terms.GT_REVIEW_FINGERPRINT, text(fingerprints.review))
    writer.add(receipt.document, terms.GT_BUILD_RECEIPT, text(receipt.as_json()))
    return writer


def kept_documents(store: Store) -> dict[str, Kept]:
    """Every document that the store holds with its build facts, by the fingerprint of its input."""
    rows = store.select(_KEPT).records()
    return {
        _text(row["input"]): Kept(_text(row["document"]), _text(row["review"]))
        for row in rows
        if _text(row["graph"]) == receipt_graph(_text(row["document"]))
    }


def kept_receipt(store: Store, document: str) -> Receipt:
    """The receipt that the store holds of a document."""
    (row,) = store.select(_RECEIPT % receipt_graph(document)).records()
    return Receipt.from_json(_text(row["receipt"]))


_KEPT: Final = """
SELECT ?graph ?document ?input ?review WHERE {
  GRAPH ?graph { ?document gt:inputFingerprint ?input ; gt:reviewFingerprint ?review }
}"""

_RECEIPT: Final = "SELECT ?receipt WHERE { GRAPH <%s> { ?document gt:buildReceipt ?receipt } }"


def _text(value: Value) -> str:
    return "" if value is None else str(value)
