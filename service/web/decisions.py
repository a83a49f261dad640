"""Reviewers' decisions as the writer makes them: checked against the version they were made on, and undone again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from loaders.link_decisions import parse_target
from loaders.link_errors import StatedLinkFixedError
from loaders.link_records import LinkRecord, Status, sort_records
from loaders.row_versions import RowReference
from loaders.verdicts import Verdict, VerdictRecord, sort_verdicts
from queries.facts import choose_documents, read_facts
from queries.metric_uses import MetricUses
from queries.store import Store
from queries.stored_links import stored_links
from service.review import UnknownProjectCodeError, decide_link, project_keys, write_links_of
from service.stored_plan import identify_stored
from service.verdict_list import RARITY_COLUMNS
from service.verdicts import clear_verdict, decide_verdict, find_row, keep_reviews, open_document
from service.web.refusals import ChangedSinceError, ConflictError, NotFoundError
from service.web.reviewing import (
    Item,
    link_items,
    link_version,
    pack_link,
    pack_verdict,
    verdict_items,
    verdict_version,
)
from shapes.profile import Profile

Facts = Mapping[str, Any]
LINK_STATUSES = ("accepted", "rejected", "proposed", "cleared")


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision changed: the item as it is now, and what an undo needs."""

    item: Item
    facts: dict[str, Any]


def decide_on_link(store: Store, profile: Profile, facts: Facts, reviewer: str) -> Done:
    """Make one decision on a link, if its project's links are what the reviewer saw."""
    code, document = str(facts["project"]), _document_of_project(store, facts)
    before = _link_records(store, document, code)
    _check_version(facts, link_version(before), lambda: _link_item(store, document, code))
    status = str(facts["status"])
    if status == "cleared":
        _clear_link(store, profile, document, code, str(facts["target"]))
    else:
        note, target = str(facts.get("note") or ""), str(facts["target"])
        decide_link(store, profile, code, target, cast("Status", status), reviewer, note, document)
    return _link_done(store, document, code, before, {"target": facts["target"], "status": status})


def _document_of_project(store: Store, facts: Facts) -> str:
    code = str(facts["project"])
    named = facts.get("document")
    found = [
        fact.key
        for fact in choose_documents(store, str(named) if named else None)
        if code in project_keys(read_facts(store, fact))
    ]
    if len(found) != 1:
        raise UnknownProjectCodeError(code, found)
    return found[0]


def _link_records(store: Store, document: str, code: str) -> list[LinkRecord]:
    identifiers = identify_stored(choose_documents(store, document)[0])
    return [record for record in stored_links(store, identifiers) if record.project_code == code]


def _link_item(store: Store, document: str, code: str) -> Item:
    return link_items(store, document, project=code)[0]


def _clear_link(store: Store, profile: Profile, document: str, code: str, target: str) -> None:
    key = (code, *parse_target(target))
    kept = _link_records(store, document, code)
    found = next((record for record in kept if record.key == key), None)
    if found is None:
        raise NotFoundError(f"The project {code} has no link to {target[:60]}.")
    if found.status == "stated":
        raise StatedLinkFixedError("", 0, f"{code} → {target}")
    _set_links(store, profile, document, code, [record for record in kept if record.key != key])


def _set_links(store: Store, profile: Profile, document: str, code: str, records: list[LinkRecord]) -> None:
    fact = choose_documents(store, document)[0]
    others = [r for r in stored_links(store, identify_stored(fact)) if r.project_code != code]
    write_links_of(store, fact, read_facts(store, fact), sort_records([*others, *records]), profile)


def _link_done(
    store: Store, document: str, code: str, before: list[LinkRecord], facts: dict[str, Any]
) -> Done:
    after = _link_records(store, document, code)
    said = {"document": document, "project": code, **facts}
    undo = {"before": [pack_link(record) for record in before], "after_version": link_version(after)}
    return Done(_link_item(store, document, code), {**said, **undo})


def decide_on_row(store: Store, profile: Profile, facts: Facts, reviewer: str) -> Done:
    """Give or take back a verdict on a row, if the verdict there is the one the reviewer saw."""
    indicator, named = str(facts["indicator"]), facts.get("document")
    opened, reference, _, _ = find_row(store, indicator, str(named) if named else None)
    document = opened.fact.key
    before = next((record for record in opened.reviews.verdicts if record.row == reference), None)
    _check_version(facts, verdict_version(before), lambda: _row_item(store, document, reference))
    verdict = facts.get("verdict")
    if verdict is None:
        if before is None:
            raise NotFoundError("There is no verdict on this row to take back.")
        clear_verdict(store, profile, str(reference), document)
    else:
        note = str(facts.get("note") or "")
        decide_verdict(store, profile, str(reference), cast("Verdict", verdict), reviewer, note, document)
    return _row_done(store, document, reference, before, verdict)


def _row_item(store: Store, document: str, reference: RowReference) -> Item:
    """The row as the list has it; only its own metric is looked up all over the store."""
    items = verdict_items(store, document, every_row=True, rarity=False)
    item = next(item for item in items if item["indicator"] == str(reference))
    fact = choose_documents(store, document)[0]
    project = reference.iri(identify_stored(fact)).rpartition("/indicator/")[0]
    rare = MetricUses(store, [str(item["name"])]).rarity(str(item["name"]), fact.plan, project)
    return {**item, **dict(zip(RARITY_COLUMNS, rare, strict=True))}


def _row_done(
    store: Store, document: str, reference: RowReference, before: VerdictRecord | None, verdict: object
) -> Done:
    item = _row_item(store, document, reference)
    said = {"document": document, "indicator": str(reference), "verdict": verdict}
    undo = {"before": None if before is None else pack_verdict(before), "after_version": item["version"]}
    return Done(item, {**said, **undo})


def _check_version(facts: Facts, current: str, item: Any) -> None:
    wanted = str(facts["version"])
    if wanted not in ("*", current):
        raise ChangedSinceError(
            "Another decision was made here meanwhile; look at it and decide again.", current=item()
        )


def undo(store: Store, profile: Profile, change: Facts) -> Done:
    """Put back what stood before a decision, if nobody has decided since."""
    facts = change["facts"]
    if (
        change.get("what") not in ("link", "verdict", "undo")
        or change.get("state") != "done"
        or "before" not in facts
    ):
        raise ConflictError("Only a decision on a link or a row can be undone.")
    return _undo_link(store, profile, facts) if "project" in facts else _undo_verdict(store, profile, facts)


def _undo_link(store: Store, profile: Profile, facts: Facts) -> Done:
    document, code = str(facts["document"]), str(facts["project"])
    now = _link_records(store, document, code)
    _check_version(
        {"version": facts["after_version"]}, link_version(now), lambda: _link_item(store, document, code)
    )
    _set_links(store, profile, document, code, [_unpack_link(packed) for packed in facts["before"]])
    return _link_done(store, document, code, now, {})


def _unpack_link(packed: Facts) -> LinkRecord:
    facts = {**packed, "evidence": tuple(packed["evidence"])}
    for name in ("confidence", "share"):
        facts[name] = None if facts[name] is None else Decimal(facts[name])
    return LinkRecord(**facts)


def _undo_verdict(store: Store, profile: Profile, facts: Facts) -> Done:
    opened, reference, _, _ = find_row(store, str(facts["indicator"]), str(facts["document"]))
    document = opened.fact.key
    before = next((record for record in opened.reviews.verdicts if record.row == reference), None)
    _check_version(
        {"version": facts["after_version"]},
        verdict_version(before),
        lambda: _row_item(store, document, reference),
    )
    others = [record for record in opened.reviews.verdicts if record.row != reference]
    packed = facts["before"]
    earlier = [] if packed is None else [VerdictRecord(**{**packed, "row": RowReference(*packed["row"])})]
    opened = open_document(store, opened.fact)
    keep_reviews(store, opened, replace(opened.reviews, verdicts=sort_verdicts([*others, *earlier])), profile)
    return _row_done(store, document, reference, before, None if packed is None else packed["verdict"])
