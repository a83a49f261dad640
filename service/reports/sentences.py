"""What every form of the report says: sentences made of coverage and wording, without layout."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from queries.coverage_records import (
    Basis,
    Coverage,
    DocumentCoverage,
    Goal,
    GradeCounts,
    Headline,
    Project,
    ReadTarget,
    Row,
    Rule,
)
from queries.reported import Remark, Result
from service.reports.numbers import show_money, show_number, show_share
from service.reports.wording import Language, Wording, load_wording

LISTS_IN_COMMON: Final = 2
_NO_LETTERS: Final = re.compile("[^a-z]+")
SIGNS: Final = {
    "at-least": "≥",
    "at-most": "≤",
    "equal": "=",
    "more-than": ">",
    "less-than": "<",
    "about": "≈",
}


class FlagNote(NamedTuple):
    """A flag's label and the words it saw, empty where it names none."""

    label: str
    saw: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """Says things about one coverage in one language."""

    coverage: Coverage
    wording: Wording

    @classmethod
    def about(cls, coverage: Coverage, lang: Language) -> "Sentences":
        """The sentences about that coverage in that language."""
        return cls(coverage, load_wording(lang))

    @property
    def lang(self) -> Language:
        return self.wording.lang

    def money(self, yuan: Decimal | None, *, unit: bool = True) -> str:
        """Money as the language writes it."""
        return show_money(yuan, self.lang, unit=unit)

    def label(self, concept: str) -> str:
        """The label of a concept of the shipped schemes."""
        return self.coverage.label(concept, self.lang)

    def kind(self, key: str) -> str:
        """The short name of an indicator kind, without the word indicator."""
        if not key:
            return self.wording("kind_unknown")
        return self.label(f"kind-{key}").removesuffix("指标").removesuffix(" indicator")

    def kinds(self, keys: Sequence[str], of: Sequence[str]) -> str:
        """Several kinds in one line; all of them are named by their number."""
        if keys and len(keys) == len(of) > 1:
            return self.wording("all_kinds", count=len(of))
        return self.wording.joined([self.kind(key) for key in keys])

    def stated(self, document: DocumentCoverage) -> str:
        """What the document itself states about goals and projects."""
        if not document.goals:
            return self.wording("no_goals")
        links = _count_links(document, "stated")
        if not links:
            return self.wording("stated_nothing", goals=len(document.goals))
        linked = document.linked_projects("stated")
        return self.wording("stated_some", links=links, linked=len(linked), projects=len(document.projects))

    def accepted(self, document: DocumentCoverage) -> str:
        """What accepted links show."""
        if not _count_links(document, "accepted"):
            return self.wording("accepted_nothing")
        return self._linked("accepted_some", document, "accepted")

    def proposed(self, document: DocumentCoverage) -> str:
        """What proposed links would add."""
        links = _count_links(document, "proposed")
        if not links:
            return self.wording("proposed_nothing")
        return self._linked("proposed_some", document, "proposed", links=links)

    def _linked(self, key: str, document: DocumentCoverage, basis: Basis, **more: object) -> str:
        linked = document.linked_projects(basis)
        return self.wording(
            key,
            projects=len(document.projects),
            linked=len(linked),
            linked_money=self.money(_add(linked)),
            money=self.money(_add(document.projects)),
            **more,
        )

    def measurable(self, head: Headline) -> str:
        """The headline shares with their counts."""
        return self._shares("measurable_headline", head)

    def headline_line(self, head: Headline) -> str:
        """The headline shares beside the plain rule, on one line."""
        return self._shares("headline_line", head, filled=head.filled)

    def _shares(self, key: str, head: Headline, **more: object) -> str:
        a, ab, abc, total = head.counts.a, head.counts.measurable, head.judgeable, head.rows
        return self.wording(
            key,
            total=total,
            a=a,
            a_share=show_share(a, total),
            ab=ab,
            ab_share=show_share(ab, total),
            abc=abc,
            abc_share=show_share(abc, total),
            **more,
        )

    def plain_rule(self, head: Headline) -> str:
        """What a rule that only looks for a number or text would count."""
        return self.wording("plain_rule", filled=head.filled, total=head.rows, with_digit=head.with_digit)

    def notes(self, head: Headline) -> list[str]:
        """What has to be said beside the headline."""
        left_out = head.counts.measurable + head.counts.c - head.judgeable
        return [
            self.wording("judgeable_note", left_out=left_out),
            self.wording("verifiable_note", count=head.verifiable),
            self.wording("shared_values_note", rows=head.rows_sharing_value, texts=head.value_texts),
            *self.boilerplate(head),
        ]

    def boilerplate(self, head: Headline) -> list[str]:
        """How much of the plans is the same from project to project; nothing where it was never counted."""
        counts = head.boilerplate
        if not counts.rows:
            return []
        return [
            self.wording(
                "boilerplate_note",
                repeated=counts.repeated,
                repeated_share=show_share(counts.repeated, counts.rows),
                basis=counts.single_basis,
                basis_share=show_share(counts.single_basis, counts.rows),
                scheduled=counts.scheduled,
                schedule=counts.same_schedule,
            )
        ]

    def objectives(self, head: Headline) -> str:
        """The number of clauses, and of clauses when joined ones are split."""
        if head.objectives == head.objectives_split:
            return str(head.objectives)
        return self.wording("objectives_split", printed=head.objectives, split=head.objectives_split)

    def level(self, level: str) -> str:
        """A goal's level, or that nothing was judged."""
        return level or self.wording("not_judged")

    def target(self, read: ReadTarget | None) -> str:
        """A target as read: comparator, number and unit."""
        if read is None:
            return ""
        if read.number is None:
            return self.wording("no_number")
        number = show_number(read.number)
        if read.number_end is not None:
            number = f"{number}–{show_number(read.number_end)}"
        if read.comparator == "all":
            number = f"{self.label('comparator-all')} {number}"
        return f"{SIGNS.get(read.comparator, '')} {number} {read.unit}".strip()

    def read_as(self, row: Row) -> str:
        """What was read for a row: the number of its description, which comes first, or of its value cell."""
        return self.target(row.own if row.own is not None and row.own.number is not None else row.read)

    def common_flags(self, project: Project) -> tuple[str, ...]:
        """Flags that stand on every row of the project which cannot be judged."""
        return _in_common([row.flags for row in project.rows_nobody_can_judge])

    def common_rules(self, project: Project) -> tuple[str, ...]:
        """Rules that are cited for every row of the project which cannot be judged."""
        return _in_common([row.rules for row in project.rows_nobody_can_judge])

    def flag_notes(self, row: Row, without: Sequence[str] = ()) -> list[FlagNote]:
        """A row's flags, each with the words it saw."""
        saw = dict(_split_evidence(row))
        return [
            FlagNote(self.label(f"flag-{flag}"), saw.get(flag, ""))
            for flag in row.flags
            if flag not in without
        ]

    def grade_saw(self, row: Row) -> str:
        """The words that the grade itself rests on."""
        return self.wording("list_separator").join(words for flag, words in _split_evidence(row) if not flag)

    def project_goals(self, project: Project) -> str:
        """Goal numbers of a project; those that are only proposed carry a question mark."""
        accepted = project.goals_on("accepted")
        proposed = [f"{number}?" for number in project.goals_on("proposed") if number not in accepted]
        return self.wording("list_separator").join([*accepted, *proposed]) or self.wording("nothing_here")

    def kind_counts(self, document: DocumentCoverage) -> list[tuple[str, GradeCounts]]:
        """Grade counts of all rows by kind."""
        return [
            (kind, GradeCounts.of(row.grade for row in document.rows if row.kind == kind))
            for kind in document.kinds
        ]

    def kinds_finding(self, document: DocumentCoverage) -> str:
        """What the figure of grades by kind shows, in words."""
        counted = self.kind_counts(document)
        if not counted:
            return self.wording("figure_no_rows")
        best, counts = max(counted, key=lambda item: item[1].measurable)
        total = GradeCounts.of(row.grade for row in document.rows)
        zero = [self.kind(kind) for kind, found in counted if not found.measurable]
        return self.wording(
            "figure_kinds_text",
            measurable=total.measurable,
            total=total.total,
            best=self.kind(best),
            best_count=counts.measurable,
            best_total=counts.total,
            zero=self.wording.joined(zero),
        )

    def goal_finding(self, goal: Goal, basis: Basis) -> str:
        """How many of a goal's rows are measurable on that basis."""
        counts = goal.picture(basis).counts
        return self.wording(
            "figure_goal_text", number=goal.number, measurable=counts.measurable, total=counts.total
        )

    def goals_finding(self, document: DocumentCoverage, basis: Basis) -> str:
        """What the figure of grades by goal shows, in words."""
        goals = " ".join(self.goal_finding(goal, basis) for goal in document.goals)
        return self.wording("figure_goals_text", basis=self.wording(f"basis_short_{basis}"), goals=goals)

    def repair(self, rule: str) -> str:
        """What a repair did; an unknown rule is shown as it is."""
        return self.wording.entries.get(f"repair_{rule}", rule)

    def result(self, result: Result) -> str:
        """The number that was read of a reported result."""
        return "" if result.number is None else show_number(result.number)

    def remark_words(self, remark: Remark) -> str:
        """What was noticed: the document's words, behind the reason why they were not understood."""
        if remark.code != "unread":
            return remark.text
        reason, _, words = remark.text.partition(": ")
        slug = _NO_LETTERS.sub("-", reason.lower())
        known = (key for key in self.wording.entries if key.startswith("reason_"))
        key = next((key for key in known if slug.startswith(key.removeprefix("reason_"))), "")
        return f"{self.wording(key)}{self.wording('colon')}{words}" if key else remark.text

    def remark(self, code: str) -> str:
        """What kind of thing was noticed while reading; an unknown kind is shown as it is."""
        return self.wording.entries.get(f"remark_{code}", code)

    def severity(self, key: str) -> str:
        """The word for a severity; an unknown one is shown as it is."""
        return self.wording.entries.get(f"severity_{key}", key)

    def citation(self, key: str) -> str:
        """How well a source is known; an unknown word is shown as it is."""
        return self.wording.entries.get(f"citation_{key}", key)

    def cited(self, rule: Rule) -> int:
        """How many rows, goal statements and goal levels rest on a rule."""
        rows = (row.rules for document in self.coverage.documents for row in document.rows)
        goals = [goal for document in self.coverage.documents for goal in document.goals]
        statements = (statement.rules for goal in goals for statement in goal.statements)
        pictures = (picture.rules for goal in goals for picture in goal.pictures)
        return sum(rule.key in rules for rules in (*rows, *statements, *pictures))


def _in_common(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What stands in every list; a single list has nothing in common with others."""
    if len(lists) < LISTS_IN_COMMON:
        return ()
    return tuple(word for word in lists[0] if all(word in other for other in lists))


def _split_evidence(row: Row) -> Iterator[tuple[str, str]]:
    """Evidence as flag and words; what the grade saw has no flag before its words."""
    for evidence in row.evidence:
        flag, mark, words = evidence.partition("：")
        yield (flag, words) if mark and flag in row.flags else ("", evidence)


def _count_links(document: DocumentCoverage, status: str) -> int:
    return sum(goal.link_count(status) for goal in document.goals)


def _add(projects: Iterable[Project]) -> Decimal:
    return sum((project.yuan for project in projects), Decimal(0))
