"""Every setting once: name, default and help; command line, documentation and code read it from here.

A setting comes from the command line, else from the environment (`GOALTRACE_` and its name), else its default.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from ontology.identifiers import DEFAULT_BASE


class Setting(NamedTuple):
    """One setting as declared."""

    name: str
    default: str
    help_zh: str
    help_en: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"GOALTRACE_{self.name.upper()}"


SETTINGS: Final = (
    Setting(
        "store",
        "goaltrace-store",
        "图数据库所在文件夹，或 SPARQL 端点地址（只读）",
        "Folder of the graph store, or the address of a SPARQL endpoint (read only)",
    ),
    Setting("base", DEFAULT_BASE, "数据 IRI 的前缀", "What the IRIs of the data begin with"),
    Setting("profile", "china-before-2021", "评级规则集的名称或文件", "Name or file of the rule profile"),
    Setting("lang", "zh", "报告和信息的语言：zh 或 en", "Language of reports and messages: zh or en"),
)

WEB_SETTINGS: Final = (
    Setting("host", "127.0.0.1", "监听地址", "Address to listen on"),
    Setting("port", "7878", "监听端口；0 表示任选", "Port to listen on; 0 takes a free one"),
    Setting(
        "hosts", "", "允许的主机名，用逗号分隔", "Names of this server that requests may use, with commas"
    ),
    Setting(
        "tokens", "", "令牌文件（角色和散列值）", "File of tokens: a name, a role and a hash on each line"
    ),
    Setting(
        "allow",
        "read",
        "无令牌时本机访问者可做什么：read、review 或 load",
        "What everybody on this machine may do where there are no tokens: read, review or load",
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
    Setting("upload_megabytes", "64", "上传文件的大小上限", "Size of one uploaded file"),
    Setting(
        "log", "problems", "日志：off、problems 或 requests", "What is logged: off, problems or requests"
    ),
)
"""The settings of `goaltrace serve`; `service.web.options` settles them."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force."""

    store: str
    base: str
    profile: str
    lang: str


def make_settings(environment: Mapping[str, str] | None = None, **given: str | None) -> Settings:
    """Settle every setting; `given` holds what the command line said, None where it said nothing."""
    env = os.environ if environment is None else environment

    def value(name: str) -> str:
        setting = _BY_NAME[name]
        return given.get(name) or env.get(setting.variable) or setting.default

    base = value("base")
    return Settings(
        store=value("store"),
        base=base if base.endswith(("/", "#")) else f"{base}/",
        profile=value("profile"),
        lang=value("lang"),
    )


def settled_values(
    settings: Settings, environment: Mapping[str, str] | None = None
) -> list[tuple[Setting, str]]:
    """Every setting with its value in force; those of the server as they stand in the environment or by default."""
    env = os.environ if environment is None else environment
    own = [(setting, str(getattr(settings, setting.name))) for setting in SETTINGS]
    return own + [(setting, env.get(setting.variable, setting.default)) for setting in WEB_SETTINGS]
