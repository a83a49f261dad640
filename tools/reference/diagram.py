"""Diagrams of classes as SVG: on the left a class, on the right where its properties lead."""

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

_ROW: Final = 26
_WIDTH: Final = 980
_STYLE: Final = (
    "text{font:13px 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1b2733}"
    ".c{font-weight:600}.p{fill:#0b3a6f}rect{fill:#eaf1f9;stroke:#0b3a6f}line{stroke:#6b7b8c;stroke-width:1.2}"
)


class Arrow(NamedTuple):
    """A property from one class to another."""

    start: str
    name: str
    label: str
    end: str


def draw_diagram(title: str, arrows: Sequence[Arrow]) -> str:
    """An SVG with one line for each property, those of one class together."""
    starts = list(dict.fromkeys(arrow.start for arrow in arrows))
    parts, y = [], 16
    for start in starts:
        own = [arrow for arrow in arrows if arrow.start == start]
        height = _ROW * len(own)
        middle = y + height // 2
        parts.append(_box(10, middle - 11, 250, start))
        for arrow in own:
            line = y + _ROW // 2
            parts.append(f'<line x1="260" y1="{middle}" x2="290" y2="{line}"/>')
            parts.append(f'<line x1="290" y1="{line}" x2="650" y2="{line}" marker-end="url(#a)"/>')
            parts.append(
                f'<text class="p" x="296" y="{line - 3}">{escape(arrow.name)} {escape(arrow.label)}</text>'
            )
            parts.append(_box(660, line - 11, 310, arrow.end))
            y += _ROW
        y += 14
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" height="{y}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><defs>"
        '<marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#6b7b8c"/></marker></defs>'
        f'<rect x="0" y="0" width="{_WIDTH}" height="{y}" style="fill:#fff;stroke:none"/>'
    )
    return f"{head}\n{chr(10).join(parts)}\n</svg>\n"


def _box(x: int, y: int, width: int, text: str) -> str:
    """A box with a name, cut where it would not fit."""
    shown = text if len(text) <= width // 8 else f"{text[: width // 8 - 1]}…"
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="22" rx="3"/>'
        f'<text class="c" x="{x + 8}" y="{y + 15}">{escape(shown)}</text>'
    )
