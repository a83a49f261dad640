"""What can go wrong with a store or a question, each in one sentence: where, what and what to do."""

from typing import Final

_LISTED: Final = 8


class QueriesError(Exception):
    """Raised when a store cannot be used or a question cannot be answered; the base of both families."""

    def __init__(self, where: str, en: tuple[str, str], zh: tuple[str, str]) -> None:
        super().__init__(where, en, zh)
        self.where = where
        self.what, self.remedy = en
        self.what_zh, self.remedy_zh = zh

    def message(self, lang: str = "en") -> str:
        """The whole sentence in one language."""
        if lang == "zh":
            return f"{self.where}：{self.what_zh}；{self.remedy_zh}。"
        return f"{self.where}: {self.what}; {self.remedy}."

    def __str__(self) -> str:
        return self.message("en")


class StoreError(QueriesError):
    """Raised when a store cannot be opened, read or written."""


class QueryError(QueriesError):
    """Raised when a question cannot be asked or names something that is not there."""


class StoreMissingError(StoreError):
    """Raised when there is no store at the place given."""

    def __init__(self, where: str) -> None:
        super().__init__(
            where,
            ("there is no store here", "build one with `goaltrace build` first"),
            ("这里没有图库", "请先用 goaltrace build 建立"),
        )


class NotAStoreError(StoreError):
    """Raised when the place holds something else than a store of this program."""

    def __init__(self, where: str, reason: str, reason_zh: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"this is no goaltrace store, {reason}", "name an empty or a new directory"),
            (f"这不是 goaltrace 的图库，{reason_zh}", "请换一个空的或新的目录"),
        )


class StoreLockedError(StoreError):
    """Raised when the store is open for writing already; `process` is the number of who writes, where known."""

    def __init__(self, where: str, process: int | None = None) -> None:
        self.process = process
        said = f" (process {process})" if process else ""
        said_zh = f"（进程号 {process}）" if process else ""
        super().__init__(
            where,
            (f"another process{said} is writing to this store", "try again when it has ended"),
            (f"另一个进程{said_zh}正在写这个图库", "请等它结束后再试"),
        )


class StoreVersionError(StoreError):
    """Raised when the store was written by a version that this one cannot read."""

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.found = found
        self.expected = expected
        super().__init__(
            where,
            (
                f"the store has {found} and this program needs {expected}",
                "build the documents again into a new directory",
            ),
            (f"图库的版本是 {found}，本程序需要 {expected}", "请把文件重新建到一个新目录"),
        )


class StoreAccessError(StoreError):
    """Raised when the system refuses to open or read the store's files."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"the store cannot be opened, {reason}", "check its rights and the disk"),
            (f"图库打不开，{reason}", "请检查权限和磁盘"),
        )


class StoreWriteError(StoreError):
    """Raised when a write fails; the store is as it was before."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"nothing was written, {reason}", "check the disk and the data"),
            (f"没有写入任何内容，{reason}", "请检查磁盘和数据"),
        )


class ReadOnlyStoreError(StoreError):
    """Raised when a write is asked of a store that is only read."""

    def __init__(self, where: str) -> None:
        super().__init__(
            where,
            ("the store is open for reading only", "write with `goaltrace build`"),
            ("图库只供读取", "请用 goaltrace build 写入"),
        )


class EndpointError(StoreError):
    """Raised when a SPARQL endpoint does not answer, or not as the protocol says."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"no answer came, {reason}", "check the address and that it runs"),
            (f"没有得到回答，{reason}", "请检查地址以及服务是否在运行"),
        )


class QueryRefusedError(QueryError):
    """Raised when a query's text is not valid SPARQL, or of another kind than was asked for."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"the query is refused, {reason}", "correct its text"),
            (f"查询不被接受，{reason}", "请修改查询语句"),
        )


class UnknownQueryError(QueryError):
    """Raised when no named query has the name given."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(
            name,
            ("no query has this name", "`goaltrace query list` shows them all"),
            ("没有这个名字的查询", "goaltrace query list 列出全部查询"),
        )


class QueryHeaderError(QueryError):
    """Raised when the `#+` header of a query file is missing or incomplete."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"the query's header is not usable, {reason}", "complete its `#+` lines"),
            (f"查询的文件头不可用，{reason}", "请补全以 #+ 开头的各行"),
        )


class ParameterError(QueryError):
    """Raised when a query's parameter is unknown, missing or of another type."""

    def __init__(self, query: str, parameter: str, reason: str, example: str = "") -> None:
        self.query = query
        self.parameter = parameter
        self.reason = reason
        self.example = example
        shown = f"{parameter}={example}"
        super().__init__(
            query,
            (
                f"parameter {parameter} {reason}",
                f"give it as in {shown}" if example else "`goaltrace query list` shows the queries",
            ),
            (
                f"参数 {parameter} 不可用（{reason}）",
                f"写法如 {shown}" if example else "goaltrace query list 列出全部查询",
            ),
        )


class UnknownDocumentError(QueryError):
    """Raised when a document is named that the store does not hold."""

    def __init__(self, document: str, known: tuple[str, ...]) -> None:
        self.document = document
        self.known = known
        listed = ", ".join(known[:_LISTED])
        super().__init__(
            document,
            ("the store holds no such document", f"it holds {listed or 'none at all'}"),
            ("图库里没有这份文件", f"现有 {listed or '0 份文件'}"),
        )


class UnknownGoalError(QueryError):
    """Raised when a trace is asked for a goal that the store does not hold."""

    def __init__(self, goal: str, known: tuple[str, ...]) -> None:
        self.goal = goal
        self.known = known
        listed = ", ".join(known[:_LISTED])
        super().__init__(
            f"goal {goal}",
            ("there is no such goal", f"the goals are {listed}" if known else "the store holds no goals"),
            ("没有这个目标", f"现有目标：{listed}" if known else "图库里没有目标"),
        )


class AmbiguousGoalError(QueryError):
    """Raised when a goal is asked for by its number and several documents have one."""

    def __init__(self, goal: str, candidates: tuple[str, ...]) -> None:
        self.goal = goal
        self.candidates = candidates
        listed = ", ".join(candidates[:_LISTED])
        super().__init__(
            f"goal {goal}",
            ("several documents have a goal of this number", f"name one by its IRI: {listed}"),
            ("几份文件都有这个序号的目标", f"请用标识指定一个：{listed}"),
        )


class UnknownProjectError(QueryError):
    """Raised when a question names project codes that the plan does not hold."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(
            f"project {', '.join(codes)}",
            ("the plan holds no such project", "`goaltrace query list_projects` shows the codes"),
            ("计划里没有这个项目", "goaltrace query list_projects 列出项目编码"),
        )


class TableWriteError(StoreError):
    """Raised when tables cannot be written to the place given."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            where,
            (f"the tables cannot be written, {reason}", "name another folder or make room"),
            (f"无法写入表格，{reason}", "请换一个目录或腾出空间"),
        )
