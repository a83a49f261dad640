"""Commands shown in the documentation: read from its pages, run in a folder, written with what they print.

A block of `console` holds commands behind `$ ` and below each what it prints; a command without output below it is
only run. `python -m tests.docs.transcripts PAGE…` puts what the commands print today into the pages.
"""

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

import typer
from typer.testing import CliRunner

from service.cli import app
from service.first_run import run
from tests.docs.year_files import write_years

ROOT: Final = Path(__file__).parents[2]
_BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
_SET_UP: Final = (". .venv/bin/activate", "make run", "make test")  # set-up is tried by `.ci/run` itself
_STAYS: Final = ("serve", "docs")  # go on until they are stopped; only their options are read
COMMAND: Final = typer.main.get_command(app)


class Shown(NamedTuple):
    """A command of a page and the output that the page shows below it."""

    command: str
    output: str


class CommandFailedError(AssertionError):
    """Raised when a documented command does not run."""


def blocks(page: str) -> Iterator[list[Shown]]:
    """The blocks of a page, each as its commands."""
    for block in _BLOCK.findall(page):
        yield read_block(block)


def read_block(block: str) -> list[Shown]:
    """The commands of a block; lines that do not begin with `$ ` belong to the command before them."""
    parts = re.split(r"(?m)^\$ (.*)\n", block)
    return [Shown(command, output) for command, output in zip(parts[1::2], parts[2::2], strict=True)]


class Session:
    """A folder in which commands run one after another, as in a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str] = {}

    def run(self, command: str) -> str:
        """What a command prints; raises `CommandFailedError` where it fails."""
        if command in _SET_UP:
            return ""
        words = shlex.split(command)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.environment[name] = value
            return ""
        if words[:-1] == ["python", "-m", "tests.docs.year_files"]:
            write_years(self.folder / words[-1])
            return ""
        if words[0] != "goaltrace":
            raise CommandFailedError(f"{command}: these tests cannot run it")
        rest = words[1:]
        if " ".join(rest).startswith(_STAYS):
            read_options(rest)
            return ""
        return self._print(command, rest)

    def _print(self, command: str, words: list[str]) -> str:
        words, lines = _cut(words)
        words, target = _redirect(words)
        with chdir(self.folder), patch.dict(os.environ, self.environment):
            result = CliRunner().invoke(app, words, prog_name="goaltrace")
        if result.exit_code:
            raise CommandFailedError(
                f"{command}: exit {result.exit_code}: {result.output} {result.exception!r}"
            )
        if target:
            with (self.folder / target).open("a", encoding="utf-8") as file:
                file.write(result.stdout)
            return ""
        return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines()[:lines])


def read_options(words: list[str]) -> None:
    """Read the words of a command line as its command would, without running it."""
    command, rest = COMMAND, words
    context = typer.Context(command, info_name="goaltrace")
    while hasattr(command, "commands") and rest:
        name = rest[0]
        if name not in command.commands:
            raise CommandFailedError(f"there is no command {' '.join(words)}")
        command, rest = command.commands[name], rest[1:]
        context = typer.Context(command, parent=context, info_name=name)
    command.make_context(words[-1], list(rest), parent=context.parent)


def _cut(words: list[str]) -> tuple[list[str], int | None]:
    if len(words) > 3 and words[-3:-1] == ["|", "head"]:
        return words[:-3], int(words[-1].lstrip("-"))
    return words, None


def _redirect(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and words[-2] == ">>":
        return words[:-2], words[-1]
    return words, ""


def first_run(folder: Path) -> None:
    """Do in a folder what `make run` does in a checkout."""
    for name in ("examples", "links"):
        shutil.copytree(ROOT / name, folder / name)
    with chdir(folder), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        run()


def refreshed(page: str, session: Session) -> str:
    """The page with the output of its commands as it is today, where it shows any."""

    def write(block: re.Match[str]) -> str:
        lines = []
        for shown in read_block(block[1]):
            printed = session.run(shown.command)
            lines.append(f"$ {shown.command}\n{printed if shown.output else ''}")
        return f"```console\n{''.join(lines)}```"

    return _BLOCK.sub(write, page)


def main(pages: list[str]) -> None:
    """Write the pages anew."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name, "made")
        made.mkdir()
        first_run(made)
        for page in map(Path, pages):
            folder = Path(name, page.stem)
            shutil.copytree(made, folder)
            page.write_text(refreshed(page.read_text(encoding="utf-8"), Session(folder)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
