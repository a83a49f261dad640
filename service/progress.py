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
    from service.build import BuildResult, Built
    from service.receipt import Receipt

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "building": "读取",
        "line": "{name}：{projects} 个项目，{indicators} 条指标，{findings} 项发现，{repairs} 处修复",
        "notes": "，{notes} 处异常",
        "personal": "，略去联系人姓名或号码 {personal_left_out} 处",
        "unchanged": "，未变",
        "sum": "{documents} 份文件，{goals} 个目标，{projects} 个项目，{indicators} 条指标，{money} 万元",
        "findings": "发现：违规 {violation}，警告 {warning}，提示 {info}；修复 {repairs} 处，未读内容 {unread} 处，"
        "异常 {notes} 处",
        "left_out": "略去联系人姓名或号码 {count} 处；如需保留，请加 --keep-personal",
        "same": "其中 {count} 份未变，没有重新处理；如需重建，请加 --force",
        "failed": "{count} 份文件没有读入，见上方说明",
        "next": "已写入 {store}。下一步：goaltrace coverage --store {store}",
        "shards": "已写入 {store}。下一步：goaltrace shards load {store}",
    },
    "en": {
        "building": "Reading",
        "line": "{name}: {projects} projects, {indicators} indicator rows, {findings} findings, {repairs} repairs",
        "notes": ", {notes} unusual things",
        "personal": ", {personal_left_out} contact names or numbers left out",
        "unchanged": ", unchanged",
        "sum": "{documents} documents, {goals} goals, {projects} projects, {indicators} indicator rows, "
        "{money} ten thousand yuan",
        "findings": "Findings: {violation} violations, {warning} warnings, {info} notes; {repairs} repairs, "
        "{unread} passages not read, {notes} unusual things",
        "left_out": "{count} contact names or numbers were left out; to keep them, add --keep-personal",
        "same": "{count} of them unchanged and not built again; to build them all the same, add --force",
        "failed": "{count} files were not loaded; the reasons stand above",
        "next": "Written to {store}. Next: goaltrace coverage --store {store}",
        "shards": "Written to {store}. Next: goaltrace shards load {store}",
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

    def step(self, source: Path, outcome: "Built | LoadError") -> None:
        """One document is done, or failed."""
        self._bar.advance(self._task)
        if self._quiet:
            return
        if isinstance(outcome, LoadError):
            self._console.print(sentence(outcome, self._lang))
            return
        self._console.print(self._line(source.name, outcome.receipt, unchanged=outcome.state == "unchanged"))

    def _line(self, name: str, receipt: "Receipt", *, unchanged: bool) -> str:
        counts = receipt.counts
        line = self._words["line"].format(
            name=name,
            projects=counts["projects"],
            indicators=counts["indicators"],
            findings=sum(receipt.findings.values()),
            repairs=counts["repairs"],
        )
        if counts["notes"]:
            line += self._words["notes"].format(notes=counts["notes"])
        if counts["personal_left_out"]:
            line += self._words["personal"].format(personal_left_out=counts["personal_left_out"])
        return line + self._words["unchanged"] if unchanged else line

    def close_with(self, result: "BuildResult", store: str, next_step: str = "next") -> None:
        """The closing summary on standard output."""
        out = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        if result.documents:
            self._print_sums(out, result)
        for conflict in result.conflicts():
            out.print(conflict.sentence("en" if self._lang == "en" else "zh"))
        if result.failures:
            out.print(self._words["failed"].format(count=len(result.failures)))
        if result.documents:
            out.print(self._words[next_step].format(store=store))

    def _print_sums(self, out: Console, result: "BuildResult") -> None:
        facts = result.summary()
        money = f"{float(str(facts['budget_total_yuan'])) / 10_000:,.2f}"
        out.print(self._words["sum"].format(**{**facts, "money": money}))
        findings = facts["findings"]
        assert isinstance(findings, dict)  # noqa: S101 - tells the type checker what summary() builds
        out.print(self._words["findings"].format(**{**facts, **findings}))
        for said, count in (("left_out", facts["personal_left_out"]), ("same", facts["unchanged"])):
            if count:
                out.print(self._words[said].format(count=count))
