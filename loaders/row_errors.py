"""What can be wrong with a table that people fill in or send round: a link file, verdicts, a worksheet.

Each problem has its file, row and column, whatever the table is about.
"""

from collections.abc import Sequence

from loaders.errors import Language, LoadError


class RowError(LoadError):
    """Raised when one cell, row or header of a table cannot be taken as it is."""

    def __init__(  # noqa: PLR0913 - the two sentences and the place are one thing, said by subclasses only
        self, what: str, remedy: str, zh: tuple[str, str], *, file: str = "", row: int = 0, column: str = ""
    ) -> None:
        self.file, self.row, self.column = file, row, column
        parts = (file, f"row {row}" if row else "", f"column {column}" if column else "")
        super().__init__(what, ", ".join(part for part in parts if part), remedy, zh=zh)


class ManyRowErrors(RowError):  # noqa: N818 - it is several errors
    """Raised when a table has more than one problem; `problems` holds them all and each gets its line."""

    def __init__(self, problems: Sequence[RowError]) -> None:
        self.problems = tuple(problems)
        first = problems[0]
        super().__init__(
            first.what, first.remedy, (first.what_zh, first.remedy_zh), file=first.file, row=first.row
        )

    def message(self, lang: Language = "en") -> str:
        """One line for each problem."""
        return "\n".join(problem.message(lang) for problem in self.problems)


class BadEncodingError(RowError):
    """Raised when a file that should be UTF-8 text is not."""

    def __init__(self, file: str, offset: int) -> None:
        self.offset = offset
        super().__init__(
            f"the file is not UTF-8 (byte {offset})",
            "save it as UTF-8 with tabs between columns",
            (f"文件不是 UTF-8 编码（第 {offset} 字节）", "请另存为 UTF-8 编码、制表符分隔的文本"),
            file=file,
        )


class BadHeaderError(RowError):
    """Raised when the header before the rows cannot be read."""

    def __init__(self, file: str, detail: str, row: int = 0) -> None:
        self.detail = detail
        super().__init__(
            f"the header cannot be read ({detail})",
            "export a new file and leave its header in place",
            (f"文件头无法读取（{detail}）", "请重新导出，保留文件头"),
            file=file,
            row=row,
        )


class BadTableError(RowError):
    """Raised when a file holds no table of rows, or one row does not fit it."""

    def __init__(self, file: str, detail: str, row: int = 0) -> None:
        self.detail = detail
        super().__init__(
            f"the table cannot be read ({detail})",
            "export a new file and fill that in",
            (f"表格无法读取（{detail}）", "请重新导出后再填写"),
            file=file,
            row=row,
        )


class MissingColumnError(RowError):
    """Raised when a column that every row needs is not there."""

    def __init__(self, file: str, row: int, column: str) -> None:
        super().__init__(
            f"the column {column} is missing",
            "add it to the row of column names, or export a new file",
            (f"缺少“{column}”列", "请在列名行补上，或重新导出"),
            file=file,
            row=row,
            column=column,
        )


class UnknownColumnError(RowError):
    """Raised when a column is none of those the table has."""

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


class BadCellError(RowError):
    """Raised when a cell does not say what its column asks for."""

    def __init__(  # noqa: PLR0913 - the cell, its place and what was expected, in two languages
        self, file: str, row: int, column: str, value: str, expected: str, expected_zh: str = ""
    ) -> None:
        self.value = value
        found, found_zh = (f"holds {value!r}", f"为“{value}”") if value else ("is empty", "为空")
        super().__init__(
            f"the cell {found}",
            f"write {expected}",
            (f"单元格{found_zh}", f"请填写 {expected_zh or expected}"),
            file=file,
            row=row,
            column=column,
        )


def refuse(problems: Sequence[RowError]) -> None:
    """Raise the problems, if there are any."""
    if problems:
        raise problems[0] if len(problems) == 1 else ManyRowErrors(problems)
