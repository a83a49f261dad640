"""What can be wrong with a link file, each with file, row and column."""

from collections.abc import Sequence
from decimal import Decimal

from loaders.row_errors import BadCellError, RowError


class UnknownLinkStatusError(BadCellError):
    """Raised when the status is none of stated, accepted, proposed and rejected."""


class DuplicateLinkError(RowError):
    """Raised when two rows speak of the same project and target; `same` says whether they agree."""

    def __init__(self, file: str, row: int, first_row: int, link: str, *, same: bool) -> None:
        self.first_row, self.same = first_row, same
        super().__init__(
            f"{link} stands in row {first_row} too, with {'the same' if same else 'another'} content",
            "keep one of the two rows",
            (f"{link} 与第 {first_row} 行重复，内容{'相同' if same else '不同'}", "请只保留一行"),
            file=file,
            row=row,
            column="object_id",
        )


class ContradictingLinkError(RowError):
    """Raised when a project serves a goal in one row and none of the goals in another; row 0 is one kept earlier."""

    def __init__(self, file: str, row: int, first_row: int, project_code: str) -> None:
        self.first_row, self.project_code = first_row, project_code
        other, other_zh = (
            (f"row {first_row}", f"第 {first_row} 行")
            if first_row
            else ("a link kept earlier", "已保存的关联")
        )
        super().__init__(
            f"project {project_code} serves a goal in one of row {row} and {other}, none in the other",
            "reject one of the two",
            (f"项目 {project_code} 在第 {row} 行与{other_zh}结论相反", "请将其中之一改为 rejected"),
            file=file,
            row=row,
            column="object_id",
        )


class SharesOverOneError(RowError):
    """Raised when the shares of one project's money sum to more than 1."""

    def __init__(self, file: str, row: int, project_code: str, total: Decimal) -> None:
        self.project_code, self.total = project_code, total
        super().__init__(
            f"the shares of project {project_code} sum to {total:f}",
            "lower them until they sum to at most 1",
            (f"项目 {project_code} 的份额合计为 {total:f}", "请调低到合计不超过 1"),
            file=file,
            row=row,
            column="share",
        )


class UnknownLinkProjectError(RowError):
    """Raised when a link names a project that the plan does not have."""

    def __init__(self, file: str, row: int, project_code: str) -> None:
        self.project_code = project_code
        super().__init__(
            f"the plan has no project {project_code!r}",
            "correct the code or take the row out",
            (f"计划中没有项目 {project_code!r}", "请更正编码或删去该行"),
            file=file,
            row=row,
            column="subject_id",
        )


class UnknownLinkTargetError(RowError):
    """Raised when a link names a goal or objective that the plan does not have."""

    def __init__(self, file: str, row: int, target: str, known: Sequence[str]) -> None:
        self.target, self.known = target, tuple(known)
        offered = ", ".join(known)
        super().__init__(
            f"the plan has no goal or objective {target!r}",
            f"use one of {offered}" if known else "take the row out",
            (f"计划中没有目标 {target!r}", f"可用：{offered}" if known else "请删去该行"),
            file=file,
            row=row,
            column="object_id",
        )


class OtherPlanError(RowError):
    """Raised when the header names another plan than the one the links are wanted for."""

    def __init__(self, file: str, stated: str, wanted: str) -> None:
        self.stated, self.wanted = stated, wanted
        super().__init__(
            f"the links are of plan {stated}, not of {wanted}",
            "give the link file of this document",
            (f"链接属于计划 {stated}，不是 {wanted}", "请提供本文档的链接文件"),
            file=file,
            column="curie_map",
        )


class StatedLinkFixedError(RowError):
    """Raised when a decision would change a link that the document itself states."""

    def __init__(self, file: str, row: int, link: str) -> None:
        self.link = link
        super().__init__(
            f"{link} is stated by the document and cannot be decided",
            "take the row or decision back",
            (f"{link} 由文档本身写明，不能改判", "请撤回该行或该决定"),
            file=file,
            row=row,
        )
