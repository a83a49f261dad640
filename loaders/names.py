"""Indicator names that the form cut at a fixed length, mended from the description beside them."""

import re
from typing import Final

# Where the name ends and the statement about it begins: a direction, a number, conformity, an event.
_STATEMENT: Final = re.compile(
    "(?:显著|明显|逐年|逐步|有所|不断|持续|大幅|稳步|进一步|得到|情况)*"
    "(?:提高|提升|降低|减少|增加|增长|改善|下降|下将|上升|递减|递增|增强|缩短|扩大|优化|减轻)(?!率|幅度|比例|值)"
    "|(?:为|达到?|接近于?|不低于|不少于|不超过|控制在|[≥≧≤≦=＝<>＜＞])?\\s*[0-9０-９]+(?:[.．][0-9０-９]+)?\\s*[%％]?"
    "|符合|满足|(?:及时|按时|按期|准时|如期|全部|已)(?!率|性|度)|完成(?!率|度|情况|数|量|质量|时|比)|[，。；;]"
)


def mend_name(printed: str, description: str, cut_at: int) -> str | None:
    r"""The whole name of a row whose printed name stops after `cut_at` characters, or None if nothing is mended.

    >>> mend_name("党组织书记培训班和党务工作者培", "党组织书记培训班和党务工作者培训班出勤率\n提高", 15)
    '党组织书记培训班和党务工作者培训班出勤率'
    """
    shown = "".join(printed.split())
    words = "".join(description.split())
    if cut_at <= 0 or len(shown) != cut_at or not words.startswith(shown):
        return None
    rest = words[cut_at:]
    end = _end_of_name(rest)
    return shown + rest[:end] if end else None


def _end_of_name(rest: str) -> int:
    for match in _STATEMENT.finditer(rest):
        if match.group() != "，" or match.start():
            return match.start()
    return len(rest)
