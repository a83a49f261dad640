"""Rebuilds the example document as .docx from a text export of it, damage left out.

    python examples/rebuild_docx.py TEXT_EXPORT OUT.docx

The export lost the end of project 30's indicator table and the heading of project 31 to page breaks. This
script puts the heading back, gives the cut rows the value and basis that all other rows of the project
have, and supplies the two lost rows in the wording that sibling projects use; `examples/README.md` says so.
"""

import sys
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

from loaders.load import load_file
from loaders.plan import Goal, Indicator, Plan, Project

_LEVELS = (
    ("产出指标", ("quantity", "quality", "timeliness", "cost")),
    ("效益指标", ("economic", "social", "ecological", "sustainability")),
    ("满意度指标", ("beneficiary-satisfaction",)),
)
_SECOND_LEVELS = {
    "quantity": "数量指标",
    "quality": "质量指标",
    "timeliness": "时效指标",
    "cost": "成本指标",
    "economic": "经济效益指标",
    "social": "社会效益指标",
    "ecological": "生态效益指标",
    "sustainability": "可持续影响指标",
    "beneficiary-satisfaction": "服务对象满意度指标",
}
# What sibling projects of the same department print for the rows that the export lost.
_SUPPLIED = {
    "ecological": ("改善生态环境质量", "减轻环境污染"),
    "beneficiary-satisfaction": ("信访群众满意度", "信访群众满意度提升"),
}
_COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
_GOAL_NUMBERS = "一二三四五六七八九十"
_GRID = 13


def rebuild(source: Path) -> bytes:
    """The bytes of the .docx; the same input gives the same bytes."""
    plan = load_file(source).plan
    word = docx.Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    _department_part(word, plan)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.add_heading("第二部分", 1)
    word.add_heading("预算项目绩效目标", 1)
    for number, project in enumerate(plan.projects, start=1):
        _project(word, number, project, f"{plan.department_code}{plan.department_name.text}")
    return _same_bytes(word)


def _department_part(word: Docx, plan: Plan) -> None:
    word.add_heading("第一部分", 1)
    word.add_heading("部门整体绩效目标", 1)
    word.add_heading("一、总体绩效目标", 2)
    if plan.overall_goal:
        word.add_paragraph(plan.overall_goal.text)
    word.add_heading("二、分项绩效目标", 2)
    for goal in plan.goals:
        _goal(word, goal)
    word.add_heading("三、工作保障措施", 2)
    for number, safeguard in enumerate(plan.safeguards):
        word.add_paragraph(f"（{_GOAL_NUMBERS[number]}）{safeguard.text}")


def _goal(word: Docx, goal: Goal) -> None:
    word.add_paragraph(f"（{_GOAL_NUMBERS[int(goal.number) - 1]}）{goal.name.text}")
    separator = "；" if goal.number == "1" else "，"
    clauses = separator.join(objective.text.text for objective in goal.objectives)
    word.add_paragraph(f"绩效目标：{clauses}。")
    word.add_paragraph("绩效指标：" + "".join(statement.text.text for statement in goal.statements))


def _project(word: Docx, number: int, project: Project, department: str) -> None:
    heading = project.heading.text if project.heading else f"{number}.{project.name.text}绩效目标表"
    word.add_heading(heading, 2)
    _information(word.add_table(7, _GRID, style="Table Grid"), project, department)
    word.add_paragraph(" ")
    _indicators(word, project)
    word.add_paragraph(" ")


def _information(table: Table, project: Project, department: str) -> None:
    budget, fiscal, other = (
        amount.printed.text if (amount := project.amount(role)) else ""
        for role in ("budget", "fiscal", "other")
    )
    labels = [milestone.label.text for milestone in project.milestones]
    percents = [milestone.percent.text for milestone in project.milestones]
    grid = list(table.rows)
    _fill(grid[0].cells, [(department, 7), ("单位：万元", 6)])
    _fill(grid[1].cells, [("项目编码", 2), (project.code.text, 4), ("项目名称", 2), (project.name.text, 5)])
    money = [("预算数", 2), (budget, 2), ("其中：财政    资金", 2), (fiscal, 2), ("其他资金", 2), (other, 1)]
    _fill(grid[2].cells, [("预算规模及资金用途", 2), *money])
    _fill(grid[3].cells, [("", 2), (project.purpose.text, 11)])
    _fill(grid[4].cells, [("资金支出计划（%）", 2), *zip(labels, (3, 3, 3, 2), strict=True)])
    _fill(grid[5].cells, [("", 2), *zip(percents, (3, 3, 3, 2), strict=True)])
    _fill(grid[6].cells, [("绩效目标", 2), (f"1.目标内容1{project.goal_text.text}", 11)])
    for row in (2, 4):
        table.cell(row, 0).merge(table.cell(row + 1, 0))


def _fill(cells: Sequence[_Cell], contents: list[tuple[str, int]]) -> None:
    at = 0
    for text, span in contents:
        cell = cells[at].merge(cells[at + span - 1]) if span > 1 else cells[at]
        _write(cell, text)
        at += span


def _write(cell: _Cell, text: str) -> None:
    # One paragraph with line breaks, as the form prints a cell that runs over.
    cell.paragraphs[0].text = text


def _indicators(word: Docx, project: Project) -> None:
    rows = _whole_rows(project)
    table = word.add_table(len(rows) + 1, len(_COLUMNS), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, _COLUMNS, strict=True):
        _write(cell, label)
    first_of_level: dict[str, int] = {}
    for position, (level, texts) in enumerate(rows, start=1):
        cells = table.rows[position].cells
        for cell, text in zip(cells[1:], texts, strict=True):
            _write(cell, text)
        first_of_level.setdefault(level, position)
    for level, first in first_of_level.items():
        last = first + sum(1 for other, _ in rows if other == level) - 1
        _write(table.cell(first, 0).merge(table.cell(last, 0)), level)


def _whole_rows(project: Project) -> list[tuple[str, tuple[str, ...]]]:
    """The nine rows in printed order; what the export cut off is filled as the module's docstring says."""
    value = next(i.value.text for i in project.indicators if i.value.text)
    basis = next(i.basis.text for i in project.indicators if i.basis.text)
    by_kind = {indicator.kind: indicator for indicator in project.indicators}
    printed = [indicator.kind for indicator in project.indicators]
    missing = [kind for kind in _SECOND_LEVELS if kind not in by_kind]
    order = list(_SECOND_LEVELS) if missing else printed
    return [(_level(kind), _cells(kind, by_kind.get(kind), value, basis)) for kind in order]


def _level(kind: str) -> str:
    return next(level for level, kinds in _LEVELS if kind in kinds)


def _cells(kind: str, indicator: Indicator | None, value: str, basis: str) -> tuple[str, ...]:
    if indicator is None:
        return (_SECOND_LEVELS[kind], *_SUPPLIED[kind], value, basis)
    return (
        _SECOND_LEVELS[kind],
        indicator.name_printed.text,
        indicator.description.text,
        indicator.value.text or value,
        indicator.basis.text or basis,
    )


def _same_bytes(word: Docx) -> bytes:
    """Pack the document again with one fixed date in every entry."""
    packed, result = BytesIO(), BytesIO()
    word.core_properties.title = "部门整体绩效目标与预算项目绩效目标"
    word.core_properties.author = ""
    word.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Path(sys.argv[2]).write_bytes(rebuild(Path(sys.argv[1])))
