"""Small documents in the form's language for tests: a made-up department with two goals and two projects."""

from collections.abc import Sequence

Row = tuple[str, str, str, str, str, str]

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
UNIT = "305001某区民政局本级"

DEPARTMENT = """第一部分
部门整体绩效目标

[bookmark: _Toc_1]一、总体绩效目标
2023年，全区民政工作围绕基本民生保障、基层社会治理和基本社会服务展开。
[bookmark: _Toc_2]二、分项绩效目标
（一）兜牢基本民生底线
绩效目标：落实社会救助政策；健全临时救助机制强化急难救助。
绩效指标：低保金按月发放。全年临时救助不少于300人次。
（二）提升养老服务水平
绩效目标：建设社区养老设施，加强养老护理员培训。
绩效指标：新建社区养老服务站5个。
[bookmark: _Toc_3]三、工作保障措施
（一）完善制度建设。制定救助资金管理办法。
（二）加强绩效监控。按季开展监控。
"""


def nine_rows(value: str, basis: str = "年初工作计划") -> list[Row]:
    """The nine kinds, a name and a description each, all with one value text."""
    return [
        ("产出指标", "数量指标", "救助人次", "救助人次不少于300人次", value, basis),
        ("", "质量指标", "救助对象准确率（%）", "救助对象准确率100%", value, basis),
        ("", "时效指标", "发放及时率", "发放及时率提高", value, basis),
        ("", "成本指标", "救助标准", "救助标准符合文件规定", value, basis),
        ("效益指标", "经济效益指标", "资金使用效益", "资金使用效益提高", value, basis),
        ("", "社会效益指标", "困难群众投诉率", "困难群众投诉率降低", value, basis),
        ("", "生态效益指标", "改善生态环境", "改善生态环境", value, basis),
        ("", "可持续影响指标", "维护社会稳定", "维护社会稳定", value, basis),
        ("满意度指标", "服务对象满意度指标", "救助对象满意度", "救助对象满意度≥95%", value, basis),
    ]


def cells(*texts: str) -> str:
    """One table row of a text export."""
    return "".join(f"\t{text}\n" for text in texts) + "\n"


def project_export(
    number: int,
    code: str,
    name: str,
    rows: Sequence[Row],
    *,
    budget: str = "60.00",
    purpose: str = "",
    heading: bool = True,
    unit: str = UNIT,
) -> str:
    """The text export of one project's two tables."""
    purpose = purpose or f"{name}预算数{budget}万元，全部为财政资金，用于{name}支出。"
    goal = purpose.rsplit("，", 1)[-1]
    head = f"[bookmark: _Toc_4_{number}]{number}.{name}绩效目标表\n" if heading else " "
    return (
        head
        + cells(unit, "单位：万元")
        + cells("项目编码", code, "项目名称", name)
        + cells("预算规模及资金用途", "预算数", budget, "其中：财政    资金", budget, "其他资金", " 0")
        + cells("", purpose)
        + cells("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底")
        + cells("", "25%", "50%", "75%", "100%")
        + cells("绩效目标", f"1.目标内容1{goal}")
        + "\n \n"
        + cells(*HEADER)
        + "".join(cells(*row) for row in rows)
        + "\n\n \n"
    )


def small_export() -> str:
    """The whole document: department part and two projects of nine rows."""
    return (
        DEPARTMENT
        + " \n第二部分\n \n预算项目绩效目标\n \n"
        + project_export(1, "13020923P00010110001A", "城乡困难群众临时救助", nine_rows("100按月足额发放"))
        + project_export(
            2, "13020923P00010210002B", "社区养老服务站建设", nine_rows("≥5建设5个养老服务站"), budget="40.50"
        )
    )
