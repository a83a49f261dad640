"""What an export to another standard cannot hold, said in words and counted; nothing is left out in silence."""

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["zh", "en"]

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "comparator": (
        "目标值的比较符号，标准中没有对应位置，写入说明",
        "comparators of targets, kept in a comment",
    ),
    "unit": (
        "目标值的计量单位，标准中没有对应位置，写入说明",
        "units of targets, kept in a comment",
    ),
    "words-as-target": (
        "以文字表述的目标值，写入说明",
        "targets in words, kept in a comment",
    ),
    "range": (
        "区间目标值只保留下限，全文写入说明",
        "ranges, of which the lower end is the value",
    ),
    "indicator-kind": (
        "九类（2021 年十二类）指标类别，归并为标准的类型",
        "kinds of indicators, merged into the standard's types",
    ),
    "basis": (
        "指标值确定依据",
        "bases of targets",
    ),
    "description": (
        "指标描述",
        "descriptions of indicators",
    ),
    "step": (
        "优、良、中、差分档标准",
        "steps by which results are graded",
    ),
    "weight": (
        "指标权重和得分",
        "weights and points",
    ),
    "further-target": (
        "同一单元格中的其他目标值",
        "further targets in one cell",
    ),
    "long-term-row": (
        "整个实施期的指标",
        "indicators of the whole life of a project",
    ),
    "fund-source": (
        "资金来源（财政资金、其他资金）",
        "sources of funds",
    ),
    "other-amount": (
        "预算以外的金额",
        "amounts other than the budget",
    ),
    "amount": (
        "项目预算金额",
        "budgets of projects",
    ),
    "milestone": (
        "资金支出计划",
        "milestones of spending",
    ),
    "goal": (
        "部门绩效目标",
        "goals of the department",
    ),
    "objective": (
        "目标下的分项",
        "objectives",
    ),
    "statement": (
        "目标自身的绩效指标",
        "indicator statements of goals",
    ),
    "safeguard": (
        "工作保障措施",
        "safeguard measures",
    ),
    "link": (
        "项目与目标的关联",
        "links between projects and goals",
    ),
    "project-as-objective": (
        "项目，写作所支撑目标下的一项子目标",
        "projects, written as objectives of the goal they serve",
    ),
    "project-as-goal": (
        "文件没有写部门目标，每个项目的目标写作一个目标",
        "goals above the projects, which the document does not state; each project's own goal stands for one",
    ),
    "project-without-goal": (
        "没有对应目标的项目，连同其指标未能导出",
        "projects without a goal, left out with their indicators",
    ),
    "form-field": (
        "表单其他栏目",
        "further cells of the form",
    ),
    "place": (
        "每段文字在原文件中的位置",
        "places of words in the source file",
    ),
    "repair": (
        "读取时的修复记录",
        "repairs of the reading",
    ),
    "baseline": (
        "基期值",
        "baselines",
    ),
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that the other standard cannot hold, and how many of them there were."""

    standard: str
    what: str
    count: int

    def sentence(self, lang: Language = "en") -> str:
        """The loss in one sentence."""
        zh, en = _WORDS[self.what]
        if lang == "zh":
            return f"{self.standard} 无法承载：{zh}（{self.count} 处）。"
        return f"{self.standard} has no place for {en} ({self.count})."


@dataclass(frozen=True, slots=True)
class Export:
    """The text of an export and what it lost."""

    xml: str
    losses: tuple[Loss, ...]


class LossCounter:
    """Counts losses while an export is written."""

    def __init__(self, standard: str) -> None:
        self._standard = standard
        self._counts: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        """Count something that has no place; `what` is a key of the known losses."""
        if what not in _WORDS:
            raise KeyError(what)
        self._counts[what] += count

    def losses(self) -> tuple[Loss, ...]:
        """The losses, in the order of the list of known ones."""
        return tuple(Loss(self._standard, what, self._counts[what]) for what in _WORDS if self._counts[what])
