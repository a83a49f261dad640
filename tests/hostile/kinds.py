"""The collection of bad files: each kind has a name, a file name and a function that makes its bytes."""

from collections.abc import Callable
from dataclasses import dataclass

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a file can be bad."""

    name: str
    file: str
    make: Make


KINDS: dict[str, Kind] = {}


def bad(file: str) -> Callable[[Make], Make]:
    """Register a maker under the sentence that its name is; `file` is the name that the file arrives with."""

    def keep(make: Make) -> Make:
        name = make.__name__.replace("_", " ")
        assert name not in KINDS, name
        assert file not in {kind.file for kind in KINDS.values()}, file
        KINDS[name] = Kind(name, file, make)
        return make

    return keep
