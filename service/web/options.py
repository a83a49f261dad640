"""The settings of the server, settled and checked; `service.settings` declares them with the rest."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loaders.errors import LoadError
from service.settings import WEB_SETTINGS

_BY_NAME = {setting.name: setting for setting in WEB_SETTINGS}
_CHOICES: Final = {
    "allow": ("read", "review", "load"),
    "default_graph": ("auto", "union", "store"),
    "log": ("off", "problems", "requests"),
}


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
    allow: str
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
    upload_megabytes: int
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
        allow=text("allow"),
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
        upload_megabytes=whole("upload_megabytes", 1, 4096),
        log=text("log"),
    )
