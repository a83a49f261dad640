"""The grader: one letter for each indicator row and goal statement, with its rules, its flags and what it saw.

The order of decision is that of the specification: empty cell, numbers, contradiction, fitting number,
conformity or event, direction, slogan or state, nothing stated.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from shapes.flags import RowView, find_flags
from shapes.grade_candidates import find_misfit, find_rebind, survey_projects
from shapes.grade_fit import Case, CellFacts, is_bare
from shapes.grade_metric import find_metric, squeeze
from shapes.grade_phrases import NO_PHRASE, Phrase, read_row_words, read_statement
from shapes.grade_records import Flag, Grade, IndicatorLike, ProjectLike, ReadingLike, RowKey
from shapes.grade_target import find_contradiction, find_target, printed
from shapes.profile import Profile

__all__ = ["Flag", "Grade", "RowKey", "grade_projects", "grade_statement"]

_EMPTY: Final = Phrase("F", "G-F-empty", "指标值为空")
_DECIDED: Final = frozenset({"V-arithmetic", "V-purpose"})


def grade_projects(projects: Sequence[ProjectLike], profile: Profile) -> dict[RowKey, Grade]:
    """The grade of every row: of the document alone, so that it is the same beside other documents."""
    grades: dict[RowKey, Grade] = {}
    for project, around in zip(projects, survey_projects(projects), strict=True):
        texts = Counter(text for row in project.indicators if (text := squeeze(row.value.text)))
        for row in project.indicators:
            view = _view(row, texts, profile)
            candidates = (
                find_misfit(view, around),
                find_rebind(view),
                _ambiguity(view, texts),
            )
            flags = (*find_flags(view), *(flag for flag in candidates if flag is not None))
            key = RowKey(project.key, row.kind, row.ordinal)
            grades[key] = _grade(view, tuple(sorted(flags)), verifiable=_is_verifiable(row, profile))
    return grades


def _view(row: IndicatorLike, texts: Counter[str], profile: Profile) -> RowView:
    name, description, cell = squeeze(row.name), squeeze(row.description.text), squeeze(row.value.text)
    reading = row.readings[0] if row.readings else None
    facts = _facts(cell, reading, texts, profile)
    own_words = "" if facts.shared else cell
    metric = find_metric(name, description, profile)
    case = Case(name, description, own_words, metric, row.own, reading, facts, profile)
    view = RowView(row, case, cell, None, _EMPTY, "F")
    return _decide(view) if cell else view


def _facts(cell: str, reading: ReadingLike | None, texts: Counter[str], profile: Profile) -> CellFacts:
    """What the project's other rows say about this cell."""
    filled = sum(texts.values())
    shared = texts[cell] == filled >= int(profile.thresholds["shared_at_least"])
    bare = reading is not None and reading.number is not None and is_bare(reading)
    default = (
        bare and reading is not None and reading.number_text.strip() in profile.thresholds["form_defaults"]
    )
    return CellFacts(shared, texts[cell] > 1, shared and default)


def _decide(view: RowView) -> RowView:
    """The steps behind the empty cell, in their order."""
    target = find_target(view.case)
    opposite = find_contradiction(view.case, target)
    if opposite:
        return view._replace(target=target, phrase=Phrase("E", "G-E-opposite", opposite), letter="E")
    if target is not None:
        return view._replace(target=target, phrase=NO_PHRASE, letter=target.letter)
    has_number = view.case.cell is not None and view.case.cell.number is not None
    phrase = read_row_words(
        view.case.name, view.case.description, view.case.own_words, has_number, view.case.profile
    )
    return view._replace(phrase=phrase, letter=phrase.letter)


def _ambiguity(view: RowView, texts: Counter[str]) -> Flag | None:
    """Another reading of a shared cell that nothing rules out and that would change the grade."""
    readings = view.row.readings
    if not view.facts.shared or len(readings) < 2 or readings[0].rule in _DECIDED:
        return None
    for reading in readings[1:]:
        facts = _facts(view.cell, reading, texts, view.case.profile)
        other = _decide(view._replace(case=view.case._replace(cell=reading, facts=facts), target=None))
        if other.letter != view.letter:
            cuts = " 或 ".join(f"{r.number_text}|{r.unit_text}{r.remark}" for r in (readings[0], reading))
            saw = f"{cuts}，等级随之为{view.letter}或{other.letter}"
            return Flag("ambiguous-parse", saw, "L-ambiguous-parse")
    return None


def _grade(view: RowView, flags: tuple[Flag, ...], *, verifiable: bool) -> Grade:
    if view.target is None or view.letter == "E":
        rules: tuple[str, ...] = (view.phrase.rule,)
        saw = view.phrase.saw
    else:
        rules, saw = view.target.rules, printed(view.target.reading)
    rules = tuple(dict.fromkeys((*rules, *_reading_rules(view))))
    target = view.target.reading if view.target else None
    return Grade(view.letter, rules, flags, target, saw, verifiable)


def _reading_rules(view: RowView) -> Iterator[str]:
    """The rules of value reading that shaped the verdict."""
    reading = view.target.reading if view.target else view.case.cell
    if reading is not None and view.cell:
        yield reading.rule
    if view.facts.form_default and view.target is None:
        yield "V-default-is-no-number"
    elif view.facts.shared and view.target is None:
        yield "V-shared-remark"


def _is_verifiable(row: IndicatorLike, profile: Profile) -> bool:
    """Whether the row names where its result comes from: a source in the basis, or a formula."""
    basis = row.basis.text
    if profile.words["formula"].find(f"{row.description.text}，{basis}"):
        return True
    return bool(profile.words["source"].find(basis)) and not profile.words["own_basis"].find(basis)


def grade_statement(text: str, own: ReadingLike | None, profile: Profile) -> Grade:
    """The grade of one sentence of a goal's own indicator paragraph, on the same scale as the rows."""
    said = squeeze(text)
    facts = CellFacts(shared=False, repeated=False, form_default=False)
    case = Case("", said, "", find_metric("", said, profile), own, None, facts, profile)
    view = RowView(_StatementRow(text), case, said, None, _EMPTY, "F")
    target = find_target(case)
    opposite = find_contradiction(case, target)
    if opposite:
        view = view._replace(target=target, phrase=Phrase("E", "G-E-opposite", opposite), letter="E")
    elif target is not None:
        view = view._replace(target=target, phrase=NO_PHRASE, letter=target.letter)
    else:
        phrase = read_statement(said, profile)
        view = view._replace(phrase=phrase, letter=phrase.letter)
    return _grade(view, find_flags(view), verifiable=False)


class _Words:
    """Words without a place."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class _StatementRow:
    """A goal statement in the shape of a row, so that the same flags can be asked of it."""

    __slots__ = (
        "basis",
        "description",
        "kind",
        "name",
        "name_printed",
        "ordinal",
        "own",
        "readings",
        "row",
        "value",
    )

    def __init__(self, text: str) -> None:
        self.row = self.ordinal = 1
        self.kind = self.name = ""
        self.name_printed = self.basis = _Words("")
        self.description = self.value = _Words(text)
        self.readings: tuple[ReadingLike, ...] = ()
        self.own: ReadingLike | None = None
