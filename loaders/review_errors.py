"""What can be wrong with a file of verdicts or a filled-in worksheet, each with file, row and column."""

from collections.abc import Sequence

from loaders.errors import Language, LoadError


class ReviewError(LoadError):
    """Raised when one cell or row of a reviewer's file cannot be taken as it is."""

    def __init__(  # noqa: PLR0913 - the two sentences and the place are one thing, said by subclasses only
        self, what: str, remedy: str, zh: tuple[str, str], *, file: str = "", row: int = 0, column: str = ""
    ) -> None:
        self.file, self.row, self.column = file, row, column
        parts = (file, f"row {row}" if row else "", f"column {column}" if column else "")
        super().__init__(what, ", ".join(part for part in parts if part), remedy, zh=zh)


class ManyReviewErrors(ReviewError):  # noqa: N818 - it is several errors
    """Raised when a file has more than one problem; `problems` holds them all and each gets its line."""

    def __init__(self, problems: Sequence[ReviewError]) -> None:
        self.problems = tuple(problems)
        first = problems[0]
        super().__init__(first.what, first.remedy, (first.what_zh, first.remedy_zh), file=first.file)

    def message(self, lang: Language = "en") -> str:
        """One line for each problem."""
        return "\n".join(problem.message(lang) for problem in self.problems)


class BadReviewTableError(ReviewError):
    """Raised when a file holds no table of rows at all."""

    def __init__(self, file: str, detail: str, row: int = 0) -> None:
        self.detail = detail
        super().__init__(
            f"the table cannot be read ({detail})",
            "export a new file and fill that in",
            (f"表格无法读取（{detail}）", "请重新导出后再填写"),
            file=file,
            row=row,
        )


class MissingReviewColumnError(ReviewError):
    """Raised when a column that every row needs is not there."""

    def __init__(self, file: str, row: int, column: str) -> None:
        super().__init__(
            f"the column {column} is missing",
            "export a new file and leave its columns in place",
            (f"缺少“{column}”列", "请重新导出，保留各列"),
            file=file,
            row=row,
            column=column,
        )


class BadReviewCellError(ReviewError):
    """Raised when a cell does not say what its column asks for."""

    def __init__(  # noqa: PLR0913 - the cell, its place and what was expected, in two languages
        self, file: str, row: int, column: str, value: str, expected: str, expected_zh: str
    ) -> None:
        self.value = value
        found, found_zh = (f"holds {value!r}", f"为“{value}”") if value else ("is empty", "为空")
        super().__init__(
            f"the cell {found}",
            f"write {expected}",
            (f"单元格{found_zh}", f"请填写{expected_zh}"),
            file=file,
            row=row,
            column=column,
        )


class UnknownRowError(ReviewError):
    """Raised when a file or a command names an indicator row that the plan does not have."""

    def __init__(self, reference: str, file: str = "", row: int = 0, column: str = "") -> None:
        self.reference = reference
        super().__init__(
            f"there is no indicator {reference}",
            "see: goaltrace verdict list --all",
            (f"没有指标 {reference}", "请用 goaltrace verdict list --all 查看"),
            file=file,
            row=row,
            column=column,
        )


class SeveralRowsError(ReviewError):
    """Raised when a reference names rows of several documents; `documents` are their keys."""

    def __init__(self, reference: str, documents: Sequence[str]) -> None:
        self.reference, self.documents = reference, tuple(documents)
        super().__init__(
            f"the indicator {reference} stands in {', '.join(documents)}",
            "choose one with --document",
            (f"指标 {reference} 出现在 {'、'.join(documents)}", "请用 --document 指定文件"),
        )


class RepeatedRowError(ReviewError):
    """Raised when a file speaks of one indicator row twice; `first` is the earlier row."""

    def __init__(self, reference: str, file: str, row: int, first: int) -> None:
        self.reference, self.first = reference, first
        super().__init__(
            f"the indicator {reference} stands in row {first} already",
            "keep one of the two rows",
            (f"指标 {reference} 已在第 {first} 行", "两行请只留一行"),
            file=file,
            row=row,
        )


class ChangedRowError(ReviewError):
    """Raised when the document's row no longer says what it said when the worksheet was made."""

    def __init__(self, reference: str, file: str, row: int) -> None:
        self.reference = reference
        super().__init__(
            f"the words of {reference} have changed since this worksheet was made",
            "export a new worksheet",
            (f"{reference} 的文字在导出之后已改变", "请重新导出工作表"),
            file=file,
            row=row,
        )


def refuse_reviews(problems: Sequence[ReviewError]) -> None:
    """Raise the problems, if there are any."""
    if problems:
        raise problems[0] if len(problems) == 1 else ManyReviewErrors(problems)
