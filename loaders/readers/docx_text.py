"""The text of a Word paragraph as a reader of the printed page would see it, and what was left out of it.

Tracked insertions stay, deletions and hidden text go, field codes go and field results stay, symbol-font
codes become characters. What is no text of the paragraph itself (text boxes, pictures, footnotes) is
handed to the caller, who knows where it belongs.
"""

from collections.abc import Callable
from typing import Final

from lxml import etree

from loaders.readers.docx_numbers import Numbers
from loaders.readers.docx_styles import VAL, Styles, W, child, is_on, numbering_of
from loaders.readers.symbols import UNKNOWN, has_private_use, symbol, unsymbolled

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_T, _R_PROPERTIES, _P_PROPERTIES, _STYLE = f"{W}t", f"{W}rPr", f"{W}pPr", f"{W}pStyle"
_VANISH, _RUN_STYLE, _FONTS, _DELETED = f"{W}vanish", f"{W}rStyle", f"{W}rFonts", f"{W}del"
_SILENT: Final = tuple(
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "instrText", "delText", "delInstrText", "fldChar", "fldData", "softHyphen", "rt",
        "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "lastRenderedPageBreak", "bookmarkStart",
        "bookmarkEnd", "proofErr", "annotationRef", "footnoteRef", "endnoteRef",
    )
)  # fmt: skip


class ParagraphText:
    """Reads one paragraph after another; `asides` and `boxes` are what the last one had besides text."""

    def __init__(self, styles: Styles, numbers: Numbers | None) -> None:
        self._styles = styles
        self._numbers = numbers
        self.numbered = 0
        self._pieces: list[str] = []
        self.asides: list[tuple[str, str]] = []
        self.boxes: list[etree._Element] = []
        self._ways: dict[str, Callable[[etree._Element], None]] = {
            f"{W}r": self._run,
            _T: self._text,
            f"{W}tab": lambda _: self._pieces.append("\t"),
            f"{W}ptab": lambda _: self._pieces.append("\t"),
            f"{W}br": lambda _: self._pieces.append("\n"),
            f"{W}cr": lambda _: self._pieces.append("\n"),
            f"{W}noBreakHyphen": lambda _: self._pieces.append("-"),
            f"{W}sym": self._symbol,
            _DELETED: self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{W}sdt": self._content_control,
            f"{W}ruby": self._ruby,
            f"{W}txbxContent": self._box,
            f"{W}footnoteReference": lambda e: self._aside("footnote", e.get(f"{W}id", "")),
            f"{W}endnoteReference": lambda e: self._aside("endnote", e.get(f"{W}id", "")),
            f"{W}commentReference": lambda e: self._aside("comment", e.get(f"{W}id", "")),
            f"{MC}AlternateContent": self._alternatives,
            f"{_M}t": self._text,
            f"{_M}f": self._fraction,
            f"{W}drawing": self._picture,
            f"{W}pict": self._picture,
            f"{W}object": self._picture,
            **dict.fromkeys(_SILENT, _nothing),
        }

    @property
    def is_plain(self) -> bool:
        """Whether a paragraph says what its runs say: nothing is numbered, no style hides text."""
        return self._numbers is None and not self._styles.hiding

    def read(self, paragraph: etree._Element) -> str:
        """The text of a paragraph with its automatic number; starts `asides` and `boxes` afresh."""
        self._pieces = []
        if self.asides:
            self.asides = []
        if self.boxes:
            self.boxes = []
        if self._numbers is not None:
            self._number(self._numbers, paragraph)
        self._children(paragraph)
        return "".join(self._pieces)

    def _number(self, numbers: Numbers, paragraph: etree._Element) -> None:
        name, found = self._styles.default_paragraph, None
        for properties in paragraph.iterchildren(_P_PROPERTIES):
            style, found = child(properties, _STYLE), numbering_of(properties)
            name = name if style is None else style.get(VAL, "")
        found = found or self._styles.numbering(name)
        if found is not None:
            label = numbers.next(*found)
            self.numbered += bool(label)
            self._pieces.append(label)

    def _box(self, content: etree._Element) -> None:
        self.boxes.append(content)  # not bound above: the list is a new one for each paragraph

    def _aside(self, code: str, detail: str) -> None:
        self.asides.append((code, detail))

    def _children(self, element: etree._Element) -> None:
        ways = self._ways
        for part in element:
            way = ways.get(part.tag)
            if way is None:
                self._children(part)
            else:
                way(part)

    def _text(self, element: etree._Element) -> None:
        if element.text:
            self._pieces.append(element.text)

    def _run(self, run: etree._Element) -> None:
        properties, at = None, len(self._pieces)
        for part in run:
            tag = part.tag
            if tag == _T:
                if part.text:
                    self._pieces.append(part.text)
            elif tag == _R_PROPERTIES:
                properties = part
                if self._is_hidden(part):
                    self._left_out("hidden-text", run)
                    return
            else:
                self._ways.get(tag, self._children)(part)
        if has_private_use(self._pieces, at):
            fonts = child(properties, _FONTS)
            font = (fonts.get(f"{W}ascii") or "Symbol") if fonts is not None else "Symbol"
            self._pieces[at:] = [unsymbolled(piece, font) for piece in self._pieces[at:]]

    def _is_hidden(self, properties: etree._Element) -> bool:
        hidden = False
        for part in properties.iterchildren(_VANISH, _RUN_STYLE):
            if part.tag == _VANISH:
                return bool(is_on(part))
            hidden = part.get(VAL, "") in self._styles.hiding
        return hidden

    def _left_out(self, code: str, element: etree._Element) -> None:
        text = all_text(element)
        if text:
            self._aside(code, text)

    def _deleted(self, element: etree._Element) -> None:
        self._left_out("tracked-deletion", element)

    def _symbol(self, element: etree._Element) -> None:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        try:
            character = symbol(font, int(code, 16))
        except ValueError:
            character = UNKNOWN
        if character == UNKNOWN:
            self._aside("unknown-symbol", f"{font} {code}")
        self._pieces.append(character)

    def _content_control(self, element: etree._Element) -> None:
        for content in element.iterchildren(f"{W}sdtContent"):
            self._children(content)

    def _ruby(self, element: etree._Element) -> None:
        for base in element.iterchildren(f"{W}rubyBase"):
            self._children(base)

    def _alternatives(self, element: etree._Element) -> None:
        chosen = chosen_alternative(element)
        if chosen is not None:
            self._children(chosen)

    def _fraction(self, element: etree._Element) -> None:
        for tag in (f"{_M}num", f"{_M}den"):
            if tag.endswith("den"):
                self._pieces.append("/")
            for part in element.iterchildren(tag):
                self._children(part)

    def _picture(self, element: etree._Element) -> None:
        boxes = len(self.boxes)
        self._children(element)
        if len(self.boxes) == boxes:
            self._aside("picture", etree.QName(element).localname)


def _nothing(_: etree._Element) -> None:
    """Markup that prints no text."""


def all_text(element: etree._Element) -> str:
    """Every letter below an element, deleted ones too, for a note on what was left out."""
    return "".join(t.text or "" for t in element.iter(_T, f"{W}delText"))


def chosen_alternative(element: etree._Element) -> etree._Element | None:
    """The first choice of `mc:AlternateContent`; the fallback says the same again for old programs."""
    choice = child(element, f"{MC}Choice")
    return choice if choice is not None and len(choice) else child(element, f"{MC}Fallback")


def runs_on(paragraph: etree._Element) -> bool:
    """Whether the paragraph's mark is deleted under revision, so that it runs on into the next."""
    return child(child(child(paragraph, _P_PROPERTIES), _R_PROPERTIES), _DELETED) is not None
