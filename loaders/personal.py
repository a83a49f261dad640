"""Names and numbers of people in contact cells: dropped unless asked for, and counted so that a report can say so."""

import re
from dataclasses import replace
from typing import Final

from loaders.plan import FormField, Plan, Project, Unread

_CONTACT: Final = re.compile(
    r"(?<![一-龥])((?:项目|单位|部门|财务|主要)?(?:联系人|负责人|填[报表]人|经办人|制表人|审核人|复核人|分管领导)"
    r"(?:及?(?:联系)?(?:电话|方式))?|(?:联系|办公|联络)?电话|手机(?:号码?)?|联系方式|电子邮[箱件]|邮箱)"
    r"(?:[（(][^（()）]{0,8}[）)])?(?P<gap>\s*[:：|]\s*|\s+|)"
)
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}\s*[-—－]\s*\d{7,8}|[2-8]\d{6,7})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+"
)
_REACHABLE: Final = re.compile("电话|手机|联系人|联系方式|联络|邮[箱件]")
_NAME: Final = re.compile(r"[一-龥·]{2,4}(?![一-龥])")
KEY: Final = "personal"
PLACEHOLDER: Final = "…"


def without_personal(plan: Plan) -> Plan:
    """The same plan without contact cells; `dropped_personal` says how many words were left out."""
    counter = _Counter()
    return replace(
        plan,
        projects=tuple(counter.project(project) for project in plan.projects),
        whole=counter.project(plan.whole) if plan.whole is not None else None,
        fields=counter.fields(plan.fields),
        unread=tuple(counter.unread(unread) for unread in plan.unread),
        dropped_personal=plan.dropped_personal + counter.dropped,
    )


class _Counter:
    def __init__(self) -> None:
        self.dropped = 0

    def project(self, project: Project) -> Project:
        fields = self.fields(project.fields)
        return project if len(fields) == len(project.fields) else replace(project, fields=fields)

    def fields(self, fields: tuple[FormField, ...]) -> tuple[FormField, ...]:
        kept = tuple(field for field in fields if field.key != KEY)
        self.dropped += len(fields) - len(kept)
        return kept

    def unread(self, unread: Unread) -> Unread:
        text, dropped = hide_contacts(unread.text.text)
        self.dropped += dropped
        return unread if not dropped else replace(unread, text=unread.text._replace(text=text))


def hide_contacts(text: str) -> tuple[str, int]:
    """A line with what stands behind contact labels taken out, and how many things were taken out.

    >>> hide_contacts("填报人：张三   联系电话：0335-1234567")
    ('填报人：…   联系电话：…', 2)
    >>> hide_contacts("负责人民陪审员选任管理 | 1600人")
    ('负责人民陪审员选任管理 | 1600人', 0)
    """
    pieces, at, dropped = [], 0, 0
    for label in _CONTACT.finditer(text):
        found = _NAME.match(text, label.end()) if label["gap"] and label.start() >= at else None
        if found is not None:
            pieces += [text[at : label.end()], PLACEHOLDER]
            at = found.end()
            dropped += 1
    line = "".join(pieces) + text[at:]
    if not _REACHABLE.search(line):
        return line, dropped
    line, numbers = _NUMBER.subn(PLACEHOLDER, line)
    return line, dropped + numbers
