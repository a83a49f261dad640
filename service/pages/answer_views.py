"""Ways to look at an answer: table, bar chart, graph, and files to take away."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from service.pages.asked import Asked
from service.pages.chart import MOST_BARS, Bar, draw_bars
from service.pages.explorer import group_of
from service.pages.found import Cell, Found, numeric_columns, text_columns, triples_of
from service.pages.labels import Label
from service.pages.visit import Visit
from service.reports.wording import Wording

MOST_LISTED: Final = 10_000
_VIEWS: Final = ("table", "chart", "graph")
_MOST_NODES: Final = 150


def choose_view(visit: Visit, found: Found | None) -> str:
    """The chosen view where the answer has it, else the table."""
    wanted = visit.chosen("view", _VIEWS, "table")
    return wanted if wanted in views_of(found) else "table"


def views_of(found: Found | None) -> tuple[str, ...]:
    """What an answer can be shown as."""
    if found is None or not found.rows:
        return ()
    if found.kind == "graph":
        return ("table", "graph") if any(True for _ in triples_of(found)) else ("table",)
    return ("table", "chart") if numeric_columns(found) and text_columns(found) else ("table",)


def make_chart(found: Found, visit: Visit, words: Wording) -> dict[str, object]:
    """The bars of one numeric column by one of the others."""
    texts, numbers = text_columns(found), numeric_columns(found)
    names = [column.name for column in found.columns]
    x = _place(visit.one("x"), names, texts)
    y = _place(visit.one("y"), names, numbers)
    rows = [row for row in found.rows if row[y].number is not None]
    bars = [Bar(row[x].text, row[y].number or Decimal(0), row[y].text) for row in rows[:MOST_BARS]]
    most = max(bars, key=lambda bar: bar.value)
    heading = {name: column.meaning or name for name, column in zip(names, found.columns, strict=True)}
    finding = words("workbench_chart_finding", label=most.label, value=most.shown, count=len(bars))
    return {
        "svg": draw_bars(f"{heading[names[y]]} · {heading[names[x]]}", finding, bars),
        "finding": finding,
        "x": names[x],
        "y": names[y],
        "xs": [(names[place], heading[names[place]]) for place in texts],
        "ys": [(names[place], heading[names[place]]) for place in numbers],
        "cut": max(len(rows) - MOST_BARS, 0),
    }


def _place(wanted: str, names: Sequence[str], places: Sequence[int]) -> int:
    return next((place for place in places if names[place] == wanted), places[0])


def draw_graph(found: Found) -> dict[str, object]:
    """Nodes and edges of a graph answer, as the explorer's graph takes them; the first nodes where there are many."""
    nodes: dict[str, dict[str, str]] = {}
    edges: list[dict[str, str]] = []
    for subject, predicate, value in triples_of(found):
        fresh = [cell for cell in (subject, value) if cell.iri not in nodes]
        if len(nodes) + len(fresh) > _MOST_NODES:
            continue
        for cell in fresh:
            nodes[cell.iri] = _node(cell)
        edges.append(
            {
                "source": subject.iri,
                "target": value.iri,
                "property": predicate.iri,
                "text": predicate.text,
                "voice": "other",
            }
        )
    return {"centre": "", "nodes": list(nodes.values()), "edges": edges, "more": 0, "next": 0}


def _node(cell: Cell) -> dict[str, str]:
    group = group_of(Label(cell.text, cell.kind, ""))
    return {"iri": cell.iri, "text": cell.text, "kind": "", "group": group}


def list_downloads(asked: Asked, found: Found) -> list[tuple[str, str]]:
    """Pairs of a format's name and its address."""
    if asked.named:
        given = [*asked.parameters.items(), ("limit", str(MOST_LISTED))]
        path = f"/queries/{asked.named.name}?"
        plain = [(form.upper(), path + urlencode([*given, ("format", form)])) for form in ("csv", "json")]
        sheet = "/workbench/result.xlsx?" + urlencode(
            [("query", asked.named.name), *asked.parameters.items()]
        )
        return [*plain, ("XLSX", sheet)]
    forms = {"rows": ("csv", "json", "tsv"), "boolean": ("json",), "graph": ("turtle", "jsonld", "ntriples")}
    path = "/sparql?"
    made = [
        (form.upper(), path + urlencode([("query", asked.sparql), ("format", form)]))
        for form in forms[found.kind]
    ]
    if found.kind == "rows":
        made.append(("XLSX", "/workbench/result.xlsx?" + urlencode({"sparql": asked.sparql})))
    return made
