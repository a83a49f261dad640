"""Collects the rows of indicator tables whatever columns they have: levels, names, targets, results, points."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from loaders.document import Anchor
from loaders.layouts.form_header import Columns, Header
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed, quote, unbroken
from loaders.layouts.labels import first_level_of, kind_of, normalise
from loaders.plan import FormField, Indicator, Period, Quote, Repair, SplitValue, Step

_OPEN: Final = re.compile(r"[\s…./／\\·—\-]*|无|空")
STEPS: Final = ("优", "良", "中", "差")

_NUMBER: Final = re.compile(r"[-+±]?\s*\d[\d,，.]*(?:\s*[-~—～至]\s*\d[\d.]*)?")
_LEVEL_OF_KIND: Final = {
    "quantity": "output",
    "quality": "output",
    "timeliness": "output",
    "cost": "output",
    "economic": "benefit",
    "social": "benefit",
    "ecological": "benefit",
    "sustainability": "benefit",
    "beneficiary-satisfaction": "satisfaction",
    "economic-cost": "cost-level1",
    "social-cost": "cost-level1",
    "ecological-cost": "cost-level1",
}

_LABEL_OF_LEVEL: Final = {
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
    "cost-level1": "成本指标",
}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One indicator in its own words; `own_level` says that its first level was printed for this very row."""

    kind1: str
    kind2: str
    own_level: bool
    name: Quote
    description: Quote
    value: Quote
    basis: Quote
    period: Period = "annual"
    split: SplitValue | None = None
    actual: Quote | None = None
    baseline: Quote | None = None
    weight: Quote | None = None
    score: Quote | None = None
    steps: tuple[Step, ...] = ()
    fields: tuple[FormField, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the form has a row here and nobody filled it in."""
        filled = (self.name, self.description, self.value, self.actual, *(s.value for s in self.steps))
        return not any(q is not None and q.text and not _OPEN.fullmatch(q.text) for q in filled)


@dataclass(slots=True)
class FormIndicators:
    """The indicators of one project or department, in printed order."""

    labels: FormLabels
    rows: list[FormRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    _levels: dict[int, tuple[str, str]] = field(default_factory=dict)

    def start(self) -> None:
        """Begin a table: levels above do not reach into it."""
        self._levels.clear()

    def take(self, grid: Grid, index: int, header: Header, periods: Sequence[Period]) -> None:
        """Read one row of the table, one indicator for each block of columns."""
        for number, columns in enumerate(header.blocks):
            cells = _Cells(grid, index, columns, self.labels, self)
            further = cells.further(header) if not number else ()
            for row in cells.rows(number, periods[number], further):
                if not row.empty:
                    self.rows.append(row)

    def level(self, block: int, kind1: Placed | None, kind2: Placed | None) -> tuple[str, str, bool]:
        """The levels that hold for a row: its own, or those above it."""
        first, second = self._levels.get(block, ("", ""))
        own1 = unbroken(kind1.text).strip() if kind1 else ""
        own2 = unbroken(kind2.text).strip() if kind2 else ""
        if own1 and own1 != first:
            first, second = own1, ""
        second = own2 or second
        self._levels[block] = (first, second)
        return first, second, bool(own1)

    def finish(self) -> list[Indicator]:
        """Number the indicators of each kind; a first level printed lower down is put over its rows."""
        ordinals: Counter[str] = Counter()
        finished = []
        for position, row in enumerate(self._levelled(), start=1):
            kind = kind_of_row(row.kind1, row.kind2)
            key = kind if row.period == "annual" else f"{kind}-long-term"
            ordinals[key] += 1
            ordinal = ordinals[key]
            finished.append(_indicator(position, row, kind, ordinal))
        return _numbered(finished)

    def _levelled(self) -> Iterable[FormRow]:
        for position, row in enumerate(self.rows):
            meant = _LEVEL_OF_KIND.get(kind_of_row(row.kind1, row.kind2), "")
            if row.own_level or not meant or first_level_of(row.kind1) in {meant, "cost-level1"}:
                yield row
                continue
            later = next((r.kind1 for r in self.rows[position:] if first_level_of(r.kind1) == meant), "")
            if later and later != row.kind1:
                self.repairs.append(Repair("level-from-below", row.kind1, later, row.name.anchor))
            elif not row.kind1:
                later = _LABEL_OF_LEVEL[meant]
                self.repairs.append(Repair("implied-level", row.kind2, later, row.name.anchor))
            yield replace(row, kind1=later or row.kind1)


def kind_of_row(kind1: str, kind2: str) -> str:
    """The kind of a row by its second level, or by its first where the form has no second."""
    if kind2:
        return kind_of(kind2, kind1)
    return kind_of(kind1) or first_level_of(kind1)


def _numbered(indicators: list[Indicator]) -> list[Indicator]:
    """Ordinals that are unique within a kind, long-term rows behind the annual ones."""
    annual = Counter(i.kind for i in indicators if i.period == "annual")
    return [i if i.period == "annual" else replace(i, ordinal=annual[i.kind] + i.ordinal) for i in indicators]


def _indicator(position: int, row: FormRow, kind: str, ordinal: int) -> Indicator:
    return Indicator(
        row=position,
        kind=kind,
        ordinal=ordinal,
        kind1=row.kind1,
        kind2=row.kind2,
        name=unbroken(row.name.text),
        name_printed=row.name,
        description=row.description,
        value=row.value,
        basis=row.basis,
        period=row.period,
        split=row.split,
        actual=row.actual,
        baseline=row.baseline,
        weight=row.weight,
        score=row.score,
        steps=row.steps,
        fields=row.fields,
    )


def _up_to_one(text: str) -> bool:
    return re.fullmatch(r"0?\.\d+|[01](?:\.0+)?", text.strip()) is not None


class _Cells:
    """The cells of one row, by what their columns hold."""

    def __init__(
        self, grid: Grid, index: int, columns: Columns, labels: FormLabels, levels: FormIndicators
    ) -> None:
        self.grid, self.index, self.columns, self.labels = grid, index, columns, labels
        self.levels = levels
        self.anchor: Anchor = grid.anchor(index)

    def placed(self, name: str) -> Placed | None:
        return self.grid.at(self.index, self.columns[name]) if name in self.columns else None

    def quote(self, name: str) -> Quote:
        return quote(self.placed(name), self.anchor)

    def optional(self, name: str) -> Quote | None:
        """The words of a column that not every form has; None where it is empty or says none."""
        found = self.quote(name)
        return found if found.text and normalise(found.text) not in self.labels.nothing else None

    def further(self, header: Header) -> tuple[FormField, ...]:
        """The cells of columns that have no place of their own in the records."""
        fields = []
        for key, heading in header.further:
            words = quote(self.grid.at(self.index, heading.first), self.anchor)
            if words.text and normalise(words.text) not in self.labels.nothing:
                fields.append(FormField(key, quote(heading, self.anchor), words))
        return tuple(fields)

    def rows(self, block: int, period: Period, further: tuple[FormField, ...]) -> Iterable[FormRow]:
        kind1, kind2, own = self.levels.level(block, self.placed("kind1"), self.placed("kind2"))
        steps = tuple(Step(s, self.quote(f"step-{s}")) for s in STEPS if f"step-{s}" in self.columns)
        value, split = self.target("value")
        if not value.text and steps:
            value = steps[0].value
        row = FormRow(
            kind1=kind1,
            kind2=kind2,
            own_level=own,
            name=self.quote("name"),
            description=self.quote("description"),
            value=value,
            basis=self.quote("basis"),
            period=period,
            split=split,
            actual=self.with_unit("actual"),
            baseline=self.with_unit("baseline"),
            weight=self.optional("weight"),
            score=self.optional("score"),
            steps=tuple(step for step in steps if step.value.text),
            fields=further,
        )
        yield row
        long_term, long_split = self.target("long-value")
        if long_term.text:
            yield replace(
                row, value=long_term, split=long_split, period="long-term", actual=None, baseline=None
            )

    def target(self, name: str) -> tuple[Quote, SplitValue | None]:
        """The target of a row; comparator and unit from columns of their own are joined to it."""
        number = self.quote(name)
        comparator, unit = self.quote("comparator"), self.quote("unit")
        if not (comparator.text or unit.text) or not number.text:
            return number, None
        split = SplitValue(comparator, number, unit)
        sign = "" if self._no_comparator(comparator.text, number.text) else comparator.text
        joined = self._joined(number, unit, sign)
        return joined, split

    def with_unit(self, name: str) -> Quote | None:
        """A result with the unit that its row states."""
        number = self.optional(name)
        if number is None or self._may_be_share(number.text):
            return number
        return self._joined(number, self.quote("unit"), "")

    def _may_be_share(self, number: str) -> bool:
        """Whether 0.88 stands in a row of per cent whose target is far above 1: then its unit is not per cent."""
        target = self.quote("value").text
        percent = self.quote("unit").text in {"%", "％"}
        return percent and _up_to_one(number) and not _up_to_one(target)

    def _no_comparator(self, sign: str, number: str) -> bool:
        bare = normalise(sign)
        return not bare or bare in self.labels.nothing | self.labels.no_comparator or number.startswith(sign)

    def _joined(self, number: Quote, unit: Quote, sign: str) -> Quote:
        plain = _NUMBER.fullmatch(number.text.strip()) is not None
        wanted = unit.text if normalise(unit.text) not in self.labels.nothing else ""
        if wanted and not plain:
            if _NUMBER.match(number.text) and not number.text.rstrip().endswith(wanted):
                self.levels.repairs.append(Repair("unit-conflict", wanted, number.text, unit.anchor))
            wanted = ""
        text = sign + number.text + wanted
        if text == number.text:
            return number
        first = self.quote("comparator").anchor if sign else number.anchor
        last = unit.anchor if wanted else number.anchor
        start = min(first.start, number.anchor.start)
        return Quote(text, number.anchor._replace(start=start, end=max(last.end, number.anchor.end)))
