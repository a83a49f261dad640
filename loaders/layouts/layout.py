"""What a layout is: a family of form, known by its labels, with data, a mapping and expectations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from loaders.document import Document
from loaders.plan import Plan


@dataclass(frozen=True, slots=True)
class Claim:
    """A layout's answer to whether a document is of its family: how many tables, and the words that say so.

    `numbers` are the numbers of the claimed tables; empty where the layout reads the document as a whole, or
    (`paragraphs`) what stands outside its tables.
    """

    tables: int
    because: str
    numbers: tuple[int, ...] = ()
    paragraphs: bool = False

    @property
    def whole(self) -> bool:
        """Whether the layout reads the document as a whole."""
        return not self.numbers and not self.paragraphs


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of form. `claim` looks, `read` makes the plan in the document's own words.

    `data` is what its file says: name, kind, labels, what a healthy load looks like.
    """

    name: str
    claim: Callable[[Document], Claim | None]
    read: Callable[[Document], Plan]
    data: Mapping[str, Any] | None = None

    @property
    def facts(self) -> Mapping[str, Any]:
        """The layout's data, its own or the shipped file of its name."""
        return self.data if self.data is not None else layout_data(self.name)


@lru_cache(maxsize=64)
def layout_data(name: str) -> Mapping[str, Any]:
    """The data file of a shipped layout, read once per process."""
    text = files("loaders").joinpath("layouts", f"{name}.yaml").read_text(encoding="utf-8")
    return parse_layout(text)


def parse_layout(text: str) -> Mapping[str, Any]:
    """The data of a layout from the text of its file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, in C where it is built
    return data
