"""Reads forms of which only a text layer is left: labels with their values between them, the grid gone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from loaders.document import Document, Table
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_indicators import FormRow
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.form_layout import build_plan, labels_of, unclaimed_table
from loaders.layouts.form_tables import FormTables
from loaders.layouts.labels import first_level_of, kind_of
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.layouts.money import unit_in_brackets
from loaders.layouts.text_goals import part_columns
from loaders.layouts.text_labels import Found, LabelFinder
from loaders.layouts.text_region import Piece, Region, regions, without_breaks
from loaders.layouts.text_rows import find_levels, is_group, pair_rows
from loaders.plan import Plan, Quote, ReadingNote, Unread

NAME = "project-form-text"

_NUMBER = re.compile(r"\s*[-−]?\d[\d,，]*(?:\.\d+)?\s*(?:[千万亿]?元)?(?=\s|$)")
_BARE_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_TITLE = re.compile(r"[^\n]{0,40}绩\s*效[^\n]{0,12}表[^\n]{0,20}")
_NAMES = frozenset({"name", "name-weak", "name-content"})
_GOALS = ("annual-goal", "long-term-goal", "reported-goal")


class _Heading(NamedTuple):
    """The labels over the columns of an indicator table, one after the other in running text."""

    start: int
    end: int
    columns: tuple[str, ...]
    words: str


class _Patterns:
    """The labels of a layout, ready to be found in running text."""

    def __init__(self, labels: FormLabels) -> None:
        self.labels = labels
        self._fields = LabelFinder(labels.fields.labels())
        self._columns = LabelFinder(labels.columns.labels())

    def fields(self, text: str) -> list[Found]:
        """The labels of the information part."""
        return list(self._fields.find(text))

    def headings(self, text: str) -> Iterator[_Heading]:
        """Each place where a first level, a second, a name and at least one further column follow each other."""
        if "级" not in text:
            return
        found = list(self._columns.find(text))
        for position in range(len(found) - 3):
            run = found[position : position + 1]
            while (
                position + len(run) < len(found)
                and not text[run[-1].end : found[position + len(run)].start].strip()
            ):
                run.append(found[position + len(run)])
            fields = [one.field for one in run]
            if fields[:2] != ["kind1", "kind2"] or len(run) < 4 or fields[2] not in _NAMES:
                continue
            further = [f for f in fields[3:] if not f.startswith(("name", "kind"))]
            if further:
                columns = tuple(f.removesuffix("-weak") for f in further)
                end = run[2 + len(further)].end
                yield _Heading(run[0].start, end, columns, text[run[0].start : end])


_PATTERNS: dict[int, _Patterns] = {}


def _patterns(data: Mapping[str, Any]) -> _Patterns:
    labels = labels_of(data)
    known = _PATTERNS.get(id(labels))
    if known is None:
        _PATTERNS[id(labels)] = known = _Patterns(labels)
    return known


def text_form_layout(name: str = NAME, data: Mapping[str, Any] | None = None) -> Layout:
    """The layout of project forms in running text, by a data file of the same make as for tables."""

    def facts() -> Mapping[str, Any]:
        return data if data is not None else layout_data(name)

    def claim(document: Document) -> Claim | None:
        patterns = _patterns(facts())
        headers = [m for region in regions(document) for m in patterns.headings(region.text)]
        if not headers:
            return None
        because = "、".join(headers[0].words.split())
        return Claim(len(headers), because, paragraphs=True)

    def read(document: Document) -> Plan:
        return _read(document, facts())

    return Layout(name, claim, read, data)


def _read(document: Document, data: Mapping[str, Any]) -> Plan:
    patterns = _patterns(data)
    tables = FormTables(patterns.labels)
    unread = [unclaimed_table(block) for block in document.blocks if isinstance(block, Table)]
    for region in regions(document):
        rest = 0
        for start, end in _forms(region, patterns):
            unread += _outside(region, rest, start, tables)
            _TextForm(region.span(start, end), patterns, tables).read()
            rest = end
        unread += _outside(region, rest, len(region.text), tables)
    return build_plan(document, data, tables, unread)


def _forms(region: Region, patterns: _Patterns) -> Iterator[tuple[int, int]]:
    """Where each form begins and ends: from its title or first label to the title of the next."""
    headers = [heading.start for heading in patterns.headings(region.text)]
    labels = patterns.fields(region.text) if headers else []
    starts = []
    before = 0
    for header in headers:
        titles = [m.start() for m in _TITLE.finditer(region.text, before, header)]
        names = [f.start for f in labels if f.field == "project-name" and before <= f.start < header]
        near = [t for t in titles if not names or t <= names[-1]]
        starts.append(near[-1] if near else names[-1] if names else header)
        before = header + 1
    for position, start in enumerate(starts):
        line = region.text.rfind("\n", 0, start) + 1
        following = starts[position + 1] if position + 1 < len(starts) else len(region.text)
        yield line, region.text.rfind("\n", 0, following) + 1 if following < len(region.text) else following


def _outside(region: Region, start: int, end: int, tables: FormTables) -> list[Unread]:
    unread = []
    for paragraph, at in zip(region.paragraphs, region.starts, strict=True):
        if start <= at < end and paragraph.text.strip() and not tables.labels.is_ignored(paragraph.text):
            unread.append(
                Unread(Quote(paragraph.text, paragraph.anchor).stripped(), "paragraph outside any known part")
            )
    return unread


class _TextForm:
    """One form: its information part up to the heading of the indicators, then the indicators."""

    def __init__(self, region: Region, patterns: _Patterns, tables: FormTables) -> None:
        self.region, self.patterns, self.tables = region, patterns, tables
        self.labels = patterns.labels
        self.draft = FormDraft(region.paragraphs[0].anchor, self.labels)
        self.unit = ""

    def read(self) -> None:
        header = next(self.patterns.headings(self.region.text), None)
        if header is None:
            return
        self.tables.drafts.append(self.draft)
        self._read_fields(header.start)
        self._read_rows(header.end, ["name", *header.columns])

    def _read_fields(self, end: int) -> None:
        found = [f for f in self.patterns.fields(self.region.text[:end]) if f.end <= end]
        self._read_head(found[0].start if found else end)
        pending: list[Found] = []
        for position, label in enumerate(found):
            until = found[position + 1].start if position + 1 < len(found) else end
            self.unit = unit_in_brackets(label.words) or self.unit
            value = self.region.quote(label.end, until)
            if label.field in _GOALS and not value.text:
                pending.append(label)
                continue
            beside = [p for p in pending if p.field != label.field]
            if beside and label.field in _GOALS:
                self._read_goals([*beside, label], label.end, until)
            elif value.text:
                self._read_field(label, label.end, until)
            pending = []

    def _read_head(self, end: int) -> None:
        for piece in _lines(self.region, 0, end):
            self.tables.take_heading(self.region.quote(piece.start, piece.end))
            if _TITLE.fullmatch(piece.text.strip()):
                self.draft.heading = self.region.quote(piece.start, piece.end)

    def _read_field(self, label: Found, start: int, end: int) -> None:
        shown = self.region.quote(label.start, label.end)
        if not label.field.startswith("amount-"):
            value = without_breaks(self.region.quote(start, end))
            if label.field == "group":
                self._leave(start, end)
            else:
                self.draft.take(label.field, without_breaks(shown), value)
            return
        number = _NUMBER.match(self.region.text, start, end)
        until = number.end() if number else end
        value = self.region.quote(start, until)
        role = self._sided(label.field.removeprefix("amount-"), label.words)
        if not self.draft.take_amount(role, value, self.unit):
            self.draft.take(label.field, shown, value)
        self._leave(until, end)

    def _sided(self, role: str, label: str) -> str:
        """Money for the project's whole life stands to the left of the same for the year."""
        if role not in {"fiscal", "other"} or "total-budget" not in self.draft.amounts or "当年" in label:
            return role
        return role if f"total-{role}" in self.draft.amounts else f"total-{role}"

    def _read_goals(self, labels: Sequence[Found], start: int, end: int) -> None:
        """The texts of goal columns whose labels stand side by side."""
        lines = _lines(self.region, start, end)
        if len(labels) != 2 or not lines:
            self._leave(start, end)
            return
        second = part_columns(lines)
        if second is None:
            self._one_goal(labels, start, end)
            return
        for label, first, last in ((labels[0], 0, second), (labels[1], second, len(lines))):
            value = self.region.quote(lines[first].start, lines[last - 1].end)
            self.draft.take(
                label.field, self.region.quote(label.start, label.end), _unquoted(without_breaks(value))
            )

    def _one_goal(self, labels: Sequence[Found], start: int, end: int) -> None:
        """Nothing says where one column ends: the words are kept whole for the year, and a note says so."""
        value = self.region.quote(start, end)
        annual = next((label for label in labels if label.field == "annual-goal"), labels[0])
        self.draft.take(annual.field, self.region.quote(annual.start, annual.end), without_breaks(value))
        names = "、".join("".join(label.words.split()) for label in labels)
        self.tables.notes.append(ReadingNote("columns-not-parted", names, value.anchor))

    def _leave(self, start: int, end: int) -> None:
        rest = self.region.quote(start, end)
        if rest.text:
            self.tables.unread.append(Unread(rest, "no label before these words"))

    def _read_rows(self, start: int, columns: Sequence[str]) -> None:
        pieces = [
            piece
            for line in _lines(self.region, start, len(self.region.text))
            if _BARE_NUMBER.fullmatch(line.text.strip()) or not self.labels.is_ignored(line.text)
            for piece in self.region.pieces(line.start, line.end)
        ]
        levels = find_levels(pieces)
        kind1 = kind2 = ""
        if levels and levels[0].first:
            self._leave(pieces[0].start, pieces[levels[0].first - 1].end)
        own = False
        for position, level in enumerate(levels):
            following = levels[position + 1].first if position + 1 < len(levels) else len(pieces)
            block = pieces[level.last + 1 : following]
            if not is_group(level.text):
                heads = first_level_of(level.text) and (not block or not kind_of(level.text) or not kind1)
                if heads:
                    kind1, kind2, own = level.text, "", True
                else:
                    kind2 = level.text
            if block:
                self._read_block(block, kind1, kind2, own, columns)
                own = False

    def _read_block(
        self, block: Sequence[Piece], kind1: str, kind2: str, own: bool, columns: Sequence[str]
    ) -> None:
        rows = pair_rows(block, len(columns))
        if rows is None:
            self._leave(block[0].start, block[-1].end)
            return
        for row in rows:
            cells = {name: self._cell(group) for name, group in zip(columns, row, strict=True)}
            empty = Quote("", cells["name"].anchor)
            self.draft.indicators.rows.append(
                FormRow(
                    kind1=kind1,
                    kind2=kind2,
                    own_level=own,
                    name=cells["name"],
                    description=cells.get("description", empty),
                    value=cells.get("value", empty),
                    basis=cells.get("basis", empty),
                    weight=cells.get("weight"),
                )
            )

    def _cell(self, pieces: Sequence[Piece]) -> Quote:
        if not pieces:
            return Quote("", self.region.paragraphs[0].anchor)
        return self.region.quote(pieces[0].start, pieces[-1].end)


def _lines(region: Region, start: int, end: int) -> list[Piece]:
    return [
        Piece(m.group(), m.start(), m.end())
        for m in re.compile(r"[^\n]+").finditer(region.text, start, end)
        if m.group().strip()
    ]


def _unquoted(quote: Quote) -> Quote:
    """A cell that a spreadsheet export put between quotation marks, without them."""
    match = re.fullmatch(r"[\"“]\s*([^\"“”]*(?:[“][^“”]*[”][^\"“”]*)*)[\"”]?", quote.text)
    return quote if match is None or not quote.text.startswith('"') else Quote(match[1].strip(), quote.anchor)
