"""The middle of the chain view: a line for each project, with a square for each of its indicator rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from queries.coverage_records import Project, Row
from service.figures.canvas import QUIET, Canvas, number
from service.figures.chain_content import ChainOptions, Content
from service.figures.chain_key import draw_no_row, draw_square
from service.figures.chain_layout import (
    COLUMN_GAP,
    FUND_WIDTH,
    GOAL_WIDTH,
    GOAL_X,
    GRID_RIGHT,
    NAME_X,
    SQUARE,
    STEP,
    ChainLayout,
    Column,
    Line,
)
from service.figures.lettering import SMALLEST, line_height
from service.figures.palette import INK
from service.figures.slide import FAINT, MARGIN, WIDTH
from service.reports.sentences import Sentences

STRUCK_OPACITY: Final = 0.3


@dataclass(frozen=True, slots=True)
class Bands:
    """What is drawn, where and in which words."""

    canvas: Canvas
    layout: ChainLayout
    content: Content
    say: Sentences
    options: ChainOptions

    def draw(self) -> None:
        """The heads of all bands, and every project with its rows."""
        self._draw_heads()
        for place, line in enumerate(self.layout.lines):
            self._draw_line(place, line)

    def _draw_heads(self) -> None:
        layout, say = self.layout, self.say
        middle = layout.top - 8 - line_height(SMALLEST) / 2
        self.canvas.text(say.wording("figure_band_funds"), MARGIN, middle, room=FUND_WIDTH, fill=QUIET)
        self.canvas.text(say.wording("projects"), NAME_X, middle, room=layout.name_width, fill=QUIET)
        unit, right = say.wording("money_unit"), layout.money_right
        self.canvas.text(unit, right, middle, room=layout.money_width, anchor="end", fill=QUIET)
        self.canvas.text(say.wording("goals"), GOAL_X, middle, room=GOAL_WIDTH, fill=QUIET)
        for column in layout.columns:
            self._draw_head(column)
        for left, end in ((MARGIN, MARGIN + FUND_WIDTH), (NAME_X, GRID_RIGHT), (GOAL_X, WIDTH - MARGIN)):
            rule = f"M{number(left)} {number(layout.top - 4)}H{number(end)}"
            self.canvas.path(rule, stroke=INK, stroke_width=1.2)

    def _draw_head(self, column: Column) -> None:
        step, lines = line_height(SMALLEST), column.header
        kinds = " ".join(column.kinds.keys)
        with self.canvas.group(column.kinds.label, class_="kind", data_kind=kinds):
            for place, words in enumerate(lines):
                middle = self.layout.top - 8 - (len(lines) - place - 0.5) * step
                centre, room = column.x + column.width / 2, column.width + COLUMN_GAP
                self.canvas.text(words, centre, middle, room=room, anchor="middle", fill=QUIET)

    def _draw_line(self, place: int, line: Line) -> None:
        project = line.project
        identifier = f"{self.canvas.name}-project-{self.options.first + place + 1}"
        with self._marked(project, "project", identifier, self._project_tip(project), {}):
            address = self.options.leads_to("project", project.code)
            with self.canvas.link(address, data_choose=f"project:{project.code}"):
                self._draw_name(line, self.content.money[place])
            for column in self.layout.columns:
                rows = [row for row in self.content.rows[place] if row.kind in column.kinds.keys]
                self._draw_cell(identifier, rows, column, line)
                if not rows and not self.options.only_unmeasurable:
                    with self.canvas.group(class_="no-row", data_kind=" ".join(column.kinds.keys)):
                        left = column.x + (column.width - SQUARE) / 2
                        draw_no_row(self.canvas, left, line.middle - SQUARE / 2)
        under = number(line.top + line.height)
        self.canvas.path(f"M{NAME_X} {under}H{GRID_RIGHT}", stroke=FAINT, stroke_width=1)

    @contextmanager
    def _marked(
        self, project: Project, name: str, identifier: str, tip: str, more: dict[str, str | float]
    ) -> Iterator[None]:
        """A group that says which project, goals and funds it belongs to."""
        facts: dict[str, str | float] = {
            "id": identifier,
            "class_": f"{name} struck" if project.code in self.options.struck else name,
            "data_project": project.code,
            "data_goal": " ".join(project.goals_on(self.options.basis)),
            "data_fund": " ".join(fund.source for fund in project.funds if fund.yuan),
        }
        if name == "project":  # its rows are dimmed with it
            facts |= self.content.lit.project(project.code)
        with self.canvas.group(tip, **facts, **more):
            yield

    def _draw_name(self, line: Line, money: str) -> None:
        layout, struck = self.layout, line.project.code in self.options.struck
        step, ink = line_height(SMALLEST), QUIET if struck else INK
        top = line.middle - len(line.name) * step / 2
        for place, words in enumerate(line.name):
            self.canvas.text(words, NAME_X, top + (place + 0.5) * step, room=layout.name_width, fill=ink)
        self.canvas.text(
            money,
            layout.money_right,
            line.middle,
            room=layout.money_width,
            anchor="end",
            fill=ink,
            look={"text-decoration": "underline"} if "→" in money else None,
        )
        if struck:
            stroke = f"M{NAME_X - 4} {number(line.middle)}H{number(layout.money_right + 4)}"
            self.canvas.path(stroke, stroke=INK, stroke_width=1.6, class_="strike")

    def _draw_cell(self, identifier: str, rows: list[Row], column: Column, line: Line) -> None:
        abreast = min(column.abreast, max(len(rows), 1))
        stacked = -(-len(rows) // abreast)
        left = column.x + (column.width - (abreast * STEP - (STEP - SQUARE))) / 2
        top = line.middle - (stacked * STEP - (STEP - SQUARE)) / 2
        struck = line.project.code in self.options.struck
        for place, row in enumerate(rows):
            own = f"{identifier}-{self.layout.columns.index(column) + 1}-{place + 1}"
            more: dict[str, str | float] = {
                "data_kind": row.kind,
                "data_grade": row.grade,
                "data_measurable": "yes" if row.measurable else "no",
            }
            if struck:
                more["opacity"] = STRUCK_OPACITY
            with self._marked(line.project, "row", own, self._row_tip(row), more):
                x, y = left + place % abreast * STEP, top + place // abreast * STEP
                with self.canvas.link(self.options.leads_to("row", row.cell), tabindex="-1"):
                    draw_square(self.canvas, row.grade, x, y)

    def _project_tip(self, project: Project) -> str:
        money = self.say.money(project.yuan)
        return self.say.wording("figure_project_tip", name=project.name, code=project.code, money=money)

    def _row_tip(self, row: Row) -> str:
        say = self.say
        return say.wording(
            "figure_row_tip",
            kind=say.kind(row.kind),
            name=row.name,
            value=row.value or say.wording("empty_cell"),
            grade=row.grade,
            label=say.label(f"grade-{row.grade}") if row.grade else say.wording("figure_not_judged"),
        )
