"""The page on HTTP, from the description that the server gives of its own routes."""

import json
from typing import Any, Final, cast

from service.web.api import openapi_text
from service.web.framework import make_api
from tools.reference.page import Page

_METHODS: Final = ("get", "post", "put", "delete", "patch")


def write_http() -> Page:
    """The page, and as gaps every route or parameter without words."""
    page = Page("http", "HTTP")
    page.add(
        "SPARQL（`/sparql`）、图（`/store`）和运行状况（`/health`、`/ready`、`/metrics`）"
        "见 [service.md](../service.md)；"
        "机器可读的说明在 `/openapi.json`。\n\n"
        "SPARQL, graphs and health: see [service.md](../service.md). For programs: `/openapi.json`. Errors have one "
        "form, `application/problem+json`, everywhere."
    )
    facts = json.loads(openapi_text(make_api(cast("Any", None), cast("Any", None), cast("Any", None))))
    for path, methods in facts["paths"].items():
        for method in _METHODS:
            if method in methods:
                _write_route(page, method, path, methods[method])
    return page


def _write_route(page: Page, method: str, path: str, facts: dict[str, Any]) -> None:
    name = f"{method.upper()} {path}"
    said = facts.get("description") or ""
    page.need(f"{name} lacks words", said, facts.get("summary"))
    page.add(f"## {name}\n\n{facts.get('summary', '')}\n\n{said}")
    rows = []
    for one in facts.get("parameters", ()):
        page.need(
            f"{name}: {one['name']} lacks words",
            one.get("description") or one.get("schema", {}).get("description"),
        )
        schema = one.get("schema", {})
        rows.append(
            (
                one["name"],
                one["in"],
                one.get("required", False),
                schema.get("default", ""),
                one.get("description", ""),
            )
        )
    if rows:
        page.table(("参数 parameter", "在 in", "必填 required", "默认 default", "含义 meaning"), rows)
    if "requestBody" in facts:
        page.add(f"请求体 body: {', '.join(f'`{kind}`' for kind in facts['requestBody'].get('content', {}))}")
    rows = [
        (status, ", ".join(answer.get("content", {})), answer["description"])
        for status, answer in facts["responses"].items()
        if status < "300"
    ]
    page.table(("状态 status", "类型 type", "含义 meaning"), rows)
