"""How printed labels are compared: without blanks, brackets' width, trailing colons and leading stars."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_DROPPED = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u202a-\u202e\ufeff]+")
_FOLDED = str.maketrans("（）：％", "():%")

KINDS: dict[str, tuple[str, ...]] = {
    "quantity": ("数量", "产出数量", "工作数量"),
    "quality": ("质量", "产出质量", "工作质量"),
    "timeliness": ("时效", "产出时效", "工作时效", "进度", "时间进度"),
    "cost": ("成本", "产出成本", "预算成本"),
    "economic": ("经济效益", "经济"),
    "social": ("社会效益", "社会"),
    "ecological": ("生态效益", "环境效益", "生态环境效益", "生态", "环境"),
    "sustainability": (
        "可持续影响",
        "可持续发展",
        "可持续发展影响",
        "可持续影响力",
        "可持续性影响",
        "可持续性",
        "可持续",
    ),
    "beneficiary-satisfaction": (
        "服务对象满意度",
        "社会公众或服务对象满意度",
        "社会公众满意度",
        "受益对象满意度",
        "服务对象或受益人满意度",
        "服务对象满意",
        "公众满意度",
        "群众满意度",
        "满意度",
        "服务对象",
    ),
    "economic-cost": ("经济成本",),
    "social-cost": ("社会成本",),
    "ecological-cost": ("生态环境成本", "生态成本", "环境成本"),
}
"""Printed second-level labels of each kind, without the word 指标; a test holds them to the ontology's labels."""

FIRST_LEVELS: dict[str, tuple[str, ...]] = {
    "output": ("产出", "项目产出", "预期产出", "绩效产出"),
    "benefit": ("效益", "效果", "项目效益", "预期效益", "项目效果", "预期效果", "绩效效益"),
    "satisfaction": ("满意度",),
    "cost-level1": ("成本", "项目成本"),
}

_KIND_OF = {label: kind for kind, labels in KINDS.items() for label in labels}
_FIRST_LEVEL_OF = {label: level for level, labels in FIRST_LEVELS.items() for label in labels}


def folded(text: str) -> str:
    """Text with brackets, colons and per cent signs of one width."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=4096)
def normalise(label: str) -> str:
    """The comparable form of a label.

    >>> normalise("其中：财政    资金 ")
    '其中:财政资金'
    """
    return _DROPPED.sub("", label).translate(_FOLDED).lstrip("*★").rstrip(":")


_LEVEL_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_LEVEL_EDGES = re.compile(r"^[一二三四五六七八九十\d]{1,2}[、.．:]|(?:类|指标|目标|方面|\d{1,3}分?)+$")


@lru_cache(maxsize=4096)
def _level(label: str) -> str:
    return _LEVEL_EDGES.sub("", _LEVEL_BRACKETS.sub("", normalise(label)))


def kind_of(label: str, first_level: str = "") -> str:
    r"""The kind that a second-level label names, or an empty string.

    Under the first level 成本 the names of the 2021 scheme apply; a first level may stand alone (满意度指标).

    >>> kind_of("服务对象\n满意度指标"), kind_of("环境效益"), kind_of("经济成本指标"), kind_of("其他")
    ('beneficiary-satisfaction', 'ecological', 'economic-cost', '')
    """
    kind = _KIND_OF.get(_level(label), "")
    if kind in {"economic", "social", "ecological"} and first_level_of(first_level) == "cost-level1":
        return f"{kind}-cost"
    return kind


def first_level_of(label: str) -> str:
    """The first level that a label names (`output`, `benefit`, `satisfaction`, `cost-level1`), or an empty string."""
    return _FIRST_LEVEL_OF.get(_level(label), "")


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")


@lru_cache(maxsize=4096)
def without_brackets(label: str) -> str:
    """The comparable form of a label without what stands in brackets, however deep.

    >>> without_brackets("全年预算数（A）（上年结转（含）+年初预算）"), without_brackets("项目资金（元）")
    ('全年预算数', '项目资金')
    """
    bare, before = normalise(label), ""
    while bare != before:
        bare, before = _BRACKETS.sub("", bare), bare
    return re.sub(r"^[一二三四五六七八九十\d]{1,2}[、.．]", "", bare).lstrip("*★").rstrip(":")


LONGEST_LABEL = 80
_COUNTED = re.compile(r"[\d一二三四五六七八九十]{1,2}$")
_CHOICE = re.compile(r"\{([^{}]*)\}")


def spelled_out(pattern: str) -> list[str]:
    """Every label that a pattern with choices stands for.

    >>> spelled_out("{年度,}预算{数,金额}")
    ['年度预算数', '年度预算金额', '预算数', '预算金额']
    """
    choice = _CHOICE.search(pattern)
    if choice is None:
        return [pattern]
    head, tail = pattern[: choice.start()], spelled_out(pattern[choice.end() :])
    return [head + word + rest for word in choice[1].split(",") for rest in tail]


class Aliases:
    """Finds the field that a printed label names, from a table of field → labels in a layout's data.

    With `brackets`, a label that is not known as printed is looked up without what stands in brackets, then
    without the number at its end (年度目标1); `patterns` name the fields of labels that no list can hold.
    """

    def __init__(
        self,
        table: Mapping[str, Iterable[str]],
        *,
        brackets: bool = False,
        patterns: Mapping[str, str] | None = None,
    ) -> None:
        self._field_of: dict[str, str] = {}
        for name, spellings in table.items():
            for label in (label for pattern in spellings for label in spelled_out(pattern)):
                # A label that two fields list is the first one's.
                if bare := normalise(label):
                    self._field_of.setdefault(bare, name)
        self._brackets = brackets
        self._patterns = [(name, re.compile(pattern)) for name, pattern in (patterns or {}).items()]
        # The cells of one document repeat themselves: most look-ups are of texts seen before.
        self._seen: dict[str, str] = {}

    def field(self, label: str) -> str:
        """The field, or an empty string."""
        if len(label) > LONGEST_LABEL:
            return ""
        found = self._seen.get(label)
        if found is None:
            found = self._seen[label] = self._find(label)
        return found

    def _find(self, label: str) -> str:
        known = self._field_of.get(normalise(label), "")
        if known or not self._brackets:
            return known
        bare = without_brackets(label)
        named = self._field_of.get(bare) or self._field_of.get(_COUNTED.sub("", bare), "")
        return named or next((name for name, pattern in self._patterns if pattern.fullmatch(bare)), "")

    def labels(self) -> Mapping[str, str]:
        """Every comparable label with its field."""
        return self._field_of
