"""The labels of a family of form: what many forms share, and what one layout's own file adds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from loaders.layouts.labels import LONGEST_LABEL, Aliases, first_level_of, kind_of, normalise
from loaders.layouts.layout import layout_data

_TABLES = ("fields", "amounts", "columns", "tasks", "expenses")
_LISTS = ("personal", "nothing", "no_comparator", "totals", "ignore")
_COLON = re.compile(r"[:：]")
_CELL = re.compile(r"[^\t]+")
_SEGMENT = re.compile(r"(?:(?![ \u00a0]{2,}|\u3000|\n|\t).)+")


# Where a form wants a stamp, before what is filled in.
_STAMP = re.compile(r"^\s*[（(](?:公章|盖章|签章|单位公章|加盖公章)[）)]")


class Inline(NamedTuple):
    """A label and its value that share a cell or line (`项目名称：道路照明`), by their offsets in it."""

    key: str
    label: tuple[int, int]
    value: tuple[int, int]


@dataclass(frozen=True, slots=True)
class FormLabels:
    """Every label table of a layout, ready to look words up in."""

    fields: Aliases
    columns: Aliases
    tasks: Aliases
    expenses: Aliases
    nothing: frozenset[str]
    no_comparator: frozenset[str]
    totals: frozenset[str]
    ignore: tuple[re.Pattern[str], ...]

    def is_ignored(self, text: str) -> bool:
        """Whether the written decision on scope names this line."""
        bare = normalise(text)
        return any(pattern.fullmatch(bare) for pattern in self.ignore)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label of the information part, a column or a level."""
        known = self.fields.field(text) or self.columns.field(text) or self.tasks.field(text)
        return bool(known or first_level_of(text) or kind_of(text))

    def inline(self, text: str) -> tuple[Inline, ...]:
        """The labels with values behind a colon that make up a text; empty where a part of it is none."""
        if "\t" in text:
            return tuple(self._cells_of_a_line(text))
        if not _COLON.search(text) or self.is_ignored(text):
            return ()
        whole = self._inline(text, 0, len(text))
        pieces = list(_SEGMENT.finditer(text))
        several = [self._inline(text, *m.span()) for m in pieces if m.group().strip()]
        if len(several) > 1 and all(several):
            return tuple(found for found in several if found is not None)
        return (whole,) if whole is not None else ()

    def _cells_of_a_line(self, text: str) -> Iterator[Inline]:
        """The labels with the values behind them in a row of a sheet that stands outside any table."""
        cells = list(_CELL.finditer(text))
        for label, value in pairwise(cells):
            key = self.fields.field(label.group())
            if key and value.group().strip() and not self.fields.field(value.group()):
                yield Inline(key, label.span(), value.span())

    def _inline(self, text: str, start: int, end: int) -> Inline | None:
        """The longest label before a colon, and what stands behind it."""
        colons = [m.end() for m in _COLON.finditer(text, start, min(end, start + LONGEST_LABEL))]
        for after in reversed(colons[:3]):
            key = self.fields.field(text[start : after - 1])
            value = _STAMP.sub("", text[after:end]).strip()
            if key and value and not self.fields.field(value):
                at = text.index(value, after)
                return Inline(key, (start, after), (at, at + len(value)))
        return None

    def is_total(self, text: str) -> bool:
        """Whether a row is a sum of rows above it."""
        return normalise(text) in self.totals


@lru_cache(maxsize=1)
def shared_labels() -> Mapping[str, Any]:
    """What the forms share, read once."""
    return layout_data("forms")


def form_labels(data: Mapping[str, Any]) -> FormLabels:
    """The labels of one layout: the shared ones, where its own file does not give a label another meaning."""
    own = any(data.get(name) for name in (*_TABLES, *_LISTS))
    return _made(data) if own else _shared_made()


@lru_cache(maxsize=1)
def _shared_made() -> FormLabels:
    """The labels of every layout that adds none: one record, so that what is found by them is found once."""
    return _made({})


def _made(data: Mapping[str, Any]) -> FormLabels:
    shared = shared_labels()
    tables = {name: _merged(shared[name], data.get(name, {})) for name in _TABLES}
    lists = {name: [*shared[name], *data.get(name, ())] for name in _LISTS}
    fields = {**tables["fields"], "personal": lists["personal"]}
    fields |= {f"amount-{role}": labels for role, labels in tables["amounts"].items()}
    return FormLabels(
        fields=Aliases(fields, brackets=True, patterns={"personal": shared["person"]}),
        columns=Aliases(tables["columns"], brackets=True),
        tasks=Aliases(tables["tasks"], brackets=True),
        expenses=Aliases(tables["expenses"], brackets=True),
        nothing=frozenset(normalise(word) for word in lists["nothing"]),
        no_comparator=frozenset(normalise(word) for word in lists["no_comparator"]),
        totals=frozenset(normalise(word) for word in lists["totals"]),
        ignore=tuple(re.compile(pattern) for pattern in lists["ignore"]),
    )


def _merged(shared: Mapping[str, Iterable[str]], own: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Both tables; a label of the layout's own leaves the field that the shared table gives it."""
    taken = {normalise(label) for labels in own.values() for label in labels}
    merged = {
        name: [label for label in labels if normalise(label) not in taken] for name, labels in shared.items()
    }
    for name, labels in own.items():
        merged[name] = [*labels, *merged.get(name, ())]
    return merged
