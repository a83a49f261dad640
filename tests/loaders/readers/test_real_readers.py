"""Facts about published documents that stand beside the checkout; skipped where they do not."""

from pathlib import Path

import pytest

from loaders.document import Document, Paragraph
from loaders.reading import read_file

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published documents are not here")


def read(name: str) -> Document:
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not here")
    return read_file(DATA / name)


def texts(document: Document) -> dict[str, list[str]]:
    """Every row of every table by its first filled cell that is no label of a block."""
    rows = (row for table in document.tables() for row in table.expanded())
    return {row[3].text: [c.text if c else "" for c in row] for row in rows if len(row) > 4 and row[3]}


def test_guangdong_shows_a_bare_one_as_a_hundred_percent_and_keeps_its_formula() -> None:
    document = read("guangdong_zhanjiang_rsj_2024_dept_goal.xlsx")
    rows = texts(document)
    assert rows["补贴发放准确率"][4] == "100%"
    assert rows["资金在规定时间内下达率"][4] == "≧95%"
    formulas = [c for t in document.tables() for r in t.rows for c in r if c.formula]
    assert [(c.formula, c.text, c.raw) for c in formulas] == [("C5+C6", "72807.38", 72807.384975)]


def test_chongqing_keeps_its_split_columns_and_its_percent_format() -> None:
    table = next(read("chongqing_yuzhong_2021_self_evaluation.xlsx").tables())
    rows = {row[1].text: [c.text if c else "" for c in row] for row in table.expanded() if row[1]}
    assert rows["预算执行率"][2:7] == ["≥", "90", "%", "8", "88%"]
    assert rows["零就业家庭帮扶率"][0] == "效益类指标"


def test_shanghai_is_nine_tables_and_prose_with_seven_headings() -> None:
    document = read("shanghai_putuo_sfj_2026_budget.pdf")
    assert [len(table.rows) for table in document.tables()] == [16, 25, 25, 16, 24, 16, 16, 33, 4]
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    chapter = lines[lines.index("人民调解项目经费情况说明") :]
    headings = [line for line in chapter if line[:2] in {f"{n}、" for n in "一二三四五六七"}]
    assert headings == [
        "一、项目概述",
        "二、立项依据",
        "三、实施主体",
        "四、实施方案",
        "五、实施周期",
        "六、年度预算安排",
        "七、绩效目标",
    ]
    assert chapter[chapter.index("六、年度预算安排") + 1] == "795万元"
    assert any("编报绩效目标的项目20个，涉及项目预算资金7054.05万元" in line for line in lines)
