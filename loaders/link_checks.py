"""What must hold between links: one row a link, no contradictions, shares up to 1, targets that exist."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from loaders.link_errors import (
    ContradictingLinkError,
    DuplicateLinkError,
    LinkError,
    OtherPlanError,
    SharesOverOneError,
    StatedLinkFixedError,
    UnknownLinkProjectError,
    UnknownLinkTargetError,
)
from loaders.link_records import LinkFile, LinkRecord, plan_key, sort_records
from loaders.link_rows import target_id


def find_conflicts(records: Iterable[LinkRecord], file: str = "") -> list[LinkError]:
    """Rows that repeat a link, contradict another row or raise a project's shares over 1."""
    problems: list[LinkError] = []
    seen: dict[tuple[str, str | None, str | None], LinkRecord] = {}
    answers: dict[tuple[str, bool], LinkRecord] = {}
    shares: dict[str, Decimal] = {}
    for record in records:
        code, earlier = record.project_code, seen.setdefault(record.key, record)
        if earlier is not record:
            same = earlier == record
            problems.append(DuplicateLinkError(file, record.line, earlier.line, _said(record), same=same))
            continue
        if record.counts:
            answers.setdefault((code, record.goal is None), record)
            other = answers.get((code, record.goal is not None))
            if other is not None:
                problems.append(ContradictingLinkError(file, record.line, other.line, code))
        if record.share is not None and record.status != "rejected":
            shares[code] = shares.get(code, Decimal(0)) + record.share
            if shares[code] > 1:
                problems.append(SharesOverOneError(file, record.line, code, shares[code]))
    return problems


def _said(record: LinkRecord) -> str:
    return f"{record.project_code} → {target_id(record.goal, record.objective)}"


def check_links(
    records: Iterable[LinkRecord],
    plan_codes: Collection[str],
    goals: Mapping[str, Collection[str]],
    file: str = "",
) -> list[LinkError]:
    """Rows that name what the plan lacks; `goals` maps goal numbers to objective numbers."""
    problems: list[LinkError] = []
    known = [target_id(number, None) for number in goals]
    for record in records:
        if record.project_code not in plan_codes:
            problems.append(UnknownLinkProjectError(file, record.line, record.project_code))
        if record.goal is None:
            continue
        target = target_id(record.goal, record.objective)
        if record.goal not in goals:
            problems.append(UnknownLinkTargetError(file, record.line, target, known))
        elif record.objective is not None and record.objective not in goals[record.goal]:
            offered = [target_id(record.goal, number) for number in goals[record.goal]]
            problems.append(UnknownLinkTargetError(file, record.line, target, offered))
    return problems


def check_plan(links: LinkFile, plan: str) -> list[LinkError]:
    """The one problem of a file whose header names another plan than this IRI."""
    stated = links.plan
    if stated is None or plan_key(stated) == plan_key(plan):
        return []
    return [OtherPlanError(links.name, plan_key(stated), plan_key(plan))]


def keep_good(records: Sequence[LinkRecord], problems: Iterable[LinkError]) -> tuple[LinkRecord, ...]:
    """The records whose row has no problem."""
    bad = {problem.row for problem in problems}
    return tuple(record for record in records if record.line not in bad)


def merge_links(
    kept: Iterable[LinkRecord], given: Iterable[LinkRecord], file: str = ""
) -> tuple[tuple[LinkRecord, ...], list[LinkError]]:
    """Put given links over kept ones; a stated link stays, and a row against it is a problem."""
    merged = {record.key: record for record in kept}
    problems: list[LinkError] = []
    for record in given:
        earlier = merged.get(record.key)
        if earlier is not None and earlier.status == "stated":
            if record != earlier:
                problems.append(StatedLinkFixedError(file, record.line, _said(record)))
            continue
        merged[record.key] = record
    return sort_records(merged.values()), problems
