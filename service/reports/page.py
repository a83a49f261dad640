"""Reports as one page that needs no network and no script, in the looks of the coverage page."""

from markupsafe import Markup

from service.reports.blocks import PageTurn, Report
from service.reports.html import PAINTS
from service.reports.templating import fill
from service.reports.typeset import plain_block


def write_html(report: Report) -> str:
    """The report as a page; every word of a document is escaped."""
    blocks: list[dict[str, object]] = []
    turned = False
    for block in report.blocks:
        if isinstance(block, PageTurn):
            turned = True
            continue
        plain = plain_block(block)
        blocks.append(plain | {"turned": turned and report.compact, "headed": _is_headed(plain)})
        turned = False
    return fill("report.html.j2", report=report, blocks=blocks, drawn=_drawn, paints=PAINTS)


def _is_headed(plain: dict[str, object]) -> bool:
    columns = plain.get("columns")
    return isinstance(columns, list) and any(column["label"] for column in columns)


def _drawn(svg: str) -> Markup:
    # The figures escape every word that they are given.
    return Markup(svg)  # noqa: S704
