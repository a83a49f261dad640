"""The words of SPARQL as its lexer sees them; only what a scan for structure has to tell apart."""

import re
from typing import Final

_BASE: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MARKS: Final = r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_NAME: Final = rf"[{_BASE}_{_MARKS}\-]"
_ESCAPED: Final = r"(?:%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_CODE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_CHARACTER: Final = rf"\\[tbnrf\\\"']|{_CODE}"
# A prefix longer than this is read as a bare word and an empty prefix, which hides nothing.
_LONGEST_PREFIX: Final = 100

TOKEN: Final = re.compile(
    rf"""(?P<space>[\x20\t\r\n]++|\#[^\r\n]*+)
       | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_CHARACTER}))*+\"\"\"
                   |'''(?:'{{0,2}}(?:[^'\\]|{_CHARACTER}))*+'''
                   |\"(?:[^\"\\\n\r]|{_CHARACTER})*+\"
                   |'(?:[^'\\\n\r]|{_CHARACTER})*+')
       | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_MARKS}]*+)
       | (?P<blank>_:[{_BASE}_0-9](?:{_NAME}|\.(?=[.]*+{_NAME}))*+)
       | (?P<name>(?:[{_BASE}](?:{_NAME}|\.(?=[.]*+{_NAME})){{0,{_LONGEST_PREFIX}}}+)?:
                  (?:(?:[{_BASE}_:0-9]|{_ESCAPED})(?:{_NAME}|:|{_ESCAPED}|\.(?=[.]*+(?:{_NAME}|:|{_ESCAPED})))*+)?)
       | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
       | (?P<number>[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|\.[0-9]++(?:[eE][+-]?[0-9]++)?)
       | (?P<word>[A-Za-z_][A-Za-z0-9_]*+)
       | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
"""One token at a place. A `<` is always a sign here: what it begins depends on where it stands."""

IRI: Final = re.compile(rf"""<(?:[^\x00-\x20<>"{{}}|\\^`]|{_CODE})*+>""")
ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+://")
"""The beginning of an IRI that cannot be read as "less than": no expression goes on with `x://`."""

GROUP_AFTER: Final = re.compile(r"(?:[\x20\t\r\n]++|#[^\r\n]*+)*+\{")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def undo_code_points(query: str) -> str:
    r"""The query as engines read it that replace `\uXXXX` before they parse.

    >>> undo_code_points(r"SEL\u0045CT")
    'SELECT'
    """
    return _CODE_POINT.sub(lambda found: _character(found.group(1) or found.group(2)), query)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def locate(text: str, position: int) -> tuple[int, int]:
    r"""Line and column of a place in a text, both counted from one.

    >>> locate("ab\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
