"""Words and numbers of a document as files of other standards can hold them."""

import re
from decimal import Decimal
from typing import Final

from loaders.plan import Reading

_IN_A_SENTENCE: Final = "V-sentence"
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(words: str) -> str:
    r"""Words without the characters that XML 1.0 does not allow.

    >>> legal("a\x0bb\ufffe")
    'ab'
    """
    return _ILLEGAL.sub("", words)


def stated_number(reading: Reading | None) -> Decimal | None:
    """The number that a value is; None where it is words, or a sentence that a number stands in."""
    return None if reading is None or reading.rule == _IN_A_SENTENCE else reading.number
