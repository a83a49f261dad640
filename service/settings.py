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
