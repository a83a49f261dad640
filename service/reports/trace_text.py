"""One goal as a tree of text: objectives, projects with the evidence of their links, funds, indicator rows."""

from collections.abc import Iterator, Sequence
from typing import Final

from queries.trace import Trace, TracedIndicator, TracedObjective, TracedProject
from service.reports.columns import make_safe
from service.reports.numbers import show_money
from service.reports.wording import Language, load_wording

_STATUS: Final = {
    "stated": "trace_stated",
    "accepted": "trace_accepted",
    "proposed": "trace_proposed",
    "rejected": "trace_rejected",
}


def render_trace(trace: Trace, lang: Language = "zh") -> str:
    """The tree, one line for each step, with the place of every indicator row."""
    lines = _Tree(lang).lines(trace)
    return "".join(f"{' ' * (len(line) - len(line.lstrip()))}{make_safe(line)}\n" for line in lines)


class _Tree:
    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._say = load_wording(lang)

    def lines(self, trace: Trace) -> Iterator[str]:
        yield self._say("trace_goal", number=trace.number, name=trace.name)
        for project in trace.projects:
            yield from self._project(project, "  ")
        for objective in trace.objectives:
            yield from self._objective(objective, "  ")
        if not trace.all_projects():
            yield "  " + self._say("trace_no_project")

    def _objective(self, objective: TracedObjective, indent: str) -> Iterator[str]:
        yield indent + self._say("trace_objective", number=objective.number, text=objective.text)
        for project in objective.projects:
            yield from self._project(project, indent + "  ")
        for part in objective.parts:
            yield from self._objective(part, indent + "  ")

    def _project(self, project: TracedProject, indent: str) -> Iterator[str]:
        money = show_money(project.yuan, self._lang)
        yield indent + self._say("trace_project", code=project.code, name=project.name, money=money)
        status = self._say(_STATUS[project.status])
        yield f"{indent}  " + self._say("trace_link", status=status, evidence=project.evidence or "—")
        funds = self._joined(f"{fund.name} {show_money(fund.yuan, self._lang)}" for fund in project.funds)
        if funds:
            yield f"{indent}  " + self._say("trace_funds", funds=funds)
        for row in project.indicators:
            yield f"{indent}  " + self._indicator(row)

    def _joined(self, words: Iterator[str]) -> str:
        return ("、" if self._lang == "zh" else ", ").join(words)

    def _indicator(self, row: TracedIndicator) -> str:
        place = row.place.fragment if row.place else ""
        words: Sequence[str] = (row.grade or "?", row.kind_name, row.name, row.description)
        return (
            f"{words[0]}  "
            + " / ".join(" ".join(word.split()) for word in words[1:] if word)
            + f"  [{place}]"
        )
