"""What can be wrong with a file of verdicts or a filled-in worksheet, each with file, row and column."""

from collections.abc import Sequence

from loaders.row_errors import RowError


class UnknownRowError(RowError):
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


class SeveralRowsError(RowError):
    """Raised when a reference names rows of several documents; `documents` are their keys."""

    def __init__(self, reference: str, documents: Sequence[str]) -> None:
        self.reference, self.documents = reference, tuple(documents)
        super().__init__(
            f"the indicator {reference} stands in {', '.join(documents)}",
            "choose one with --document",
            (f"指标 {reference} 出现在 {'、'.join(documents)}", "请用 --document 指定文件"),
        )


class RepeatedRowError(RowError):
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


class ChangedRowError(RowError):
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
