"""What reviewers look at, item by item, each with a version: who decides on an older one is told so.

An item is all links of one project, or the verdict on one row. Its version says what stands there now.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from loaders.link_records import LinkRecord
from loaders.row_versions import parse_row
from loaders.verdicts import VerdictRecord
from queries.fact_records import DocumentFact, PlanFacts
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from service.stored_plan import identify_stored

Item = dict[str, Any]
_STALE: Final = "SELECT ?link WHERE { GRAPH <%s> { ?link gt:stale true . } }"


def link_items(
    store: Store, document: str | None = None, status: str | None = None, project: str | None = None
) -> list[Item]:
    """One item for each project with all its links; `status` keeps those with such a link, `none` those without any."""
    found = (item for fact in choose_documents(store, document) for item in _items_of(store, fact, project))
    return [item for item in found if status is None or _has(item, status)]


def _has(item: Item, status: str) -> bool:
    statuses = {link["status"] for link in item["links"]}
    return status in statuses if status != "none" else not statuses


def _items_of(store: Store, fact: DocumentFact, project: str | None) -> Iterator[Item]:
    identifiers = identify_stored(fact)
    facts = read_facts(store, fact)
    stale = {str(row[0]) for row in store.select(_STALE % identifiers.graph("links")).rows}
    links: dict[str, list[LinkRecord]] = {}
    for record in stored_links(store, identifiers):
        links.setdefault(record.project_code, []).append(record)
    words = _target_words(facts)
    for one in facts.projects:
        if project is None or one.code == project:
            records = links.get(one.code, [])
            yield {
                "document": fact.key,
                "project": one.code,
                "name": one.name,
                "iri": one.iri,
                "version": link_version(records),
                "links": [
                    {
                        **_link(r),
                        **words.get(r.target, {}),
                        "stale": identifiers.link(r.project_code, r.target) in stale,
                    }
                    for r in records
                ],
            }


def _target_words(facts: PlanFacts) -> dict[str, dict[str, str]]:
    goals = {goal.iri: goal for goal in facts.goals}
    found = {goal.number: {"goal_name": goal.name, "label": goal.name} for goal in facts.goals}
    for objective in facts.objectives:
        goal = goals[objective.goal]
        found[f"{goal.number}/objective/{objective.number}"] = {
            "goal_name": goal.name,
            "label": objective.text,
        }
    return found


def _link(record: LinkRecord) -> Item:
    return {
        "target": record.target,
        "goal_name": "",
        "label": record.target_label,
        "status": record.status,
        "confidence": None if record.confidence is None else float(record.confidence),
        "share": None if record.share is None else float(record.share),
        "evidence": list(record.evidence),
        "justification": record.justification,
        "reviewer": record.reviewer,
        "date": record.date,
        "comment": record.comment,
    }


def link_version(records: Iterable[LinkRecord]) -> str:
    """A short text that differs when any link of the project does."""
    return _digest([pack_link(record) for record in records])


def pack_link(record: LinkRecord) -> dict[str, Any]:
    """A link as JSON can hold it, whole."""
    packed = {name: getattr(record, name) for name in record.__slots__ if name != "line"}
    packed["evidence"] = list(record.evidence)
    for name in ("confidence", "share"):
        packed[name] = None if packed[name] is None else str(packed[name])
    return packed


def pack_verdict(record: VerdictRecord) -> dict[str, Any]:
    """A verdict as JSON can hold it, whole."""
    packed = {name: getattr(record, name) for name in record.__slots__ if name != "line"}
    return {**packed, "row": list(record.row)}


def verdict_version(record: VerdictRecord | None) -> str:
    """A short text that differs when the verdict on a row does."""
    return _digest(None if record is None else pack_verdict(record))


def _digest(facts: object) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode("ascii"), digest_size=8).hexdigest()


def verdict_items(
    store: Store,
    document: str | None = None,
    *,
    undecided: bool = False,
    every_row: bool = False,
    rarity: bool = True,
) -> list[Item]:
    """The candidate rows with what was said about each, and its version."""
    # Rows are read again to be listed; who looks at links only needs none of that.
    from queries.stored_reviews import stored_verdicts  # noqa: PLC0415
    from service.verdict_list import LIST_COLUMNS, list_verdicts  # noqa: PLC0415

    items: list[Item] = []
    for fact in choose_documents(store, document):
        records = {record.row: record for record in stored_verdicts(store, identify_stored(fact))}
        found = list_verdicts(store, fact.key, every_row=every_row, undecided=undecided, rarity=rarity)
        for row in found:
            item: Item = {"document": fact.key, **dict(zip(LIST_COLUMNS, row, strict=True))}
            reference = parse_row(str(item["indicator"]))
            items.append({**item, "version": verdict_version(records.get(reference) if reference else None)})
    return items
