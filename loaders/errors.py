"""What can go wrong between a file and its records, each as one sentence: where, what and what to do.

A reader that is handed bytes may not know the path; it leaves `where` empty or names a part of the file,
and whoever opened the file adds the path with `locate`.
"""

import unicodedata
from typing import Literal

Language = Literal["zh", "en"]


def _one_line(text: str, longest: int = 300) -> str:
    """Text from a hostile file or name, fit for one line of a terminal: no controls, no direction marks."""
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else c for c in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


class LoadError(Exception):
    """Raised when a file gives no document; says where, what and what to do, in English and in Chinese."""

    def __init__(self, what: str, where: str, remedy: str, *, zh: tuple[str, str] | None = None) -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.what_zh, self.remedy_zh = zh or (what, remedy)

    def locate(self, path: str) -> "LoadError":
        """Put the path before the place, once."""
        if not self.where.startswith(path):
            self.where = f"{path}, {self.where}" if self.where else path
        return self

    def message(self, lang: Language = "en") -> str:
        """The whole sentence in one language."""
        where = _one_line(self.where)
        if lang == "zh":
            said = f"{_one_line(self.what_zh)}；{_one_line(self.remedy_zh)}。"
            return f"{where}：{said}" if where else said
        said = f"{_one_line(self.what)}; {_one_line(self.remedy)}."
        return f"{where}: {said}" if where else said[:1].upper() + said[1:]

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self) -> tuple[object, ...]:
        # Subclasses take their own arguments; the facts travel between processes as attributes.
        return _restored, (type(self), self.__dict__.copy())


def _restored(kind: type[LoadError], facts: dict[str, object]) -> LoadError:
    error = kind.__new__(kind)
    error.__dict__.update(facts)
    return error


class MissingFileError(LoadError):
    """Raised when a path names no file that can be opened."""

    def __init__(self, where: str, reason: str = "") -> None:
        self.reason = reason
        tail = f" ({reason})" if reason else ""
        super().__init__(
            f"there is no file to read{tail}",
            where,
            "check the path",
            zh=(f"没有可读的文件{tail}", "请检查路径"),
        )


class EmptyFileError(LoadError):
    """Raised when a file holds no bytes, or nothing but blanks."""

    def __init__(self, where: str = "") -> None:
        super().__init__(
            "the file is empty",
            where,
            "get it again from where it was published",
            zh=("文件是空的", "请从发布处重新下载"),
        )


class EncodingError(LoadError):
    """Raised when the bytes of a text are in an encoding that is not read; `encoding` is its likely name."""

    def __init__(self, encoding: str, where: str = "") -> None:
        self.encoding = encoding
        super().__init__(
            f"the text looks like {encoding}, which is not read",
            where,
            "save it as UTF-8, UTF-16 with a byte order mark, GBK or GB18030",
            zh=(
                f"文本编码似为 {encoding}，不能读取",
                "请另存为 UTF-8、带 BOM 的 UTF-16、GBK 或 GB18030",
            ),
        )


class UnknownFormatError(LoadError):
    """Raised when the content is of no kind that has a reader; `found` says what it looks like."""

    def __init__(self, found: str, where: str = "", *, found_zh: str = "", remedy: str = "") -> None:
        self.found = found
        super().__init__(
            f"the content is {found}, for which there is no reader",
            where,
            remedy or "save it as docx, xlsx, html, a PDF with text, or plain text",
            zh=(
                f"内容是{found_zh or found}，没有对应的读取器",
                "请另存为 docx、xlsx、html、带文本层的 PDF 或纯文本",
            ),
        )


class CorruptFileError(LoadError):
    """Raised when a file starts as its format does and then breaks it: cut off, damaged or no such file."""

    def __init__(self, kind: str, detail: str, where: str = "") -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(
            f"this is no whole {kind} file ({detail})",
            where,
            "get it again or open and save it in its own program",
            zh=(f"{kind} 文件不完整或已损坏（{detail}）", "请重新下载，或在原软件中打开后另存"),
        )


class MissingPartError(LoadError):
    """Raised when a package lacks the part that holds its text."""

    def __init__(self, kind: str, part: str, where: str = "") -> None:
        self.kind = kind
        self.part = part
        super().__init__(
            f"the {kind} package has no {part}",
            where,
            "open and save it in its own program",
            zh=(f"{kind} 压缩包中没有 {part}", "请在原软件中打开后另存"),
        )


class EncryptedFileError(LoadError):
    """Raised when a file opens only with a password."""

    def __init__(self, kind: str, where: str = "") -> None:
        self.kind = kind
        super().__init__(
            f"the {kind} file is encrypted",
            where,
            "save a copy without a password",
            zh=(f"{kind} 文件已加密", "请另存一份不带密码的文件"),
        )


class TooLargeError(LoadError):
    """Raised when a file passes a safety limit; `measure`, `found` and `limit` say which and by how much."""

    def __init__(self, measure: str, found: int, limit: int, where: str = "") -> None:
        self.measure = measure
        self.found = found
        self.limit = limit
        super().__init__(
            f"{measure}: {found:,} is more than the limit of {limit:,}",
            where,
            "split the document or remove what is not needed",
            zh=(f"超出安全上限（{measure}：{found:,}，上限 {limit:,}）", "请拆分文件或删去无关内容"),
        )


class ForbiddenMarkupError(LoadError):
    """Raised when XML declares a document type or entities, which office files never do."""

    def __init__(self, where: str = "") -> None:
        super().__init__(
            "the XML declares a document type or entities, which is refused",
            where,
            "open and save it in its own program",
            zh=("XML 中声明了文档类型或实体，拒绝读取", "请在原软件中打开后另存"),
        )


class NeedsOcrError(LoadError):
    """Raised when pages are pictures without a text layer."""

    def __init__(self, pages: int, where: str = "") -> None:
        self.pages = pages
        super().__init__(
            f"{pages} page(s) are pictures without text, so the document needs OCR",
            where,
            "run it through OCR or get the file it was printed from",
            zh=(f"{pages} 页为图片，没有文本层，需要 OCR", "请先做 OCR，或取得原始电子文件"),
        )


class MissingProgramError(LoadError):
    """Raised when a format is read by another program that is not installed."""

    def __init__(self, kind: str, program: str, remedy: str, remedy_zh: str, where: str = "") -> None:
        self.kind = kind
        self.program = program
        super().__init__(
            f"{kind} files are read through {program}, which is not installed",
            where,
            remedy,
            zh=(f"{kind} 文件须通过 {program} 读取，但本机没有安装", remedy_zh),
        )


class ReaderStoppedError(LoadError):
    """Raised when a reader was stopped at a limit of time or memory, or ended by itself without a result."""

    def __init__(self, reason: str, reason_zh: str, where: str = "") -> None:
        self.reason = reason
        super().__init__(
            f"reading was stopped: {reason}",
            where,
            "split the document, or save it in another format",
            zh=(f"读取被中止：{reason_zh}", "请拆分文件，或另存为其他格式"),
        )


class NoLayoutError(LoadError):
    """Raised when no known family of form claims a document; `tables` says how many tables it has."""

    def __init__(self, tables: int, where: str = "") -> None:
        self.tables = tables
        super().__init__(
            f"none of its {tables} tables is a project goal table that is known",
            where,
            "check that this is a performance-goal document, or add a layout (see CONTRIBUTING.md)",
            zh=(
                f"其中 {tables} 个表格都不是已知的项目绩效目标表",
                "请确认这是绩效目标文件，或按 CONTRIBUTING.md 增加一种版式",
            ),
        )


class NoProjectError(LoadError):
    """Raised when a document of a known layout holds no project."""

    def __init__(self, layout: str, where: str = "") -> None:
        self.layout = layout
        super().__init__(
            f"it reads as {layout} but holds no project",
            where,
            "check that the file is complete",
            zh=(f"版式为 {layout}，但没有任何项目", "请确认文件完整"),
        )


class BrokenExpectationError(LoadError):
    """Raised when a document gives less than its layout's data file says every healthy load gives."""

    def __init__(self, layout: str, measure: str, found: str, expected: str, where: str = "") -> None:
        self.layout = layout
        self.measure = measure
        self.found = found
        self.expected = expected
        super().__init__(
            f"read as {layout}, its {measure} is {found} where {expected} is expected",
            where,
            "check that the file is complete, or mend the expectation in the layout's data file",
            zh=(
                f"按版式 {layout} 读取，{measure} 为 {found}，应为 {expected}",
                "请确认文件完整，或修改版式数据文件中的预期",
            ),
        )
