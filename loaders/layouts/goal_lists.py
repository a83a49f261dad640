"""Splits goals that a form prints as one list in one cell, and finds the links that a task's words state."""

import re
from collections.abc import Iterable, Sequence

from loaders.layouts.department_goals import chinese_number
from loaders.plan import Goal, Project, Quote, StatedLink

_NUMBER = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
_NAMED = re.compile(rf"(?:(?<=[\s。；;])|^)(?:总?体?年?度?目标|任务)\s*{_NUMBER}\s*[:：、.．]\s*")
_LISTED = re.compile(
    rf"(?:(?<=\n)|^)\s*(?:[（(]\s*{_NUMBER}\s*[）)]|{_NUMBER.replace('number', 'plain')}\s*[、.．](?!\d))\s*"
)
_MARKS = re.compile(r"[^\w%％]|_")
_CITED = re.compile(r"目标\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)")
_SHORTEST = 12
# Dots that a form prints where further goals may follow.
_OPEN_END = re.compile(r"(?:\n\s*[…\.]{2,}\s*)?$")


def split_goals(text: Quote) -> tuple[Quote | None, tuple[Goal, ...]]:
    """The words before the list, which state the overall goal, and the goals of the list; no list, no goals.

    `目标1：…` is a list wherever it stands; `1.…` or `（一）…` is one where each item begins a line.
    """
    found = list(_NAMED.finditer(text.text))
    if not found:
        found = list(_LISTED.finditer(text.text))
        if len(found) < 2:
            return text, ()
    lead = Quote(text.text[: found[0].start()], text.anchor.within(0, found[0].start())).stripped()
    ends = [m.start() for m in found[1:]] + [len(text.text)]
    goals: list[Goal] = []
    for match, end in zip(found, ends, strict=True):
        words = _OPEN_END.sub("", text.text[match.end() : end])
        name = Quote(words, text.anchor.within(match.end(), match.end() + len(words))).stripped()
        if name.text:
            goals.append(Goal(_free(_printed_number(match), goals), name, (), ()))
    return (lead if lead.text else None), tuple(goals)


def _printed_number(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(chinese_number(groups.get("number") or groups.get("plain") or "0"))


def _free(number: str, goals: Sequence[Goal]) -> str:
    """A repeated number gets a letter, so that no goal hides another."""
    taken = {goal.number for goal in goals}
    while number in taken:
        number += "b"
    return number


def stated_links(goals: Sequence[Goal], projects: Iterable[Project]) -> tuple[StatedLink, ...]:
    """Links that a project's own expected goal states: it names a goal's number, or repeats a goal word for word.

    Anything less is a likeness, which is for the link suggestions and a reviewer to judge.
    """
    links = []
    for project in projects:
        words = project.goal_text
        if not words.text:
            continue
        said = _bare(words.text)
        cited = {str(chinese_number(number)) for number in _CITED.findall(words.text)}
        for goal in goals:
            bare = _bare(goal.name.text)
            repeated = len(bare) >= _SHORTEST and bare in said
            if goal.number in cited or repeated:
                links.append(StatedLink(project.key, goal.number, None, words))
    return tuple(links)


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
