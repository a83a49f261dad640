"""What must hold between links: one row a link, no contradictions, shares up to 1, targets that exist."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.link_errors import (
    ContradictingLinkError,
    DuplicateLinkError,
    OtherPlanError,
    SharesOverOneError,
    StatedLinkFixedError,
    UnknownLinkProjectError,
    UnknownLinkTargetError,
)
from loaders.link_records import LinkFile, LinkRecord, plan_key, sort_records
from loaders.link_rows import target_id
from loaders.row_errors import RowError


def find_conflicts(records: Iterable[LinkRecord], file: str = "") -> list[RowError]:
    """Rows that repeat a link, contradict another row or raise a project's shares over 1."""
    problems: list[RowError] = []
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
) -> list[RowError]:
    """Rows that name what the plan lacks; `goals` maps goal numbers to objective numbers."""
    problems: list[RowError] = []
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


def check_plan(links: LinkFile, plan: str) -> list[RowError]:
    """The one problem of a file whose header names another plan than this IRI."""
    stated = links.plan
    if stated is None or plan_key(stated) == plan_key(plan):
        return []
    return [OtherPlanError(links.name, plan_key(stated), plan_key(plan))]


def keep_good(records: Sequence[LinkRecord], problems: Iterable[RowError]) -> tuple[LinkRecord, ...]:
    """The records whose row has no problem."""
    bad = {problem.row for problem in problems}
    return tuple(record for record in records if record.line not in bad)


def merge_links(
    kept: Iterable[LinkRecord], given: Iterable[LinkRecord], file: str = ""
) -> tuple[tuple[LinkRecord, ...], list[RowError]]:
    """Put given links over kept ones; a stated link stays, and a row against it or against a kept link is a problem."""
    merged = {record.key: replace(record, line=0) for record in kept}
    problems: list[RowError] = []
    for record in given:
        earlier = merged.pop(record.key, None)
        if earlier is not None and earlier.status == "stated":
            merged[record.key] = earlier
            if record != earlier:
                problems.append(StatedLinkFixedError(file, record.line, _said(record)))
            continue
        merged[record.key] = record
    problems += [clash for clash in find_conflicts(merged.values(), file) if clash.row]
    return sort_records(merged.values()), problems


def fit_links(
    kept: Iterable[LinkRecord],
    file: LinkFile,
    plan_codes: Collection[str],
    goals: Mapping[str, Collection[str]],
) -> tuple[tuple[LinkRecord, ...], list[RowError]]:
    """Put a file's links over kept ones, leaving out every row that the plan or a kept link rules out.

    The rows left out are the problems; whoever calls decides whether they stop everything.
    """
    before = tuple(kept)
    problems = check_links(file.records, plan_codes, goals, file.name)
    good = keep_good(file.records, problems)
    records, clashes = merge_links(before, good, file.name)
    if clashes:
        records, _ = merge_links(before, keep_good(good, clashes), file.name)
    return records, sorted([*problems, *clashes], key=lambda problem: problem.row)
