"""PDF files made by hand: text at places, rules between places, pages."""

from collections.abc import Sequence

Line = tuple[float, float, float, float]
Text = tuple[float, float, str]
WIDTH, HEIGHT, SIZE = 400, 300, 10


def page(
    texts: Sequence[Text] = (), rules: Sequence[Line] = (), raw: str = "", *, height: float = HEIGHT
) -> str:
    """The drawing of a page; places count from the upper left corner, texts by their baseline."""
    said = "".join(
        f"BT /F1 {SIZE} Tf {x} {height - y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for x, y, text in texts
    )
    drawn = "".join(f"{x0} {height - y0} m {x1} {height - y1} l S\n" for x0, y0, x1, y1 in rules)
    return said + drawn + raw


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Line]:
    """The rules of a table without merged cells."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


def cells(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> list[Text]:
    """One line of text in each cell, five points from its left wall."""
    return [
        (xs[column] + 5, ys[row] + 14, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]


def pdf(
    *pages: str, trailer: str = "", page_entries: str = "", size: tuple[float, float] = (WIDTH, HEIGHT)
) -> bytes:
    """A PDF of the pages, with a Chinese font that readers know without embedding."""
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(count))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] {page_entries}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _assembled(objects, trailer)


def _assembled(objects: Sequence[str], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)
