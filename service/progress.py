"""What a build says while it works: a bar on a terminal, one line for each document, and a closing summary."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from loaders.errors import LoadError
from service.problems import sentence

if TYPE_CHECKING:
    from service.build import BuildResult
    from service.judge import Judged

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "building": "读取",
        "line": "{name}：{projects} 个项目，{indicators} 条指标，{findings} 项发现，{repairs} 处修复",
        "sum": "{documents} 份文件，{goals} 个目标，{projects} 个项目，{indicators} 条指标，{money} 万元",
        "findings": "发现：违规 {violation}，警告 {warning}，提示 {info}；修复 {repairs} 处，未读内容 {unread} 处",
        "failed": "{count} 份文件没有读入，见上方说明",
        "next": "已写入 {store}。下一步：goaltrace coverage --store {store}",
    },
    "en": {
        "building": "Reading",
        "line": "{name}: {projects} projects, {indicators} indicator rows, {findings} findings, {repairs} repairs",
        "sum": "{documents} documents, {goals} goals, {projects} projects, {indicators} indicator rows, "
        "{money} ten thousand yuan",
        "findings": "Findings: {violation} violations, {warning} warnings, {info} notes; {repairs} repairs, "
        "{unread} passages not read",
        "failed": "{count} files were not loaded; the reasons stand above",
        "next": "Written to {store}. Next: goaltrace coverage --store {store}",
    },
}


class BuildProgress:
    """Shows progress on standard error; `quiet` leaves only what failed."""

    def __init__(self, total: int, lang: str, *, quiet: bool) -> None:
        self._words = _WORDS[lang]
        self._lang = lang
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=quiet or total < 2 or not self._console.is_terminal,
        )
        self._task = self._bar.add_task(self._words["building"], total=total)

    def __enter__(self) -> "BuildProgress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, source: Path, outcome: "Judged | LoadError") -> None:
        """One document is done, or failed."""
        self._bar.advance(self._task)
        if self._quiet:
            return
        if isinstance(outcome, LoadError):
            self._console.print(sentence(outcome, self._lang))
            return
        plan = outcome.loaded.plan
        self._console.print(
            self._words["line"].format(
                name=source.name,
                projects=len(plan.projects),
                indicators=sum(len(project.indicators) for project in plan.bearers),
                findings=len(outcome.findings),
                repairs=len(plan.repairs),
            )
        )

    def close_with(self, result: "BuildResult", store: str) -> None:
        """The closing summary on standard output."""
        out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        facts = result.summary()
        if result.judged:
            money = f"{float(str(facts['budget_total_yuan'])) / 10_000:,.2f}"
            out.print(self._words["sum"].format(**{**facts, "money": money}))
            findings = facts["findings"]
            assert isinstance(findings, dict)  # noqa: S101 - tells the type checker what summary() builds
            out.print(
                self._words["findings"].format(**findings, repairs=facts["repairs"], unread=facts["unread"])
            )
        for conflict in result.conflicts():
            out.print(conflict.sentence("en" if self._lang == "en" else "zh"))
        if result.failures:
            out.print(self._words["failed"].format(count=len(result.failures)))
        if result.judged:
            out.print(self._words["next"].format(store=store))
