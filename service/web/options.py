"""The settings of the server: declared once with default and help, as `service.settings` does for the rest."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loaders.errors import LoadError
from service.settings import Setting

WEB_SETTINGS: Final = (
    Setting("host", "127.0.0.1", "监听地址", "Address to listen on"),
    Setting("port", "7878", "监听端口；0 表示任选", "Port to listen on; 0 takes a free one"),
    Setting(
        "hosts", "", "允许的主机名，用逗号分隔", "Names of this server that requests may use, with commas"
    ),
    Setting(
        "tokens", "", "令牌文件（角色和散列值）", "File of tokens: a name, a role and a hash on each line"
    ),
    Setting("cors", "", "允许跨域读取的来源", "Origin whose pages may read the answers; none by default"),
    Setting(
        "public", "", "对外地址，例如 https://example.org/", "Address that the world sees, where it differs"
    ),
    Setting("default_graph", "auto", "默认图：union、store 或 auto", "Default graph: union, store or auto"),
    Setting("workers", "0", "并行的查询进程数；0 为自动", "Worker processes; 0 counts the processors"),
    Setting(
        "long_queries", "0", "同时运行的长查询数；0 为自动", "Long questions at once; 0 counts the processors"
    ),
    Setting(
        "waiting", "256", "排队的查询数上限", "Questions that may wait before the server says it is busy"
    ),
    Setting("seconds", "20", "单次查询的时限（秒）", "Time limit of one question in seconds"),
    Setting("megabytes", "1024", "单个查询进程的内存上限", "Memory that one worker may take"),
    Setting("rows", "500000", "结果行数上限", "Rows of one answer"),
    Setting("answer_megabytes", "128", "结果大小上限", "Size of one answer"),
    Setting("cache_megabytes", "32", "结果缓存大小", "Memory for repeated answers; 0 keeps none"),
    Setting(
        "log", "problems", "日志：off、problems 或 requests", "What is logged: off, problems or requests"
    ),
)
_BY_NAME = {setting.name: setting for setting in WEB_SETTINGS}
_CHOICES: Final = {"default_graph": ("auto", "union", "store"), "log": ("off", "problems", "requests")}


class OptionError(LoadError):
    """Raised when a setting of the server cannot be used."""

    def __init__(self, name: str, value: str, needed: str, needed_zh: str) -> None:
        self.name = name
        self.value = value
        super().__init__(
            f"{value!r} is not usable",
            name,
            f"give {needed}",
            zh=(f"{value!r} 不可用", f"请给出{needed_zh}"),
        )


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of the server in force."""

    host: str
    port: int
    hosts: tuple[str, ...]
    tokens: str
    cors: str
    public: str
    default_graph: str
    workers: int
    long_queries: int
    waiting: int
    seconds: float
    megabytes: int
    rows: int
    answer_megabytes: int
    cache_megabytes: int
    log: str


def make_options(environment: Mapping[str, str] | None = None, **given: str | None) -> Options:
    """Settle every setting of the server; `given` holds what the command line said."""
    env = os.environ if environment is None else environment

    def text(name: str) -> str:
        value = given.get(name)
        if value is None:
            value = env.get(_BY_NAME[name].variable, _BY_NAME[name].default)
        if value not in _CHOICES.get(name, (value,)):
            raise OptionError(name, value, " or ".join(_CHOICES[name]), " 或 ".join(_CHOICES[name]))
        return value

    def whole(name: str, least: int = 0, most: int = 1_000_000_000) -> int:
        value = text(name)
        if not (value.isascii() and value.isdigit() and least <= int(value[:12]) <= most):
            raise OptionError(
                name, value, f"a whole number from {least} to {most}", f"{least} 到 {most} 的整数"
            )
        return int(value)

    processors = os.cpu_count() or 1
    return Options(
        host=text("host"),
        port=whole("port", 0, 65535),
        hosts=tuple(part.strip().lower() for part in text("hosts").split(",") if part.strip()),
        tokens=text("tokens"),
        cors=text("cors"),
        public=text("public"),
        default_graph=text("default_graph"),
        workers=whole("workers", 0, 256) or max(2, processors),
        long_queries=whole("long_queries", 0, 256) or max(1, processors),
        waiting=whole("waiting", 1),
        seconds=float(whole("seconds", 1, 86_400)),
        megabytes=whole("megabytes", 64),
        rows=whole("rows", 1),
        answer_megabytes=whole("answer_megabytes", 1),
        cache_megabytes=whole("cache_megabytes"),
        log=text("log"),
    )
