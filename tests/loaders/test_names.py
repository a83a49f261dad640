import pytest

from loaders.names import mend_name

CUT = [
    (
        "党组织书记培训班和党务工作者培",
        "党组织书记培训班和党务工作者培训班出勤率\n提高",
        "党组织书记培训班和党务工作者培训班出勤率",
    ),
    (
        "党组织书记培训班和党务工作者培",
        "党组织书记培训班和党务工作者培训班出勤率接近于100%",
        "党组织书记培训班和党务工作者培训班出勤率",
    ),
    (
        "机关公务员选拔、考核、培训完成",
        "机关公务员选拔、考核、培训完成率提高",
        "机关公务员选拔、考核、培训完成率",
    ),
    (
        "开展培训、组织党员活动按年度工",
        "开展培训、组织党员活动按年度工作计划比例",
        "开展培训、组织党员活动按年度工作计划比例",
    ),
    (
        "党员学习考察、开展培训等的开支",
        "党员学习考察、开展培训等的开支标准符合文件规定",
        "党员学习考察、开展培训等的开支标准",
    ),
    (
        "未按时完成审计档案归档的审计项",
        "未按时完成审计档案归档的审计项目数量减少",
        "未按时完成审计档案归档的审计项目数量",
    ),
    (
        "年初申报出国计划和国际人才交流",
        "年初申报出国计划和国际人才交流计划及时安排",
        "年初申报出国计划和国际人才交流计划",
    ),
]


@pytest.mark.parametrize(("printed", "description", "whole"), CUT)
def test_a_cut_name_is_mended_up_to_where_the_statement_begins(
    printed: str, description: str, whole: str
) -> None:
    assert mend_name(printed, description, 15) == whole


def test_a_name_that_is_not_cut_is_left_alone() -> None:
    assert mend_name("培训合格率", "培训合格率提高", 15) is None
    assert mend_name("实现档案查询便捷高效、保存完整", "实现档案查询便捷高效、保存完整提高", 15) is None


def test_a_name_is_mended_only_from_a_description_that_begins_with_it() -> None:
    assert mend_name("党组织书记培训班和党务工作者培", "全年培训班出勤率提高", 15) is None


def test_without_a_length_nothing_is_cut() -> None:
    assert mend_name("党组织书记培训班和党务工作者培", "党组织书记培训班和党务工作者培训班", 0) is None
