"""Reads the prose part of a department's goals: overall goal, goals with clauses and statements, safeguards."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.document import Paragraph
from loaders.layouts.labels import Aliases, normalise
from loaders.plan import Goal, Objective, Quote, Repair, Statement

_SECTION = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]\s*(?P<name>[^。；]{2,40}?)\s*[:：]?\s*")
_ITEM = re.compile(
    r"\s*[（(]\s*(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[）)]\s*(?P<text>.+)", re.DOTALL
)
_PLAIN_ITEM = re.compile(r"\s*(?P<number>\d{1,2})\s*[、.．](?!\d)\s*(?P<text>.+)", re.DOTALL)
_LABELLED = re.compile(r"\s*(?P<label>[^：:。，；]{2,12})[：:]\s*(?P<text>.+)", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}


def chinese_number(text: str) -> int:
    """Read a list number up to 99.

    >>> chinese_number("十二"), chinese_number("二十"), chinese_number("7")
    (12, 20, 7)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(ones, 0)
    return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


@dataclass(slots=True)
class _GoalDraft:
    number: str
    name: Quote
    objectives: list[Quote] = field(default_factory=list)
    statements: list[Quote] = field(default_factory=list)


def _part(paragraph: Paragraph, match: re.Match[str], group: str) -> Quote:
    start, end = match.span(group)
    text = match[group].rstrip()
    return Quote(text, paragraph.anchor.within(start, end - (end - start - len(text))))


def _clauses(quote: Quote) -> list[Quote]:
    """The clauses of a 绩效目标: parted by semicolons, or by commas where there are none."""
    separators = "；;。" if re.search(r"[；;]", quote.text.rstrip("；;。")) else "，,；;。"
    found = re.finditer(f"[^{separators}\n]+", quote.text)
    return [
        Quote(m.group().strip(), quote.anchor.within(m.start() + _lead(m.group()), m.end()))
        for m in found
        if m.group().strip()
    ]


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


class DepartmentGoals:
    """Takes the paragraphs before the project tables; `take` says whether a paragraph was understood."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._sections = Aliases(data["sections"])
        self._labels = Aliases(data["goal_labels"])
        nouns, verbs = ("|".join(map(re.escape, data["joined_clause"][part])) for part in ("nouns", "verbs"))
        self._joint = re.compile(f"(?:{nouns})(?=(?:{verbs})(?!机制|体系|制度|工作))")
        self._verb_first = re.compile(f"(?:{verbs})")
        self._section = ""
        self._label = ""
        self._plain: bool | None = None
        self._overall: list[Quote] = []
        self._drafts: list[_GoalDraft] = []
        self._safeguards: list[Quote] = []
        self.repairs: list[Repair] = []

    def take(self, paragraph: Paragraph) -> bool:
        """Read one paragraph; False where this part has no place for it."""
        name = self._heading(paragraph.text)
        if name:
            self._section, self._label, self._plain = name, "", None
            return True
        whole = Quote(
            paragraph.text.strip(),
            paragraph.anchor.within(_lead(paragraph.text), len(paragraph.text.rstrip())),
        )
        if self._section == "overall":
            self._overall.append(whole)
        elif self._section == "safeguards":
            self._take_safeguard(paragraph, whole)
        elif self._section == "goals":
            return self._take_goal_line(paragraph, whole)
        else:
            return False
        return True

    def _heading(self, text: str) -> str:
        """The section that a line heads, whatever its number looks like."""
        for pattern, group in ((_SECTION, "name"), (_ITEM, "text"), (_PLAIN_ITEM, "text")):
            match = pattern.fullmatch(text)
            if match and (name := self._sections.field(match[group].rstrip("：: "))):
                return name
        return self._sections.field(text.strip().rstrip("：:"))

    def _item(self, text: str) -> re.Match[str] | None:
        """A numbered line of a list: bracketed, or plain where the first line of the list is plain."""
        bracketed, plain = _ITEM.fullmatch(text), _PLAIN_ITEM.fullmatch(text)
        if self._plain is None and (bracketed or plain):
            self._plain = bracketed is None
        return plain if self._plain else bracketed

    def _take_safeguard(self, paragraph: Paragraph, whole: Quote) -> None:
        item = self._item(paragraph.text)
        if item or not self._safeguards:
            self._safeguards.append(_part(paragraph, item, "text") if item else whole)
        else:
            self._safeguards[-1] = _joined(self._safeguards[-1], whole)

    def _take_goal_line(self, paragraph: Paragraph, whole: Quote) -> bool:
        item = self._item(paragraph.text)
        if item and len(item["text"]) <= 60:
            number = str(chinese_number(item["number"]))
            self._drafts.append(_GoalDraft(number, _part(paragraph, item, "text")))
            self._label = ""
            return True
        if not self._drafts:
            return False
        labelled = _LABELLED.fullmatch(paragraph.text)
        label = self._labels.field(labelled["label"]) if labelled else ""
        if labelled and label:
            self._label = label
            whole = _part(paragraph, labelled, "text")
        if not self._label:
            return False
        (self._drafts[-1].objectives if self._label == "objectives" else self._drafts[-1].statements).append(
            whole
        )
        return True

    @property
    def overall_goal(self) -> Quote | None:
        """The overall goal, its paragraphs joined by line feeds as in the document."""
        return None if not self._overall else _run(self._overall)

    @property
    def safeguards(self) -> tuple[Quote, ...]:
        return tuple(self._safeguards)

    def goals(self) -> tuple[Goal, ...]:
        """The goals in printed order; a repeated number gets a letter so that no goal hides another."""
        finished: list[Goal] = []
        taken: set[str] = set()
        for draft in self._drafts:
            number = draft.number
            while number in taken:
                number += "b"
            taken.add(number)
            finished.append(self._goal(draft, number))
        return tuple(finished)

    def _goal(self, draft: _GoalDraft, number: str) -> Goal:
        clauses = [clause for quote in draft.objectives for clause in _clauses(quote)]
        objectives = tuple(
            Objective(str(position), clause, self._split(clause))
            for position, clause in enumerate(clauses, start=1)
        )
        sentences = [sentence for quote in draft.statements for sentence in _sentences(quote)]
        statements = tuple(Statement(position, text) for position, text in enumerate(sentences, start=1))
        return Goal(number, draft.name, objectives, statements)

    def _split(self, clause: Quote) -> tuple[Quote, ...]:
        """Split a clause that joins two without a comma; the printed clause stays, the split is logged."""
        joint = self._joint.search(clause.text) if self._verb_first.match(clause.text) else None
        if joint is None or not 4 <= joint.end() <= len(clause.text) - 4:
            return ()
        at = joint.end()
        parts = (
            Quote(clause.text[:at], clause.anchor.within(0, at)),
            Quote(clause.text[at:], clause.anchor.within(at, len(clause.text))),
        )
        self.repairs.append(
            Repair("joined-clause", clause.text, " | ".join(part.text for part in parts), clause.anchor)
        )
        return parts


def _sentences(quote: Quote) -> list[Quote]:
    return [
        Quote(m.group().strip(), quote.anchor.within(m.start() + _lead(m.group()), m.end()))
        for m in _SENTENCE.finditer(quote.text)
        if m.group().strip()
    ]


def _joined(first: Quote, second: Quote) -> Quote:
    return Quote(f"{first.text}\n{second.text}", first.anchor._replace(end=second.anchor.end))


def _run(quotes: Sequence[Quote]) -> Quote:
    whole = quotes[0]
    for quote in quotes[1:]:
        whole = _joined(whole, quote)
    return whole


def is_ignored(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """Whether the layout's list of lines that carry nothing names this one."""
    bare = normalise(text)
    return any(pattern.fullmatch(bare) for pattern in patterns)
