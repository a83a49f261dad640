"""Reports as one page that needs no network and no script, in the looks of the coverage page."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from service.reports.blocks import PageTurn, Report
from service.reports.html import PAINTS
from service.reports.typeset import plain_block

# What HTML does not allow in a page, wherever a document brought it from.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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
    text = (
        _environment()
        .get_template("report.html.j2")
        .render(report=report, blocks=blocks, drawn=_drawn, paints=PAINTS)
    )
    return _CONTROLS.sub("", text)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("service", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _is_headed(plain: dict[str, object]) -> bool:
    columns = plain.get("columns")
    return isinstance(columns, list) and any(column["label"] for column in columns)


def _drawn(svg: str) -> Markup:
    # The figures escape every word that they are given.
    return Markup(svg)  # noqa: S704
