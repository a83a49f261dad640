"""The pages on commands and settings, from the command line's own help and the one list of settings."""

from collections.abc import Iterator
from typing import Any, Final

import typer

from service.cli import app
from service.settings import SETTINGS, WEB_SETTINGS, Setting
from tools.reference.page import Page

_WIDTH: Final = 100


def write_commands() -> Page:
    """The page on commands, and as gaps every command or option without help."""
    page = Page("commands", "命令 Commands")
    page.add(
        "每条命令也会自己说明：`goaltrace COMMAND --help`。\n\n"
        "Every command says this itself: `goaltrace COMMAND --help`."
    )
    root = typer.main.get_command(app)
    for words, command, context in _commands(root, ("goaltrace",), None):
        name = " ".join(words)
        page.need(f"{name} lacks help", command.help)
        for parameter in command.params:
            if parameter.name != "help":
                page.need(f"{name}: {parameter.name} lacks help", getattr(parameter, "help", None))
        page.add(f"## {name}")
        page.code("text", _help(command, context))
    return page


def _commands(
    command: Any, words: tuple[str, ...], parent: Any
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    context = typer.Context(
        command, info_name=words[-1], parent=parent, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    yield words, command, context
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(below, (*words, name), context)


def _help(command: Any, context: Any) -> str:
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def write_settings() -> Page:
    """The page on settings, and as gaps every one without words."""
    page = Page("settings", "设置 Settings")
    page.add(
        "先看命令行选项，再看环境变量，最后是默认值。`goaltrace settings` 列出现在的值。\n\n"
        "A setting comes from the command line, else from the environment, else it has its default. "
        "`goaltrace settings` lists the values in force."
    )
    for title, settings in (("所有命令 Every command", SETTINGS), ("goaltrace serve", WEB_SETTINGS)):
        page.add(f"## {title}")
        for setting in settings:
            page.need(f"{setting.name} lacks words", setting.help_zh, setting.help_en)
        page.table(
            ("设置 setting", "环境变量 environment", "默认 default", "含义 meaning"), map(_row, settings)
        )
    return page


def _row(setting: Setting) -> tuple[str, str, str, str]:
    return setting.name, setting.variable, setting.default, f"{setting.help_zh} · {setting.help_en}"
