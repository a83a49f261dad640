"""One SVG being drawn: shapes and measured words, every word escaped, every number short, no style sheet.

Attributes alone set the look: a page's policy may forbid inline styles, and a style in one figure would reach others.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from service.figures.lettering import SMALLEST, clean, fit, is_known, line_height, text_width, wrap
from service.figures.palette import INK, PAPER

FONTS: Final = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'Segoe UI','Liberation Sans',Arial,sans-serif"
)
QUIET: Final = "#4a5563"
_DROP: Final = 0.36

Attribute = str | float


@dataclass(slots=True)
class Canvas:
    """The elements drawn so far; `name` makes ids unique on a page."""

    name: str
    parts: list[str] = field(default_factory=list)
    linked: bool = False

    def rect(self, x: float, y: float, width: float, height: float, **attributes: Attribute) -> None:
        """A rectangle; names of attributes have underscores for hyphens."""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.parts.append(f"<rect {place}{_attributes(attributes)}/>")

    def path(self, steps: str, **attributes: Attribute) -> None:
        """A line or an area along these steps."""
        look: dict[str, Attribute] = {"fill": "none", **attributes}
        self.parts.append(f'<path d="{steps}"{_attributes(look)}/>')

    def text(  # noqa: PLR0913 - a word's place, room and size
        self,
        words: str,
        x: float,
        middle: float,
        *,
        room: float,
        size: float = SMALLEST,
        bold: bool = False,
        anchor: str = "start",
        fill: str = INK,
        look: Mapping[str, Attribute] | None = None,
    ) -> None:
        """One line of words around that height, cut to the room; the whole of them is the tool tip."""
        whole = clean(words)
        shown = fit(whole, room, size, bold=bold)
        if not shown:
            return
        known: dict[str, Attribute] = dict(look or {})
        inherited = {"font-size": SMALLEST, "font-weight": "normal", "text-anchor": "start", "fill": INK}
        own = {
            "font-size": size,
            "font-weight": "bold" if bold else "normal",
            "text-anchor": anchor,
            "fill": fill,
        }
        known |= {key: value for key, value in own.items() if value != inherited[key]}
        if not is_known(shown):
            # No table has these characters: the renderer is told how wide they may be.
            known["textLength"] = number(text_width(shown, size, bold=bold))
            known["lengthAdjust"] = "spacingAndGlyphs"
        place = f'x="{number(x)}" y="{number(middle + size * _DROP)}"'
        drawn = f"<text {place}{_attributes(known)}>{escape(shown)}</text>"
        self.parts.append(drawn if shown == whole else f"<g><title>{escape(whole)}</title>{drawn}</g>")

    def paragraph(  # noqa: PLR0913 - a word's place, room and size
        self,
        words: str,
        x: float,
        top: float,
        *,
        room: float,
        lines: int,
        size: float = SMALLEST,
        bold: bool = False,
    ) -> float:
        """Words in at most so many lines below that height; where they end."""
        whole = clean(words)
        broken = wrap(whole, room, size, lines, bold=bold)
        step = line_height(size)
        cut = bool(broken) and broken[-1].endswith("…") and not whole.endswith("…")
        with self.group(whole if cut else ""):
            for place, line in enumerate(broken):
                middle = top + (place + 0.5) * step
                self.text(line, x, middle, room=room, size=size, bold=bold)
        return top + len(broken) * step

    @contextmanager
    def group(self, title: str = "", **attributes: Attribute) -> Iterator[None]:
        """What belongs together, with a tool tip; nothing is written where it has neither."""
        if not title and not attributes:
            yield
            return
        self.parts.append(f"<g{_attributes(attributes)}>{_title(title)}")
        yield
        self.parts.append("</g>")

    @contextmanager
    def link(self, address: str, **attributes: Attribute) -> Iterator[None]:
        """What leads to that address when it is clicked; nothing is written where there is none."""
        if not address:
            yield
            return
        self.linked = True
        self.parts.append(f"<a href={quoteattr(address)}{_attributes(attributes)}>")
        yield
        self.parts.append("</a>")

    def finish(self, width: float, height: float, title: str, finding: str, defs: str = "") -> str:
        """The whole SVG; `finding` says in words what is seen. One with links is no single picture."""
        role = "group" if self.linked else "img"
        name = self.name
        size = f'width="{number(width)}" height="{number(height)}"'
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
                f'viewBox="0 0 {number(width)} {number(height)}" role="{role}" '
                f'aria-labelledby="{name}-title {name}-finding" '
                f'font-family="{FONTS}" font-size="{SMALLEST}" fill="{INK}">',
                f'<title id="{name}-title">{escape(clean(title))}</title>',
                f'<desc id="{name}-finding">{escape(clean(finding))}</desc>',
                f"<defs>{defs}</defs>",
                f'<rect {size} fill="{PAPER}"/>',
                *self.parts,
                "</svg>\n",
            )
        )


def number(value: float) -> str:
    """A length with at most two decimals, the same on every machine.

    >>> number(3.0), number(0.1 + 0.2), number(-0.001)
    ('3', '0.3', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _title(words: str) -> str:
    return f"<title>{escape(clean(words))}</title>" if words else ""


def _attributes(attributes: dict[str, Attribute]) -> str:
    return "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
    )


def _value(value: Attribute) -> str:
    return clean(value) if isinstance(value, str) else number(value)
