"""What the invented departments called their projects a year later; None where a project ended.

`NEW` are projects that only the later year has. Civil affairs was used to set the threshold, the others were not.
"""

from tests.queries.suggest_departments import read_department

RENAMED: dict[str, dict[str, str | None]] = {
    "civil_affairs": {
        "城市居民最低生活保障金": "城市最低生活保障资金",
        "五保供养经费": "特困人员供养经费",
        "应急帮扶备用金": "临时救助备用金",
        "救助管理站运转经费": "流浪乞讨人员救助管理站运行经费",
        "高龄津贴": "2024年高龄老人津贴",
        "助餐点建设": "老年助餐点建设及运营",
        "敬老院消防改造": None,
        "孤儿基本生活费": "孤儿及事实无人抚养儿童基本生活费",
        "重度残疾人护理补贴": "困难残疾人生活补贴和重度残疾人护理补贴",
        "公益性公墓建设": None,
        "社工站购买服务": "乡镇社工站政府购买服务",
    },
    "school_education": {
        "农村中小学校舍维修改造": "义务教育学校校舍维修改造",
        "实验室及图书配备": "中小学实验室仪器和图书配备",
        "寄宿生生活补助": "家庭经济困难寄宿生生活补助",
        "营养改善计划": "农村义务教育学生营养改善计划",
        "城东第二幼儿园建设": None,
        "学前教育资助": "学前教育困难幼儿资助资金",
        "继续教育培训经费": "教师继续教育培训费",
        "代课人员工资": None,
        "平安校园建设": "平安校园及技防设施建设",
        "保安服务费": "校园保安服务经费",
        "中考高考考务费": "中考高考考务经费",
    },
    "agriculture": {
        "村级防疫员补助": "村级动物防疫员补助经费",
        "强制免疫疫苗": "动物强制免疫疫苗购置",
        "疫苗冷链运转": None,
        "病死畜禽处理补助": "病死畜禽无害化处理补助资金",
        "生猪屠宰检疫": "生猪屠宰检疫检验经费",
        "小麦条锈病防治": "小麦重大病虫害防治",
        "测报点运行": "病虫测报点运行维护",
        "耕地地力保护": "耕地地力保护补贴",
        "展会参展经费": None,
        "农广校办班": "高素质农民培育",
        "办公楼维修": "办公用房维修",
    },
}
NEW: dict[str, tuple[str, ...]] = {
    "civil_affairs": ("未成年人保护工作站建设", "婚俗改革试点", "居家适老化改造补贴", "社区治理创新经费"),
    "school_education": (
        "课后服务补助",
        "学校食堂设备购置",
        "体育器材采购",
        "校园网络改造",
        "特殊教育学校运转",
    ),
    "agriculture": (
        "高标准农田管护",
        "农机购置补贴配套",
        "农村厕所改造",
        "水产养殖尾水治理",
        "农民合作社奖补",
    ),
}


def names_of_two_years(department: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The names of either year by a key of their own, and which later key each renamed project has."""
    renamed = RENAMED[department]
    earlier = {project.code: project.name.text for project in read_department(department).projects}
    later = {
        f"{code}-later": renamed.get(name, name) for code, name in earlier.items() if renamed.get(name, name)
    }
    truth = {code: f"{code}-later" for code, name in earlier.items() if renamed.get(name)}
    named = {key: name for key, name in later.items() if name}
    return earlier, {**named, **{f"N{i}": name for i, name in enumerate(NEW[department])}}, truth
