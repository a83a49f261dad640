"""Several short texts in one literal, one a line: how the evidence of a row is stored and read back."""

import re
from collections.abc import Iterable
from typing import Final

# A line break inside a text is followed by a tab, as mail headers fold long lines, so that no text is ever cut.
_BETWEEN: Final = re.compile(r"\n(?!\t)")


def join_lines(texts: Iterable[str]) -> str:
    r"""The texts as one, each on its own line.

    >>> join_lines(["shared-value：100", "two\nlines"])
    'shared-value：100\ntwo\n\tlines'
    """
    return "\n".join(text.replace("\n", "\n\t") for text in texts)


def split_lines(joined: str) -> tuple[str, ...]:
    r"""The texts that were joined.

    >>> split_lines('shared-value：100\ntwo\n\tlines'), split_lines("")
    (('shared-value：100', 'two\nlines'), ())
    """
    return tuple(text.replace("\n\t", "\n") for text in _BETWEEN.split(joined)) if joined else ()
