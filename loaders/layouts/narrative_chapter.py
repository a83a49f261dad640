"""Reads a budget's chapters on projects in prose: seven fixed headings, the goal in words, no indicators.

What such a chapter does not state is said in notes: no indicators, a goal that stands elsewhere, fewer
projects described than the budget says have goals.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loaders.document import Document, Table
from loaders.layouts.form_draft import FormDraft, joined
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.form_layout import build_plan, labels_of, unclaimed_table
from loaders.layouts.form_tables import FormTables
from loaders.layouts.form_titles import department_line
from loaders.layouts.labels import Aliases
from loaders.layouts.layout import Claim, Layout, layout_data
from loaders.layouts.text_region import Region, regions, without_breaks
from loaders.plan import Plan, Quote, ReadingNote, Unread

NAME = "narrative-chapter"

_MONEY = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*[千万亿]?元")
_YEAR_LINE = re.compile(r"[^\n。]{0,30}20\d\d\s*年[^\n。；，]{0,30}(?:预算|绩效)[^\n。；，]{0,20}")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    key: str


class _Chapters:
    """The chapters of a document by the headings of a data file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.heading = re.compile(data["heading"])
        self.title = re.compile(data["title"])
        self.sections = Aliases(data["sections"], brackets=True)
        self.elsewhere = re.compile(data["elsewhere"])
        self.enough = int(data["enough"])

    def lines(self, region: Region) -> list[_Line]:
        """The lines of a region; `key` is the section that a line heads."""
        found = []
        for match in re.finditer(r"[^\n]+", region.text):
            text = match.group().strip()
            heading = self.heading.fullmatch(text)
            key = self.sections.field(heading["label"]) if heading else ""
            found.append(_Line(match.start(), match.end(), text, key))
        return found

    def split(self, lines: list[_Line]) -> Iterator[tuple[int, int]]:
        """First and last line of each chapter: from the title above its first heading to the next title."""
        starts: list[int] = []
        seen: set[str] = set()
        for index, line in enumerate(lines):
            if line.key and (not starts or line.key in seen):
                starts.append(index)
                seen = set()
            if line.key:
                seen.add(line.key)
        begins = [self._title_above(lines, index) for index in starts]
        for position, begin in enumerate(begins):
            end = begins[position + 1] if position + 1 < len(begins) else len(lines)
            if len({line.key for line in lines[begin:end]} - {""}) >= self.enough:
                yield begin, end

    def _title_above(self, lines: list[_Line], index: int) -> int:
        above = index - 1
        if above >= 0 and (self.title.fullmatch(lines[above].text) or _short(lines[above].text)):
            return above
        return index


_KNOWN: dict[int, tuple[Mapping[str, Any], _Chapters]] = {}


def _chapters_of(data: Mapping[str, Any]) -> _Chapters:
    """What a data file's chapters look like, made once."""
    known = _KNOWN.get(id(data))
    if known is None or known[0] is not data:
        _KNOWN[id(data)] = known = (data, _Chapters(data))
    return known[1]


def _short(text: str) -> bool:
    return len(text) <= 40 and not re.search(r"[。；，：:]", text)


def narrative_layout(name: str = NAME, data: Mapping[str, Any] | None = None) -> Layout:
    """The layout of chapters in prose under fixed headings, by a data file that names the headings."""

    def facts() -> Mapping[str, Any]:
        return data if data is not None else layout_data(name)

    def claim(document: Document) -> Claim | None:
        chapters = _chapters_of(facts())
        count, words = 0, ""
        for region in regions(document):
            lines = chapters.lines(region)
            for begin, end in chapters.split(lines):
                count += 1
                words = words or "、".join(line.text for line in lines[begin:end] if line.key)
        return Claim(count, words, paragraphs=True) if count else None

    def read(document: Document) -> Plan:
        return _read(document, facts())

    return Layout(name, claim, read, data)


def _read(document: Document, data: Mapping[str, Any]) -> Plan:
    chapters, labels = _chapters_of(data), labels_of(data)
    tables = FormTables(labels)
    unread = [unclaimed_table(block) for block in document.blocks if isinstance(block, Table)]
    for region in regions(document):
        lines = chapters.lines(region)
        inside: set[int] = set()
        for begin, end in chapters.split(lines):
            _read_chapter(region, lines[begin:end], chapters, tables)
            inside.update(range(begin, end))
        for index, line in enumerate(lines):
            if index not in inside:
                unread += _outside(region, line, tables, labels)
    _note_statements(document, data, tables)
    return build_plan(document, data, tables, unread)


def _outside(region: Region, line: _Line, tables: FormTables, labels: FormLabels) -> list[Unread]:
    words = region.quote(line.start, line.end)
    if tables.department is None:
        tables.department = department_line(words)
    if _YEAR_LINE.fullmatch(line.text):
        tables.titles.append(line.text)
        return []
    if not words.text or labels.is_ignored(words.text):
        return []
    return [Unread(words, "paragraph outside any known part")]


def _read_chapter(region: Region, lines: list[_Line], chapters: _Chapters, tables: FormTables) -> None:
    draft = FormDraft(region.quote(lines[0].start, lines[0].end).anchor, tables.labels)
    tables.drafts.append(draft)
    if not lines[0].key:
        _take_title(draft, region.quote(lines[0].start, lines[0].end), chapters, tables)
    key, label, words = "", Quote("", draft.anchor), Quote("", draft.anchor)
    for line in (*lines, None):
        if line is None or line.key:
            if key and words.text:
                _take_section(draft, (key, label), without_breaks(words), chapters, tables)
            if line is not None:
                key, label = line.key, region.quote(line.start, line.end)
                words = Quote("", label.anchor)
        elif key and not tables.labels.is_ignored(line.text):
            quote = region.quote(line.start, line.end)
            words = joined(words, quote) if words.text else quote
    name = draft.name.text if draft.name else ""
    tables.notes.append(ReadingNote("no-indicators", f"{name}: goals in prose, no indicators", draft.anchor))


def _take_title(draft: FormDraft, title: Quote, chapters: _Chapters, tables: FormTables) -> None:
    draft.heading = title
    tables.titles.append(title.text)
    match = chapters.title.fullmatch(title.text)
    start, end = match.span("name") if match else (0, len(title.text))
    draft.name = Quote(title.text[start:end], title.anchor.within(start, end))


def _take_section(
    draft: FormDraft, line: tuple[str, Quote], words: Quote, chapters: _Chapters, tables: FormTables
) -> None:
    key, label = line
    if key.startswith("amount-"):
        money = list(_MONEY.finditer(words.text))
        if money:
            first = money[0]
            printed = Quote(first.group(), words.anchor.within(first.start(), first.end()))
            draft.take_amount(key.removeprefix("amount-"), printed, "")
        if not money or money[0].group() != words.text:
            draft.take(key, label, words)
        return
    if key == "annual-goal" and chapters.elsewhere.search(words.text) and len(words.text) <= 60:
        tables.notes.append(ReadingNote("goal-elsewhere", words.text, words.anchor))
    draft.take(key, label, words)


def _note_statements(document: Document, data: Mapping[str, Any], tables: FormTables) -> None:
    """Hold a sentence such as `编报绩效目标的项目20个` against the projects that are described."""
    pattern = re.compile(data["stated_projects"])
    for region in regions(document):
        # The page breaks sentences anywhere.
        text = region.text.replace("\n", "")
        for match in pattern.finditer(text):
            stated, found = int(match["projects"]), len(tables.drafts)
            if stated == found:
                continue
            start = _offset(region.text, match.start())
            place = region.quote(start, _offset(region.text, match.end() - 1) + 1)
            money = f" with {match['money']} {match['unit']}" if match["money"] else ""
            detail = f"the document states {stated} projects with goals{money}; {found} described here"
            tables.notes.append(ReadingNote("projects-stated-not-found", detail, place.anchor))


def _offset(text: str, bare: int) -> int:
    """Where the character stands in a text that is number `bare` once line feeds are taken out."""
    seen = -1
    for offset, character in enumerate(text):
        seen += character != "\n"
        if seen == bare:
            return offset
    return len(text)
