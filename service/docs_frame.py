"""The frame of every page of the documentation: a list of all pages, the page, one style; no script."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import quote


class Entry(NamedTuple):
    """A page in the list of pages."""

    group: str
    title: str
    path: str


STYLE: Final = """\
:root{--ink:#1b2733;--line:#d5dde6;--blue:#0b3a6f;--pale:#f4f7fa}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);font:16px/1.65 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
.page{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:2rem;max-width:84rem;margin:0 auto}
nav{padding:1.5rem 1rem;border-right:1px solid var(--line);font-size:.9rem}
nav h2{font-size:.85rem;margin:1.2rem 0 .3rem;color:#4a5a6a}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.15rem .5rem;text-decoration:none}
nav a[aria-current]{background:var(--pale);border-left:3px solid var(--blue);font-weight:600}
main{padding:1.5rem 1rem 4rem}
a{color:var(--blue)}
h1,h2,h3{line-height:1.3}h2{margin-top:2.2rem;border-bottom:1px solid var(--line)}
pre{background:var(--pale);border:1px solid var(--line);padding:.8rem;overflow:auto;font-size:.82rem;line-height:1.45}
code{font-family:"Noto Sans Mono CJK SC","Sarasa Mono SC",Consolas,monospace}
p code,td code,li code{background:var(--pale);padding:0 .2em}
table{border-collapse:collapse;display:block;overflow-x:auto;font-size:.9rem}
th,td{border:1px solid var(--line);padding:.3rem .6rem;vertical-align:top;text-align:left}
img{max-width:100%;border:1px solid var(--line)}
@media(max-width:60rem){.page{display:block}nav{border:0;border-bottom:1px solid var(--line)}}
@media print{nav{display:none}.page{display:block}}
"""


def frame(path: str, title: str, body: str, entries: Sequence[Entry]) -> str:
    """A whole page; the list marks the one that is shown."""
    up = "../" * path.count("/")
    listed = "".join(
        (f"<h2>{escape(group)}</h2>" if group else "") + _list(list(found), path, up)
        for group, found in groupby(entries, key=lambda entry: entry.group)
    )
    language = "en" if path.endswith(".en.html") else "zh"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; style-src 'self'\">"
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{up}style.css"></head><body><div class="page">'
        f'<nav aria-label="文档 Documentation">{listed}</nav><main>\n{body}</main></div></body></html>\n'
    )


def _list(entries: Sequence[Entry], path: str, up: str) -> str:
    items = (
        f'<li><a href="{up}{quote(entry.path)}"{" aria-current=page" if entry.path == path else ""}>'
        f"{escape(entry.title)}</a></li>"
        for entry in entries
    )
    return f"<ul>{''.join(items)}</ul>"
