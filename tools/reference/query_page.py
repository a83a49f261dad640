"""The page on the named questions: what is asked, with what, what comes back, and the first rows on the example."""

from typing import Final

from queries.library import NamedQuery, load_query, query_names, run_query
from tools.reference.example import example_store
from tools.reference.page import Page, brief

_ROWS: Final = 3


def write_queries() -> Page:
    """The page, and as gaps every question without its words."""
    page = Page("queries", "问题 Queries")
    page.add(
        "用法：`goaltrace query NAME -p 参数=值`，网页的“查询”，或 `/queries/NAME`。"
        "每个问题是 `queries/` 里的一个文件。\n\n"
        "Ask with `goaltrace query NAME -p NAME=VALUE`, on the page Query, or at `/queries/NAME`. Each is one file in "
        f"`queries/`. Sample: the first {_ROWS} rows on the example."
    )
    for name in query_names():
        _write_query(page, load_query(name))
    return page


def _write_query(page: Page, query: NamedQuery) -> None:
    words = (*query.question, *query.row)
    page.need(f"{query.name} lacks its words", *words)
    page.add(
        f"## {query.name}\n\n{query.question.zh}\n\n{query.question.en}\n\n"
        f"每行 one row: {query.row.zh} · {query.row.en}"
    )
    if query.parameters:
        for one in query.parameters:
            page.need(f"{query.name}: parameter {one.name} lacks words or example", *one.label, one.example)
        rows = [
            (
                one.name,
                one.type,
                one.default or ("可省 optional" if one.optional else "必填 needed"),
                one.example,
                " / ".join(one.choices),
                f"{one.label.zh} · {one.label.en}",
            )
            for one in query.parameters
        ]
        page.table(
            ("参数 parameter", "类型 type", "默认 default", "例 example", "可选 choices", "含义 meaning"),
            rows,
        )
    for column in query.columns:
        page.need(f"{query.name}: column {column.name} lacks words", *column.meaning)
    page.table(
        ("列 column", "含义 meaning"), [(c.name, f"{c.meaning.zh} · {c.meaning.en}") for c in query.columns]
    )
    _write_sample(page, query)


def _write_sample(page: Page, query: NamedQuery) -> None:
    needed = {one.name: one.example for one in query.parameters if not one.optional and one.default is None}
    found = run_query(example_store(), query, needed)
    given = "".join(f" -p {name}={value}" for name, value in needed.items())
    page.add(f"`goaltrace query {query.name}{given}` → {len(found)} 行 rows")
    if found.rows:
        page.table(found.columns, [[brief(value) for value in row] for row in found.rows[:_ROWS]])
