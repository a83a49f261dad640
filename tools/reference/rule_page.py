"""The page on the rules: what each says, where it comes from, a row to which it applies and one that it spares."""

from typing import Final

from shapes.profile import DEFAULT_PROFILE, Example, Profile, Rule, load_profile, profile_names
from tools.reference.page import Page

_ACCESS: Final = {
    "read": "原文已读 the text itself was read",
    "secondary": "据其他文件转引 known through another text",
    "own": "本程序的约定 a convention of this program",
}


def write_rules() -> Page:
    """The page, and as gaps every rule without words, source or examples."""
    page = Page("rules", "规则 Rules")
    page.add(
        "每条规则的两个例子都是测试。规则集是数据：`shapes/profiles/`；"
        "怎样写自己的，见 [extend.md](../guides/extend.md)。\n\n"
        "Both examples of every rule are tests. Profiles are data in `shapes/profiles/`; how to write one of your own: "
        "[extend.md](../guides/extend.md). How rules become grades: [method.md](../method.md)."
    )
    names = (DEFAULT_PROFILE, *(name for name in profile_names() if name != DEFAULT_PROFILE))
    before: Profile | None = None
    for name in names:
        profile = load_profile(name)
        page.add(f"## {name}\n\n{profile.title_zh}\n\n{profile.title_en}")
        _write_kinds(page, profile)
        for rule in profile.rules.values():
            if before is None or before.rules.get(rule.id) != rule:
                _write_rule(page, rule)
        before = before or profile
    return page


def _write_kinds(page: Page, profile: Profile) -> None:
    kinds = profile.kinds
    rows = [
        ("要求的类型 required kinds", ", ".join(kinds.required)),
        ("满意度 satisfaction", kinds.satisfaction_required),
        (
            "阈值 thresholds",
            "; ".join(f"{name} = {value}" for name, value in sorted(profile.thresholds.items())),
        ),
        (
            "带这些标志的行不把目标抬过 G2 flags that hold a goal at G2",
            ", ".join(sorted(profile.goal_blockers)),
        ),
    ]
    page.table(("", profile.name), rows)


def _write_rule(page: Page, rule: Rule) -> None:
    page.need(f"{rule.id} lacks words", rule.label_zh, rule.label_en, rule.zh, rule.en)
    page.need(f"{rule.id} lacks its source", rule.source.document, rule.source.access in _ACCESS)
    page.need(f"{rule.id} lacks an example", rule.applies, rule.spares)
    page.add(f"### {rule.id}\n\n**{rule.label_zh}** {rule.zh}\n\n**{rule.label_en}** {rule.en}")
    page.add(f"来源 source：{rule.source.document}（{_ACCESS.get(rule.source.access, rule.source.access)}）")
    rows = [("适用 applies", _example(rule.applies)), ("不适用 spares", _example(rule.spares))]
    page.table(("", "例 example"), rows)


def _example(example: Example | None) -> str:
    return "; ".join(f"{name} = {value}" for name, value in example.fields.items()) if example else ""
