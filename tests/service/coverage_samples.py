"""A small made-up coverage with every kind of thing that a report has to show."""

from dataclasses import replace
from decimal import Decimal

from queries.coverage import sum_up
from queries.coverage_answers import count_kinds
from queries.coverage_records import (
    ArithmeticCheck,
    Basis,
    Coverage,
    DocumentCoverage,
    Finding,
    Fund,
    Goal,
    GoalPicture,
    GradeCounts,
    Label,
    Link,
    Objective,
    Project,
    ReadTarget,
    Repair,
    Row,
    Rule,
    SourceDocument,
    Statement,
)
from queries.reported import Remark, Result, Told

KINDS = ("quantity", "quality", "social")
LABELS = {
    "kind-quantity": Label("数量指标", "quantity indicator"),
    "kind-quality": Label("质量指标", "quality indicator"),
    "kind-social": Label("社会效益指标", "social benefit indicator"),
    "fund-fiscal": Label("财政资金", "fiscal funds"),
    "fund-other": Label("其他资金", "other funds"),
    "grade-A": Label("可直接衡量", "directly measurable"),
    "grade-B": Label("已量化待核", "quantified, to be confirmed"),
    "grade-C": Label("定性可评判", "qualitative, judgeable"),
    "grade-D": Label("仅有方向", "direction only"),
    "grade-E": Label("口号", "slogan"),
    "grade-F": Label("缺失", "missing"),
    "grade-G0": Label("无关联项目", "no project linked"),
    "grade-G3": Label("产出可衡量", "outputs measurable"),
    "flag-shared-value": Label("共用指标值", "shared value"),
    "flag-no-deadline": Label("没有期限", "no deadline"),
    "status-accepted": Label("已认可", "accepted"),
    "status-proposed": Label("建议", "proposed"),
    "status-rejected": Label("不认可", "rejected"),
    "check-does-not-hold": Label("不符", "does not hold"),
}
DEFINITIONS = {
    "grade-A": Label("数值是本行自己的。", "The number belongs to the row."),
    "flag-shared-value": Label("几行同用一个指标值。", "Several rows share one value."),
}
RULES = (
    Rule(
        "G-number",
        Label("数字", "number"),
        Label("数字写在本行。", "The number stands in the row."),
        "财预〔2021〕101号",
        "read",
    ),
    Rule("G-unknown", Label("", ""), Label("", ""), "", ""),
)


def make_row(project: str, order: int, kind: str, grade: str, value: str, **more: object) -> Row:
    """A row with plain words; `more` replaces fields."""
    row = Row(
        project_code=project,
        kind=kind,
        order=order,
        name=f"指标{order}",
        printed_name=f"指标{order}",
        description=f"描述{order}",
        value=value,
        basis="年初计划",
        read=None,
        own=None,
        grade=grade,
        rules=("G-number",) if grade in "AB" else ("G-unknown",),
        flags=(),
        evidence=(),
        verifiable=False,
        cell=f"t1.r{order}",
    )
    return replace(row, **more)  # type: ignore[arg-type]


def make_project(order: int, name: str, yuan: int, rows: tuple[Row, ...], *goals: tuple[str, ...]) -> Project:
    """A project of the sample; `goals` are its goal numbers on the three bases."""
    return Project(
        iri=f"https://example.org/project/P{order}",
        code=f"P{order}",
        name=name,
        order=order,
        purpose="用途",
        cell=f"t{order}.r2.c2",
        yuan=Decimal(yuan),
        funds=(Fund("fiscal", Decimal(yuan)),),
        rows=rows,
        kinds=count_kinds(rows, KINDS),
        findings=1 if order == 3 else 0,
        goals=goals or ((), (), ()),
    )


def make_projects() -> tuple[Project, ...]:
    """Three projects, worst first: an empty cell, one text on all rows, and one that can be measured."""
    shared = "100按年开展"
    third = (
        make_row("P3", 1, "quantity", "F", ""),
        make_row("P3", 2, "social", "E", "持续推进", evidence=("推进",)),
    )
    second = (
        make_row("P2", 1, "quantity", "D", shared, flags=("shared-value",)),
        make_row("P2", 2, "quality", "C", shared, flags=("no-deadline", "shared-value")),
        make_row("P2", 3, "social", "C", shared, flags=("shared-value",)),
    )
    first = (
        make_row(
            "P1",
            1,
            "quantity",
            "A",
            "≥20场",
            name="演出场次",
            printed_name="演出场",
            read=ReadTarget("at-least", Decimal(20), None, "场"),
            verifiable=True,
        ),
        make_row(
            "P1", 2, "quality", "B", "90-95", own=ReadTarget("range", Decimal(90), Decimal("95.50"), "%")
        ),
        make_row("P1", 3, "social", "D", "按计划", read=ReadTarget("unspecified", None, None, "")),
    )
    return (
        make_project(3, "零星修缮", 30000, third),
        make_project(2, "名录登记", 20000, second, (), (), ("1",)),
        make_project(1, "送戏下乡", 150000, first, (), ("1",), ("1",)),
    )


def make_goal(projects: tuple[Project, ...]) -> Goal:
    """A goal with a split clause, one accepted and one proposed link."""
    iri = "https://example.org/goal/1"
    objectives = (
        Objective(f"{iri}/objective/1", "1", "办好演出", iri, "p4.c0-4"),
        Objective(f"{iri}/objective/2", "2", "办好展览办好讲座", iri, "p4.c5-13"),
        Objective(f"{iri}/objective/2a", "2a", "办好展览", f"{iri}/objective/2", ""),
        Objective(f"{iri}/objective/2b", "2b", "办好讲座", f"{iri}/objective/2", ""),
    )
    missing: dict[Basis, tuple[str, ...]] = {
        "stated": ("1", "2a", "2b"),
        "accepted": ("2a", "2b"),
        "proposed": ("2b",),
    }
    return Goal(
        iri=iri,
        number="1",
        name="办好群众活动",
        cell="p3",
        objectives=objectives,
        statements=(Statement(1, "全年演出不少于20场。", "A", ("G-number",), (), "p5.c0-11"),),
        links=(("accepted", 1), ("proposed", 1), ("rejected", 1)),
        pictures=tuple(make_picture("1", basis, projects, missing[basis]) for basis in missing),
    )


def make_picture(
    number: str, basis: Basis, projects: tuple[Project, ...], missing: tuple[str, ...]
) -> GoalPicture:
    """A goal on one basis with the sums of the projects that are linked on it."""
    linked = [project for project in projects if number in project.goals_on(basis)]
    rows = [row for project in linked for row in project.rows]
    return GoalPicture(
        basis=basis,
        level="G3" if linked else "G0",
        rules=(),
        project_codes=tuple(project.code for project in linked),
        yuan=sum((project.yuan for project in linked), Decimal(0)),
        counts=GradeCounts.of(row.grade for row in rows),
        kinds=count_kinds(rows, KINDS),
        objectives_without_project=missing,
    )


def make_link(project: str, goal: str, objective: str, status: str) -> Link:
    """A link of the sample."""
    return Link(project, goal, objective, status, "用于演出", "审阅组", "2023-02-01", None, "", "")


def make_document() -> DocumentCoverage:
    """The sample document."""
    projects = make_projects()
    source = SourceDocument(
        iri="https://example.org/document/900001-2023-goals",
        title="某区文化馆2023年绩效目标",
        department_code="900001",
        department_name="某区文化馆",
        year="2023",
        kind="goals",
        layout="hebei-project-goals",
        file_name="goals.txt",
        sha256="0f" * 32,
        media_type="text/plain",
        reader="text",
    )
    return DocumentCoverage(
        document=source,
        overall_goal="丰富群众文化生活。",
        goals=(make_goal(projects),),
        projects=projects,
        safeguards=("加强领导。",),
        links=(
            make_link("P1", "1", "1", "accepted"),
            make_link("P2", "1", "2a", "proposed"),
            make_link("P3", "1", "", "rejected"),
            make_link("P3", "", "", "accepted"),
        ),
        kinds=KINDS,
        findings=(
            Finding(
                "violation",
                "indicator-value",
                Label("指标值为空。", "The value cell is empty."),
                "https://example.org/row",
                "",
                "P3",
                "t3.r1",
            ),
        ),
        repairs=(
            Repair("cut-name", "演出场", "演出场次", "t1.r1"),
            Repair("form-residue", "1.目标内容1", "", "t1.r6.c2"),
            Repair("form-residue", "1.目标内容1", "", "t2.r6.c2"),
        ),
        checks=(
            ArithmeticCheck(
                "P1",
                "does-not-hold",
                "20 × 8000 元",
                Decimal(160000),
                Decimal(150000),
                "20场，每场8000元",
                True,
            ),
        ),
        told=Told(
            results=(
                Result("P1", "送戏下乡", 1, "quantity", "演出场次", "≥20场", "22场", Decimal(22), "t1.r1.c7"),
                Result("P3", "设备维护", 1, "quality", "完好程度", "", "良好", None, "t3.r1.c7"),
            ),
            remarks=(
                Remark("unread", "row outside any known part: 另附说明", "t3.r9"),
                Remark("expectation", "indicators is 900 where at most 300 is expected", ""),
            ),
            left_out=2,
        ),
    )


def make_coverage(*documents: DocumentCoverage) -> Coverage:
    """The coverage of these documents, or of the sample document."""
    chosen = documents or (make_document(),)
    return Coverage(chosen, sum_up(chosen), RULES, LABELS, DEFINITIONS)
