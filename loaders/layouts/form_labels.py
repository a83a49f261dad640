"""The labels of a family of form: what many forms share, and what one layout's own file adds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from loaders.layouts.labels import Aliases, normalise
from loaders.layouts.layout import layout_data

_TABLES = ("fields", "amounts", "columns", "tasks", "expenses")
_LISTS = ("personal", "nothing", "no_comparator", "totals", "ignore")


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

    def is_total(self, text: str) -> bool:
        """Whether a row is a sum of rows above it."""
        return normalise(text) in self.totals


@lru_cache(maxsize=1)
def shared_labels() -> Mapping[str, Any]:
    """What the forms share, read once."""
    return layout_data("forms")


def form_labels(data: Mapping[str, Any]) -> FormLabels:
    """The labels of one layout: the shared ones, where its own file does not give a label another meaning."""
    shared = shared_labels()
    tables = {name: _merged(shared[name], data.get(name, {})) for name in _TABLES}
    lists = {name: [*shared[name], *data.get(name, ())] for name in _LISTS}
    fields = {**tables["fields"], "personal": lists["personal"]}
    fields |= {f"amount-{role}": labels for role, labels in tables["amounts"].items()}
    return FormLabels(
        fields=Aliases(fields, brackets=True),
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
