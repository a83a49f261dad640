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
    """A layout's answer to whether a document is of its family: how many tables, and the words that say so."""

    tables: int
    because: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of form. `claim` looks, `read` makes the plan in the document's own words."""

    name: str
    claim: Callable[[Document], Claim | None]
    read: Callable[[Document], Plan]


@lru_cache(maxsize=64)
def layout_data(name: str) -> Mapping[str, Any]:
    """The data file of a layout, read once per process."""
    text = files("loaders").joinpath("layouts", f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506: a safe loader, in C where it is built
    return data
