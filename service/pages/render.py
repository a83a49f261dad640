"""Templates filled in: every value escaped, every word from the word files."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from queries.coverage_records import LETTERS
from service.pages.assets import static_url
from service.pages.routes import fill_path, find_page, navigation
from service.pages.visit import Visit, query_of
from service.pages.words import load_page_words
from service.reports.numbers import show_money, show_share

if TYPE_CHECKING:
    from service.pages.desk import Page

# What HTML does not allow in a page, wherever a document brought it from.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TAGS: Final = {"zh": "zh-CN", "en": "en"}


@cache
def environment() -> Environment:
    """The templates of the pages."""
    made = Environment(
        loader=PackageLoader("service.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(static=static_url, fill=fill_path, share=show_share, letters=LETTERS)
    return made


def render(page: Page, visit: Visit, documents: int = 0) -> str:
    """The page as HTML."""
    words = load_page_words(visit.lang)
    document = page.document

    def link(path: str, *parts: str, **parameters: object) -> str:
        """An address of another page; the document in view goes with it where its path does not name one."""
        if document is not None and documents > 1 and not parts and "document" not in parameters:
            parameters = {"document": document.key, **parameters}
        return (
            fill_path(path, *parts) + query_of([], parameters) if parts else path + query_of([], parameters)
        )

    def money(yuan: Decimal | None, *, unit: bool = True) -> str:
        return show_money(yuan, visit.lang, unit=unit)

    def ask(name: str, **parameters: object) -> str:
        """The address of the named question behind a number: in the workbench, else as a table."""
        if find_page("/workbench") is not None:
            return "/workbench" + query_of([("query", name)], parameters)
        return f"/queries/{name}" + query_of([], {**parameters, "format": "csv"})

    other = "en" if visit.lang == "zh" else "zh"
    text = (
        environment()
        .get_template(page.template)
        .render(
            **page.values,
            page=page,
            title=page.title,
            visit=visit,
            w=words,
            lang=visit.lang,
            tag=_TAGS[visit.lang],
            other=other,
            other_tag=_TAGS[other],
            other_address=visit.again(lang=other),
            navigation=navigation(),
            document_in_view=document,
            documents_in_store=documents,
            link=link,
            again=visit.again,
            ask=ask,
            money=money,
        )
    )
    return _CONTROLS.sub("", text)
