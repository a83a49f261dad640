"""Reads forms of which only a text layer is left: labels with their values between them, the grid gone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from loaders.layouts.text_region import Piece, Region, regions, spaced, without_breaks
from loaders.layouts.text_rows import find_levels, is_group, pair_rows
from loaders.plan import Plan, Quote, ReadingNote, Unread

NAME = "project-form-text"

_BRACKETS = r"(?:\s*[（(][^（()）]{1,30}[)）])?"
_BEFORE, _AFTER = r"(?<!\S)", r"(?=[\s:：]|$)\s*[:：]?"
_NUMBER = re.compile(r"\s*[-−]?\d[\d,，]*(?:\.\d+)?\s*(?:[千万亿]?元)?(?=\s|$)")
_BARE_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_TITLE = re.compile(r"[^\n]{0,40}绩\s*效[^\n]{0,12}表[^\n]{0,20}")
_GOALS = ("annual-goal", "long-term-goal", "reported-goal")


@dataclass(frozen=True, slots=True)
class _Label:
    key: str
    text: str
    start: int
    end: int


class _Patterns:
    """The patterns of a layout's labels, made once."""

    def __init__(self, labels: FormLabels) -> None:
        self.labels = labels
        self.field = re.compile(
            f"{_BEFORE}(?P<label>(?:{spaced(labels.fields.labels())}){_BRACKETS}){_AFTER}"
        )
        columns = labels.columns.labels()
        of = {
            name: [label for label, field in columns.items() if field == name]
            for name in set(columns.values())
        }
        rest = spaced(label for label, field in columns.items() if not field.startswith(("name", "kind")))
        self.header = re.compile(
            f"{_BEFORE}(?:{spaced(of['kind1'])})\\s+(?:{spaced(of['kind2'])})\\s+(?:{spaced(of['name'])})"
            f"(?P<rest>(?:\\s+(?:{rest}){_BRACKETS}(?!\\S))+)"
        )
        self.column = re.compile(f"(?:{rest}){_BRACKETS}(?!\\S)")


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
        headers = [m for region in regions(document) for m in patterns.header.finditer(region.text)]
        if not headers:
            return None
        because = "、".join(headers[0].group().split())
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
    headers = [m.start() for m in patterns.header.finditer(region.text)]
    starts = []
    before = 0
    for header in headers:
        titles = [m.start() for m in _TITLE.finditer(region.text, before, header)]
        names = [
            m.start() for m in patterns.field.finditer(region.text, before, header) if _is_name(m, patterns)
        ]
        near = [t for t in titles if not names or t <= names[-1]]
        starts.append(near[-1] if near else names[-1] if names else header)
        before = header + 1
    for position, start in enumerate(starts):
        line = region.text.rfind("\n", 0, start) + 1
        following = starts[position + 1] if position + 1 < len(starts) else len(region.text)
        yield line, region.text.rfind("\n", 0, following) + 1 if following < len(region.text) else following


def _is_name(match: re.Match[str], patterns: _Patterns) -> bool:
    return patterns.labels.fields.field(match["label"]) == "project-name"


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
        header = self.patterns.header.search(self.region.text)
        if header is None:
            return
        self.tables.drafts.append(self.draft)
        self._read_fields(header.start())
        columns = [
            self.labels.columns.field(m.group()) for m in self.patterns.column.finditer(header["rest"])
        ]
        self._read_rows(header.end(), ["name", *(c for c in columns if c)])

    def _read_fields(self, end: int) -> None:
        found = [
            _Label(self.labels.fields.field(m["label"]), m["label"], m.start(), m.end())
            for m in self.patterns.field.finditer(self.region.text, 0, end)
        ]
        self._read_head(found[0].start if found else end)
        pending: list[_Label] = []
        for position, label in enumerate(found):
            until = found[position + 1].start if position + 1 < len(found) else end
            self.unit = unit_in_brackets(label.text) or self.unit
            value = self.region.quote(label.end, until)
            if label.key in _GOALS and not value.text:
                pending.append(label)
                continue
            beside = [p for p in pending if p.key != label.key]
            if beside and label.key in _GOALS:
                self._read_goals([*beside, label], label.end, until)
            elif value.text:
                self._read_field(label, label.end, until)
            pending = []

    def _read_head(self, end: int) -> None:
        for piece in _lines(self.region, 0, end):
            self.tables.take_heading(self.region.quote(piece.start, piece.end))
            if _TITLE.fullmatch(piece.text.strip()):
                self.draft.heading = self.region.quote(piece.start, piece.end)

    def _read_field(self, label: _Label, start: int, end: int) -> None:
        shown = self.region.quote(label.start, label.end)
        if not label.key.startswith("amount-"):
            value = without_breaks(self.region.quote(start, end))
            if label.key == "group":
                self._leave(start, end)
            else:
                self.draft.take(label.key, without_breaks(shown), value)
            return
        number = _NUMBER.match(self.region.text, start, end)
        until = number.end() if number else end
        value = self.region.quote(start, until)
        role = self._sided(label.key.removeprefix("amount-"), label.text)
        if not self.draft.take_amount(role, value, self.unit):
            self.draft.take(label.key, shown, value)
        self._leave(until, end)

    def _sided(self, role: str, label: str) -> str:
        """Money for the project's whole life stands to the left of the same for the year."""
        if role not in {"fiscal", "other"} or "total-budget" not in self.draft.amounts or "当年" in label:
            return role
        return role if f"total-{role}" in self.draft.amounts else f"total-{role}"

    def _read_goals(self, labels: Sequence[_Label], start: int, end: int) -> None:
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
                label.key, self.region.quote(label.start, label.end), _unquoted(without_breaks(value))
            )

    def _one_goal(self, labels: Sequence[_Label], start: int, end: int) -> None:
        """Nothing says where one column ends: the words are kept whole for the year, and a note says so."""
        value = self.region.quote(start, end)
        annual = next((label for label in labels if label.key == "annual-goal"), labels[0])
        self.draft.take(annual.key, self.region.quote(annual.start, annual.end), without_breaks(value))
        names = "、".join("".join(label.text.split()) for label in labels)
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
