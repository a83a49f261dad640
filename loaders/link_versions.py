"""Whether a link was decided on the words that the document has now."""

import hashlib
from collections.abc import Callable, Iterable
from string import ascii_lowercase
from typing import Final

from loaders.link_records import LinkRecord
from loaders.plan import Goal, Plan

_BLANK: Final = dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0"))


def objective_numbers(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The objective numbers of every goal, `3` as printed and `3a`, `3b` where a repair splits it."""
    return {goal.number: tuple(number for number, _ in _clauses(goal)) for goal in plan.goals}


def _clauses(goal: Goal) -> list[tuple[str, str]]:
    clauses: list[tuple[str, str]] = []
    for objective in goal.objectives:
        clauses.append((objective.number, objective.text.text))
        clauses += [
            (objective.number + letter, part.text)
            for letter, part in zip(ascii_lowercase, objective.parts, strict=False)
        ]
    return clauses


def words_fingerprint(plan: Plan, project_code: str, goal: str | None, objective: str | None) -> str:
    """The SHA-256 of the words that a link is judged by, blanks left out; empty where the plan lacks them.

    They are the project's name and purpose with the goal's name and its clauses, or the one clause.
    "None of the goals" is judged by all goals. Formats that differ in line breaks give the same fingerprint.
    """
    project = next((p for p in plan.projects if p.key == project_code), None)
    targets = [_target_words(g, objective) for g in plan.goals if goal is None or g.number == goal]
    if project is None or not all(targets) or (goal is not None and not targets):
        return ""
    return hash_words(
        [project.name.text, project.purpose.text, *(word for words in targets for word in words)]
    )


def _target_words(goal: Goal, objective: str | None) -> list[str]:
    if objective is None:
        return [goal.name.text, *(clause.text.text for clause in goal.objectives)]
    return [
        words for number, text in _clauses(goal) if number == objective for words in (goal.name.text, text)
    ]


def hash_words(words: Iterable[str]) -> str:
    """The SHA-256 of words, one a line, blanks left out."""
    return hashlib.sha256(
        "\n".join(word.translate(_BLANK) for word in words).encode("utf-8", "replace")
    ).hexdigest()


def find_stale(
    records: Iterable[LinkRecord], plan: Plan, document_sha256: str
) -> frozenset[tuple[str, str | None, str | None]]:
    """The keys of links decided on other words than the document has now.

    The same file is the same words. In another file a link stays current where the words it was judged by
    are unchanged; a link that keeps no fingerprint of them is stale. A link that names no file cannot say.
    """

    def now(record: LinkRecord) -> str:
        return words_fingerprint(plan, record.project_code, record.goal, record.objective)

    return stale_among(records, document_sha256, now)


def stale_among(
    records: Iterable[LinkRecord], document_sha256: str, now: Callable[[LinkRecord], str]
) -> frozenset[tuple[str, str | None, str | None]]:
    """The same, where `now` gives the fingerprint of the words that a link is judged by now."""
    return frozenset(
        record.key
        for record in records
        if record.document_sha256
        and record.document_sha256 != document_sha256
        and (not record.words_sha256 or record.words_sha256 != now(record))
    )
