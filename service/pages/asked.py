"""What an address of the workbench asks: a named question with its parameters, or SPARQL text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from queries.answer import bind_values
from queries.errors import QueryError
from queries.facts import choose_documents
from queries.library import NamedQuery, bind_parameters, load_query, query_names
from service.pages.desk import Desk
from service.pages.visit import Visit
from service.reports.wording import Wording
from service.web.refusals import BadRequestError, NotFoundError

_FIRST: Final = """# Ctrl+Enter {run}
SELECT ?project ?yuan WHERE {{
  ?project a gt:Project ; gt:hasAmount ?amount .
  ?amount gt:amountRole "budget" ; gt:yuan ?yuan .
}}
ORDER BY DESC(?yuan)
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visit asks: a named question with its parameters, or SPARQL text; or nothing yet."""

    named: NamedQuery | None
    parameters: Mapping[str, str]
    sparql: str
    run: bool


def read_asked(visit: Visit) -> Asked:
    """What the address asks; a text may be as long as the endpoint allows."""
    sparql = _text(visit, "sparql")
    name = visit.one("query")
    if not name:
        return Asked(None, {}, sparql, bool(sparql.strip()) and not visit.one("edit"))
    if name not in query_names():
        raise NotFoundError(
            f"There is no question {name[:200]}.", detail_zh=f"没有名为 {name[:200]} 的查询。"
        )
    named = load_query(name)
    given = {parameter.name: visit.one(parameter.name) for parameter in named.parameters}
    given = {key: value for key, value in given.items() if value}
    complete = all(p.optional or p.default is not None or p.name in given for p in named.parameters)
    return Asked(named, given, "", complete)


def _text(visit: Visit, name: str) -> str:
    found = [value for key, value in visit.query if key == name]
    if len(found) > 1:
        raise BadRequestError(f"The parameter {name} is given {len(found)} times; give it once.")
    return found[0].replace("\r\n", "\n") if found else ""


def editor_text(asked: Asked, desk: Desk, words: Wording) -> str:
    """The text to edit: what was asked, a named question with its values in place, or an example."""
    if asked.named is None:
        return asked.sparql or _FIRST.format(run=words("workbench_run"))
    text = "\n".join(line for line in asked.named.text.splitlines() if not line.startswith("#+")).strip()
    if not asked.run:
        return f"{text}\n"
    given: dict[str, object] = dict(asked.parameters)
    try:
        if given.get("document"):
            given["document"] = choose_documents(desk.store, str(given["document"]))[0].iri
        return f"{bind_values(text, bind_parameters(asked.named, given))}\n"
    except (QueryError, ValueError):
        return f"{text}\n"
