"""The grader: one letter for each indicator row and goal statement, with its rules, its flags and what it saw.

The order of decision is that of the specification: empty cell, numbers, contradiction, fitting number,
conformity or event, direction, slogan or state, nothing stated.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapes.flags import RowView, find_flags
from shapes.grade_candidates import Surroundings, find_misfit, find_rebind, survey_projects
from shapes.grade_metric import Metric, find_metric, squeeze
from shapes.grade_phrases import NO_PHRASE, Phrase, direction_of, read_phrase, states_nothing
from shapes.grade_records import Flag, Grade, IndicatorLike, ProjectLike, ReadingLike, RowKey
from shapes.grade_target import CellFacts, Target, find_contradiction, find_target, unit_class
from shapes.profile import Profile

__all__ = ["Flag", "Grade", "RowKey", "grade_projects", "grade_statement"]

_EMPTY: Final = Phrase("F", "G-F-empty", "指标值为空")
_NOTHING: Final = Phrase("F", "G-F-nothing", "没有写明目标")
_DECIDED: Final = frozenset({"V-arithmetic", "V-purpose"})


def grade_projects(
    projects: Sequence[ProjectLike], profile: Profile, seen_elsewhere: Mapping[str, int] | None = None
) -> dict[RowKey, Grade]:
    """The grade of every row; `seen_elsewhere` counts for each metric the similar departments that use it."""
    grades: dict[RowKey, Grade] = {}
    for project, around in zip(projects, survey_projects(projects), strict=True):
        texts = Counter(text for row in project.indicators if (text := squeeze(row.value.text)))
        for row in project.indicators:
            key = RowKey(project.key, row.kind, row.ordinal)
            grades[key] = _grade_row(row, texts, around, seen_elsewhere, profile)
    return grades


def _grade_row(
    row: IndicatorLike,
    texts: Counter[str],
    around: Surroundings,
    seen_elsewhere: Mapping[str, int] | None,
    profile: Profile,
) -> Grade:
    name, description, cell = squeeze(row.name), squeeze(row.description.text), squeeze(row.value.text)
    metric = find_metric(name, description, profile)
    reading = row.readings[0] if row.readings else None
    facts = cell_facts(cell, reading, texts, profile)
    view = _judge(row, name, description, cell, metric, facts, reading, profile)
    flags = list(find_flags(view, profile))
    flags += [flag for flag in (find_misfit(view, around, seen_elsewhere, profile), find_rebind(view, profile)) if flag]
    unsure = _ambiguity(view, texts, profile)
    flags += [unsure] if unsure else []
    rules, saw = _reasons(view)
    target = view.target.reading if view.target else None
    return Grade(view.letter, rules, tuple(sorted(flags)), target, saw, _is_verifiable(row, profile))


def cell_facts(cell: str, reading: ReadingLike | None, texts: Counter[str], profile: Profile) -> CellFacts:
    """What the project's other rows say about this cell."""
    filled = sum(texts.values())
    shared = texts[cell] == filled >= int(profile.thresholds["shared_at_least"])
    bare = reading is not None and reading.comparator == "unspecified" and unit_class(reading) == "none"
    default = (
        bare and reading is not None and reading.number_text.strip() in profile.thresholds["form_defaults"]
    )
    return CellFacts(shared, texts[cell] > 1, shared and default)


def _judge(
    row: IndicatorLike,
    name: str,
    description: str,
    cell: str,
    metric: Metric,
    facts: CellFacts,
    reading: ReadingLike | None,
    profile: Profile,
) -> RowView:
    own_words = "" if facts.shared else cell
    base = RowView(row, name, description, cell, own_words, metric, facts, None, _EMPTY, "F")
    if not cell:
        return base
    context = f"{name}，{description}，{own_words}"
    target = find_target(metric, row.own, reading, facts, context, profile)
    opposite = find_contradiction(metric, target, name, description, profile)
    if opposite:
        return base._replace(target=target, phrase=Phrase("E", "G-E-opposite", opposite), letter="E")
    if target is not None:
        return base._replace(target=target, phrase=NO_PHRASE, letter=target.letter)
    phrase = _words_of_row(name, description, own_words, reading, profile)
    return base._replace(phrase=phrase, letter=phrase.letter)


def _words_of_row(
    name: str, description: str, own_words: str, reading: ReadingLike | None, profile: Profile
) -> Phrase:
    """What the description and the row's own cell say in words; the name speaks only where both are silent."""
    in_cell = "" if own_words in (name, description) or states_nothing(own_words) else own_words
    if in_cell and profile.words["share"].find(name) and profile.words["satisfied"].find(in_cell):
        return Phrase("C", "G-C-tiers", in_cell)
    found = [
        phrase
        for text, context in ((description, name), (in_cell, f"{name}，{description}"))
        if text and (phrase := read_phrase(text, context, profile)).letter
    ]
    if found:
        return min(found, key=lambda phrase: phrase.letter)
    worded = in_cell and (reading is None or reading.number is None)
    if worded and not profile.words["indefinite"].find(in_cell) and not _names_metric(in_cell, profile):
        return Phrase("E", "G-E-state", in_cell)
    if description and description not in name and not _names_metric(description, profile):
        return Phrase("E", "G-E-state", description)
    return _words_of_name(name, profile)


def _names_metric(text: str, profile: Profile) -> bool:
    """Whether a text ends in the noun of a metric and so states nothing about it."""
    return profile.words["metric_end"].last_end(text) == len(text)


def _words_of_name(name: str, profile: Profile) -> Phrase:
    phrase = read_phrase(name, "", profile)
    if phrase.letter in ("C", "E") and _names_metric(name, profile):
        return Phrase("D", "G-D-direction", name) if direction_of(name, profile) else _NOTHING
    return phrase if phrase.letter else _NOTHING


def _ambiguity(view: RowView, texts: Counter[str], profile: Profile) -> Flag | None:
    """Another reading of a shared cell that nothing rules out and that would change the grade."""
    readings = view.row.readings
    if not view.facts.shared or len(readings) < 2 or readings[0].rule in _DECIDED:
        return None
    for reading in readings[1:]:
        facts = cell_facts(view.cell, reading, texts, profile)
        other = _judge(view.row, view.name, view.description, view.cell, view.metric, facts, reading, profile)
        if other.letter != view.letter:
            cuts = " 或 ".join(f"{r.number_text}|{r.unit_text}{r.remark}" for r in (readings[0], reading))
            return Flag("ambiguous-parse", f"{cuts}，等级随之为{view.letter}或{other.letter}", "L-ambiguous-parse")
    return None


def _reasons(view: RowView) -> tuple[tuple[str, ...], str]:
    if view.target is None or view.letter == "E":
        rules = [view.phrase.rule]
        saw = view.phrase.saw
    else:
        reading = view.target.reading
        rules = list(view.target.rules)
        saw = f"{reading.comparator_text.strip()}{reading.number_text.strip()}{reading.unit_text}"
    rules += _reading_rules(view)
    return tuple(dict.fromkeys(rules)), saw


def _reading_rules(view: RowView) -> Iterator[str]:
    """The rules of value reading that shaped the verdict."""
    reading = view.target.reading if view.target else view.row.readings[0] if view.row.readings else None
    if reading is not None:
        yield reading.rule
    if view.letter == "F" and not view.cell:
        return
    if view.facts.form_default and view.target is None:
        yield "V-default-is-no-number"
    elif view.facts.shared and view.target is None:
        yield "V-shared-remark"


def _is_verifiable(row: IndicatorLike, profile: Profile) -> bool:
    """Whether the row names where its result comes from: a source in the basis, or a formula."""
    basis, description = row.basis.text, row.description.text
    if profile.words["formula"].find(description):
        return True
    return bool(profile.words["source"].find(basis)) and not profile.words["own_basis"].find(basis)


def grade_statement(text: str, own: ReadingLike | None, profile: Profile) -> Grade:
    """The grade of one sentence of a goal's own indicator paragraph, on the same scale as the rows."""
    said = squeeze(text)
    metric = find_metric("", said, profile)
    facts = CellFacts(False, False, False)
    target = find_target(metric, own, None, facts, said, profile)
    row = _StatementRow(text)
    view = RowView(row, "", said, said, "", metric, facts, target, NO_PHRASE, target.letter if target else "")
    opposite = find_contradiction(metric, target, "", said, profile)
    if opposite:
        view = view._replace(phrase=Phrase("E", "G-E-opposite", opposite), letter="E")
    elif target is None:
        phrase = read_phrase(said, "", profile)
        phrase = phrase if phrase.letter else Phrase("E", "G-E-state", said) if said else _NOTHING
        view = view._replace(phrase=phrase, letter=phrase.letter)
    rules, saw = _reasons(view)
    reading = view.target.reading if view.target else None
    return Grade(view.letter, rules, find_flags(view, profile), reading, saw, False)


class _Words:
    """Words without a place."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class _StatementRow:
    """A goal statement in the shape of a row, so that the same flags can be asked of it."""

    __slots__ = ("basis", "description", "kind", "name", "name_printed", "ordinal", "own", "readings", "row", "value")

    def __init__(self, text: str) -> None:
        self.row = self.ordinal = 1
        self.kind = self.name = ""
        self.name_printed = self.basis = _Words("")
        self.description = self.value = _Words(text)
        self.readings: tuple[ReadingLike, ...] = ()
        self.own: ReadingLike | None = None
