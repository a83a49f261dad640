"""What a notebook shows: answers, coverage, figures and traces, each with a form for the page it stands on."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from loaders.errors import LoadError
from queries.answer import Value
from queries.coverage_records import Coverage
from queries.library import Words
from queries.trace import Trace
from service.output import shown
from service.reports.facts import coverage_facts
from service.reports.report_files import save
from service.reports.trace_text import render_trace

SHOWN_ROWS: Final = 50


class NotebookMissingError(LoadError):
    """Raised when a frame is asked for and its library is not installed; `library` names it."""

    def __init__(self, library: str) -> None:
        self.library = library
        super().__init__(
            f"frames need the notebook extra, and {library} is not installed",
            "goaltrace[notebook]",
            "pip install 'goaltrace[notebook]', or take .rows",
            zh=(
                f"数据框需要 notebook 附加组件，{library} 尚未安装",
                "pip install 'goaltrace[notebook]'，或直接用 .rows",
            ),
        )


class Result:
    """Rows of an answer; `rows` holds exact values, frames hold decimals as floating-point numbers."""

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[Value]],
        meanings: Mapping[str, Words] | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(tuple(row) for row in rows)
        self.meanings = dict(meanings or {})

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __repr__(self) -> str:
        return f"Result({len(self.rows)} rows: {', '.join(self.columns)})"

    def to_pandas(self) -> Any:
        """The rows as a pandas frame; whole numbers with gaps stay whole."""
        pandas = _library("pandas")
        made = {
            name: pandas.Series(values, dtype=_PANDAS_TYPES[_kind_of(values)])
            for name, values in self._values()
        }
        return pandas.DataFrame(made, columns=list(self.columns))

    def to_polars(self) -> Any:
        """The rows as a polars frame."""
        polars = _library("polars")
        types = {
            "whole": polars.Int64,
            "number": polars.Float64,
            "truth": polars.Boolean,
            "text": polars.String,
        }
        return polars.DataFrame(
            [polars.Series(name, values, dtype=types[_kind_of(values)]) for name, values in self._values()]
        )

    def _values(self) -> Iterator[tuple[str, list[Any]]]:
        for place, name in enumerate(self.columns):
            values = [row[place] for row in self.rows]
            kind = _kind_of(values)
            if kind == "number":
                values = [None if value is None else float(value) for value in values]
            elif kind == "text":
                values = [None if value is None else shown(value) for value in values]
            yield name, values

    def _repr_html_(self) -> str:
        head = "".join(f"<th{_title(self.meanings.get(name))}>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(shown(value))}</td>' for value in row)}</tr>"
            for row in self.rows[:SHOWN_ROWS]
        )
        count = f"{min(len(self.rows), SHOWN_ROWS)} / {len(self.rows)}"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{count}</p>"


_PANDAS_TYPES: Final = {"whole": "Int64", "number": "float64", "truth": "boolean", "text": "str"}


def _kind_of(values: Sequence[Any]) -> str:
    """What a column holds: whole numbers, numbers, truth values, or text where it is anything else.

    >>> _kind_of([1, None]), _kind_of([1, Decimal("0.5")]), _kind_of([True]), _kind_of(["a", 1]), _kind_of([])
    ('whole', 'number', 'truth', 'text', 'text')
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "truth"
    if kinds == {int} and all(value is None or abs(value) < 2**63 for value in values):
        return "whole"
    return "number" if kinds and kinds <= {int, float, Decimal} else "text"


def _title(meaning: Words | None) -> str:
    return f' title="{escape(f"{meaning.zh} · {meaning.en}")}"' if meaning else ""


def _library(name: str) -> Any:
    try:
        # An extra, and slow to import.
        return import_module(name)
    except ImportError as exc:
        raise NotebookMissingError(name) from exc


class Figure:
    """A figure as SVG text."""

    def __init__(self, kind: str, svg: str) -> None:
        self.kind = kind
        self.svg = svg

    def __repr__(self) -> str:
        return f"Figure({self.kind})"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        # As a picture of its own: the patterns of two figures on one page may have the same names.
        data = base64.b64encode(self.svg.encode()).decode("ascii")
        return (
            f'<img alt="{escape(self.kind)}" style="max-width:100%" src="data:image/svg+xml;base64,{data}">'
        )

    def save(self, path: str | Path) -> None:
        """Write the figure as SVG, or as PNG where the name ends in .png."""
        place = Path(path)
        if place.suffix.lower() == ".png":
            from service.reports.picture import as_slide, write_picture  # noqa: PLC0415 - loads the painter

            save(write_picture(as_slide(self.svg)), place)
        else:
            save(self.svg.encode(), place)


class CoverageView:
    """What the goals of documents rest on; `data` holds all of it as records, `facts()` as plain values."""

    def __init__(self, data: Coverage) -> None:
        self.data = data

    def __repr__(self) -> str:
        return f"CoverageView({len(self.data.documents)} documents)"

    def facts(self) -> dict[str, Any]:
        """The same values as `goaltrace coverage --format json`."""
        return dict(coverage_facts(self.data))

    def goals(self) -> Result:
        """One row for each goal and link basis: level, projects, rows, measurable rows, money."""
        columns = ("document", "goal", "name", "basis", "level", "projects", "rows", "measurable", "yuan")
        rows = [
            (
                *(
                    document.document.iri.rpartition("/")[2],
                    goal.number,
                    goal.name,
                    picture.basis,
                    picture.level,
                ),
                *(len(picture.project_codes), picture.counts.total, picture.counts.measurable, picture.yuan),
            )
            for document in self.data.documents
            for goal in document.goals
            for picture in goal.pictures
        ]
        return Result(columns, rows)

    def _repr_html_(self) -> str:
        return self.goals()._repr_html_()


class TraceView:
    """A goal as a tree of text; `data` holds the tree itself."""

    def __init__(self, data: Trace, lang: str) -> None:
        self.data = data
        self._lang = lang

    def __repr__(self) -> str:
        return render_trace(self.data, "en" if self._lang == "en" else "zh")

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"

    def indicators(self) -> Result:
        """One row for each indicator below the goal, each project once."""
        columns = ("project_code", "project_name", "status", "kind", "name", "value_text", "grade", "flags")
        rows = [
            (
                *(project.code, project.name, project.status, row.kind, row.name),
                *(row.value_text, row.grade, ";".join(row.flags)),
            )
            for project in self.data.all_projects()
            for row in project.indicators
        ]
        return Result(columns, rows)
