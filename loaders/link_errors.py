"""What can be wrong with a link file, each with file, row and column."""

from collections.abc import Sequence
from decimal import Decimal

from loaders.errors import LoadError


class LinkError(LoadError):
    """Raised when one cell, row or header of a link file cannot be taken as it is."""

    def __init__(  # noqa: PLR0913 - the two sentences and the place are one thing, said by subclasses only
        self, what: str, remedy: str, zh: tuple[str, str], *, file: str, row: int = 0, column: str = ""
    ) -> None:
        self.file, self.row, self.column = file, row, column
        parts = (file, f"row {row}" if row else "", f"column {column}" if column else "")
        super().__init__(what, ", ".join(part for part in parts if part), remedy, zh=zh)


class ManyLinksError(LinkError):
    """Raised when a link file has more than one problem; `problems` holds them all."""

    def __init__(self, problems: Sequence[LinkError]) -> None:
        self.problems = tuple(problems)
        first, others = problems[0], len(problems) - 1
        super().__init__(
            f"{first.what} (and {others} more to correct in this file)",
            first.remedy,
            (f"{first.what_zh}（本文件另有 {others} 处问题）", first.remedy_zh),
            file=first.file,
            row=first.row,
            column=first.column,
        )


class BadLinkEncodingError(LinkError):
    """Raised when a link file is not UTF-8 text."""

    def __init__(self, file: str, offset: int) -> None:
        self.offset = offset
        super().__init__(
            f"the link file is not UTF-8 (byte {offset})",
            "save it as UTF-8 with tabs between columns",
            (f"链接文件不是 UTF-8 编码（第 {offset} 字节）", "请另存为 UTF-8 编码、制表符分隔的文本"),
            file=file,
        )


class BadLinkHeaderError(LinkError):
    """Raised when the header before the rows cannot be read."""

    def __init__(self, file: str, detail: str, row: int = 0) -> None:
        self.detail = detail
        super().__init__(
            f"the header cannot be read ({detail})",
            "compare it with a file in links/",
            (f"文件头无法读取（{detail}）", "请对照 links/ 中的文件"),
            file=file,
            row=row,
        )


class BadLinkTableError(LinkError):
    """Raised when the rows below the header are no table."""

    def __init__(self, file: str, detail: str, row: int = 0) -> None:
        self.detail = detail
        super().__init__(
            f"the table cannot be read ({detail})",
            "export it again",
            (f"表格无法读取（{detail}）", "请重新导出"),
            file=file,
            row=row,
        )


class MissingLinkColumnError(LinkError):
    """Raised when a column that every link needs is absent."""

    def __init__(self, file: str, row: int, column: str) -> None:
        super().__init__(
            f"the column {column} is missing",
            "add it to the row of column names",
            (f"缺少列 {column}", "请在列名行补上"),
            file=file,
            row=row,
            column=column,
        )


class UnknownLinkColumnError(LinkError):
    """Raised when a column is none of those a link has."""

    def __init__(self, file: str, row: int, column: str, known: Sequence[str]) -> None:
        self.known = tuple(known)
        super().__init__(
            f"the column {column!r} is unknown",
            f"use one of {', '.join(known)}",
            (f"未知的列 {column!r}", f"可用的列：{'、'.join(known)}"),
            file=file,
            row=row,
            column=column,
        )


class BadLinkValueError(LinkError):
    """Raised when a cell does not hold what its column asks for."""

    def __init__(self, file: str, row: int, column: str, value: str, expected: str) -> None:
        self.value, self.expected = value, expected
        super().__init__(
            f"{value!r} is not {expected}",
            f"write {expected}",
            (f"{value!r} 不符合要求", f"应为 {expected}"),
            file=file,
            row=row,
            column=column,
        )


class UnknownLinkStatusError(BadLinkValueError):
    """Raised when the status is none of stated, accepted, proposed and rejected."""


class DuplicateLinkError(LinkError):
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


class ContradictingLinkError(LinkError):
    """Raised when a project serves a goal in one row and none of the goals in another."""

    def __init__(self, file: str, row: int, first_row: int, project_code: str) -> None:
        self.first_row, self.project_code = first_row, project_code
        super().__init__(
            f"project {project_code} serves a goal in one of rows {first_row} and {row}, none in the other",
            "reject one of the two",
            (f"项目 {project_code} 在第 {first_row} 行和第 {row} 行结论相反", "请将其中一行改为 rejected"),
            file=file,
            row=row,
            column="object_id",
        )


class SharesOverOneError(LinkError):
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


class UnknownLinkProjectError(LinkError):
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


class UnknownLinkTargetError(LinkError):
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


class OtherPlanError(LinkError):
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


class StatedLinkFixedError(LinkError):
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
