"""A reviewer's decisions on links, as pure functions over the records of one plan."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeVar

from loaders.link_checks import find_conflicts
from loaders.link_errors import StatedLinkFixedError
from loaders.link_records import MANUAL, LinkRecord, Status, sort_records
from loaders.link_rows import target_id

Target = tuple[str | None, str | None]
_T = TypeVar("_T")
SERVES_NONE: Final[Target] = (None, None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decides about one link; None leaves that fact as it was.

    `document_sha256` and `words_sha256` say on which file and which words the decision was made.
    """

    project_code: str
    goal: str | None
    objective: str | None
    status: Status
    reviewer: str
    date: str
    note: str | None = None
    evidence: tuple[str, ...] | None = None
    confidence: Decimal | None = None
    share: Decimal | None = None
    justification: str = MANUAL
    document_sha256: str = ""
    words_sha256: str = ""
    project_label: str | None = None
    target_label: str | None = None


def decide(records: Iterable[LinkRecord], decision: Decision) -> tuple[LinkRecord, ...]:
    """The records with one decision made.

    A link that the document states, a second contradicting answer and shares over 1 raise a `RowError`.
    """
    key = (decision.project_code, decision.goal, decision.objective)
    by_key = {record.key: record for record in records}
    earlier = by_key.pop(key, None) or LinkRecord(*key)
    if earlier.status == "stated":
        link = f"{decision.project_code} → {target_id(decision.goal, decision.objective)}"
        raise StatedLinkFixedError("", earlier.line, link)
    decided = _apply(earlier, decision)
    others = list(by_key.values())
    problems = find_conflicts([*others, decided])
    if problems:
        raise problems[-1]
    return sort_records([*others, decided])


def _apply(earlier: LinkRecord, decision: Decision) -> LinkRecord:
    def kept(new: _T | None, old: _T) -> _T:
        return old if new is None else new

    return replace(
        earlier,
        status=decision.status,
        justification=decision.justification,
        confidence=kept(decision.confidence, earlier.confidence),
        evidence=kept(decision.evidence, earlier.evidence),
        share=kept(decision.share, earlier.share),
        reviewer=decision.reviewer,
        date=decision.date,
        document_sha256=decision.document_sha256,
        words_sha256=decision.words_sha256,
        comment=kept(decision.note, earlier.comment),
        project_label=kept(decision.project_label, earlier.project_label),
        target_label=kept(decision.target_label, earlier.target_label),
    )


def parse_target(text: str) -> Target:
    """Read a target as a person types it: `3`, `goal:3`, `3/objective/1`, `3/1` or `none`.

    >>> parse_target("3/1"), parse_target("none")
    (('3', '1'), (None, None))
    """
    plain = text.strip().removeprefix("goal:")
    if plain in {"none", "sssom:NoTermFound"}:
        return SERVES_NONE
    goal, _, objective = plain.replace("/objective/", "/").partition("/")
    return goal, objective or None
