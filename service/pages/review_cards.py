"""What a reviewer decides on, one card each: both texts with the words that speak marked, and who decided what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from loaders.row_versions import parse_row
from queries.fact_records import DocumentFact
from queries.metric_uses import Rarity
from queries.suggest_records import Evidence, GoalWords, ProjectWords, Suggestion
from service.pages.marks import Piece, Span, mark, places_of, quoted_words
from service.pages.review_entries import OPEN, LinkEntry, RowEntry, Wordings
from service.stored_plan import identify_stored
from service.verdict_list import RARITY_COLUMNS

NONE: Final = "none"
_SHORTEST: Final = 2


class Line(NamedTuple):
    """One text of a card: its field, its number in the document, its pieces, and whether it is the target itself."""

    field: str
    number: str
    pieces: tuple[Piece, ...]
    target: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What was decided, by whom, when and why."""

    status: str
    reviewer: str
    date: str
    note: str
    stale: bool


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A project and a target that it may serve."""

    document: str
    project: str
    project_iri: str
    name: str
    left: tuple[Line, ...]
    target: str
    right: tuple[Line, ...]
    said: Said
    confidence: float | None
    share: float | None
    words: tuple[str, ...]
    version: str

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.said.status in OPEN


@dataclass(frozen=True, slots=True)
class RowCard:
    """An indicator row that may not belong to its project, or that a shared number may belong to."""

    document: str
    indicator: str
    iri: str
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    grade: str
    candidate: tuple[str, ...]
    evidence: str
    rarity: Rarity | None
    said: Said
    version: str

    @property
    def open(self) -> bool:
        """Whether it waits for a verdict that counts."""
        return not self.said.status or self.said.stale


def link_card(entry: LinkEntry, words: Wordings) -> LinkCard:
    """The card of a link; a project without one gets the likeliest target as a suggestion."""
    code = str(entry.item["project"])
    own = words.rank(code)
    return _card(entry.item, words.by_code[code], words.goals, own, entry.link or _suggested(own[0]))


def _suggested(first: Suggestion) -> Mapping[str, Any]:
    target = first.goal_number or NONE
    if first.objective:
        target = f"{target}/objective/{first.objective}"
    return {
        "target": target,
        "status": "suggested",
        "confidence": round(first.score, 2),
        "share": None,
        "evidence": list(dict.fromkeys(one.project.words for one in first.evidence)),
        "reviewer": "",
        "date": "",
        "comment": "",
        "stale": False,
    }


def _card(
    item: Mapping[str, Any],
    project: ProjectWords,
    goals: Sequence[GoalWords],
    own: Sequence[Suggestion],
    link: Mapping[str, Any],
) -> LinkCard:
    number, _, objective = str(link["target"]).partition("/objective/")
    goal = next((one for one in goals if one.number == number), None)
    evidence = [
        e for one in own if (one.goal_number or NONE) == number for e in one.evidence if _is_telling(e)
    ]
    words = [str(word) for word in link["evidence"]]
    return LinkCard(
        str(item["document"]),
        project.code,
        str(item["iri"]),
        project.name.text,
        _project_lines(project, evidence, words),
        str(link["target"]),
        _goal_lines(goal, objective, evidence, words) if goal else (),
        Said(
            str(link["status"]),
            str(link["reviewer"] or ""),
            str(link["date"] or ""),
            str(link["comment"] or ""),
            bool(link["stale"]),
        ),
        link["confidence"],
        link["share"],
        tuple(words),
        str(item["version"]),
    )


def _is_telling(evidence: Evidence) -> bool:
    """Whether words are worth a mark: a single sign is not, and a neighbour's words stand elsewhere."""
    return evidence.kind != "neighbour" and len(evidence.project.words) >= _SHORTEST


def _project_lines(
    project: ProjectWords, evidence: Sequence[Evidence], words: Sequence[str]
) -> tuple[Line, ...]:
    spans: dict[str, list[Span]] = {}
    for one in evidence:
        spans.setdefault(one.project.field, []).append((one.project.start, one.project.end))
    return tuple(
        Line(field, "", mark(text.text, [*spans.get(field, ()), *places_of(text.text, words)]))
        for field, text in project.fields()
        if text.text
    )


def _goal_lines(
    goal: GoalWords, objective: str, evidence: Sequence[Evidence], words: Sequence[str]
) -> tuple[Line, ...]:
    """The goal's name, its objectives, and those of its statements in which something is marked."""
    spans: dict[str, list[Span]] = {}
    for one in evidence:
        if one.target is not None:
            spans.setdefault(one.target.field, []).append((one.target.start, one.target.end))
    lines = []
    for field, text in goal.fields():
        kind, _, number = field.partition(" ")
        found = [*spans.get(field, ()), *places_of(text.text, words)]
        if kind == "statement" and not found:
            continue
        wanted = number == objective if kind == "objective" else kind == "name" and not objective
        lines.append(Line(kind, number or goal.number, mark(text.text, found), wanted))
    return tuple(lines)


def row_card(entry: RowEntry, known: Wordings, document: DocumentFact) -> RowCard:
    """The card of a row, with the words that the rule names marked."""
    item = entry.item
    project = known.by_code.get(str(item["indicator"]).partition("/")[0])
    words = quoted_words(str(item["evidence"]))
    reference = parse_row(str(item["indicator"]))
    fields = list(project.fields()) if project else []
    left = tuple(Line(f, "", mark(t.text, places_of(t.text, words))) for f, t in fields if t.text)
    right = tuple(
        Line(name, "", mark(str(item[name]), places_of(str(item[name]), words)))
        for name in ("name", "description", "value")
        if item[name]
    )
    return RowCard(
        str(item["document"]),
        str(item["indicator"]),
        reference.iri(identify_stored(document)) if reference else "",
        left or (Line("name", "", mark(str(item["project"]), ())),),
        right,
        str(item["grade"]),
        tuple(part for part in str(item["candidate"]).split("、") if part),
        str(item["evidence"]),
        _rarity(item),
        Said(
            str(item["verdict"]),
            str(item["reviewer"] or ""),
            str(item["date"] or ""),
            str(item["note"] or ""),
            bool(item["stale"]),
        ),
        str(item["version"]),
    )


def _rarity(item: Mapping[str, Any]) -> Rarity | None:
    if any(item[name] is None for name in RARITY_COLUMNS):
        return None
    return Rarity(*(int(item[name]) for name in RARITY_COLUMNS))


def target_choices(goals: Iterable[GoalWords]) -> list[tuple[str, str]]:
    """Every goal and objective as a value and its words, in document order."""
    made = []
    for goal in goals:
        made.append((goal.number, f"{goal.number} {goal.name.text}"))
        made += [
            (f"{goal.number}/objective/{clause.number}", f"{goal.number}.{clause.number} {clause.words.text}")
            for clause in goal.objectives
        ]
    return made


def next_ones(keys: Sequence[str]) -> dict[str, str]:
    """For each card the one after it."""
    return dict(pairwise(keys))
