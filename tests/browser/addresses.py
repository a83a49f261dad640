"""The pages that tests open and pictures are taken of."""

from typing import Final
from urllib.parse import quote

from tests.browser.server import DOCUMENT

_DATA: Final = "https://w3id.org/goaltrace/data"
PLAN: Final = f"{_DATA}/plan/203001-2022"
PROJECT: Final = "13020922P00062110001K"
GOAL: Final = f"{PLAN}/goal/2"
_CONSTRUCT: Final = "CONSTRUCT { ?p gt:supportsGoal ?g } WHERE { ?p gt:supportsGoal ?g }"

PAGES: Final[dict[str, str]] = {
    "board": "/",
    "documents": "/documents",
    "goal": f"/goal/{DOCUMENT}/2",
    "project": f"/project/{DOCUMENT}/{PROJECT}",
    "chain": "/chain",
    "money": "/money",
    "what-if": f"/whatif?drop={PROJECT}",
    "explorer": f"/explore?iri={quote(GOAL, safe='')}",
    "source": f"/source/{DOCUMENT}?cell=t4.r2",
    "findings": "/findings",
    "rules": "/rules",
    "about": f"/about?iri={quote(GOAL, safe='')}",
    "workbench": "/workbench",
    "workbench-question": "/workbench?query=list_projects",
    "workbench-chart": "/workbench?query=list_projects&view=chart",
    "workbench-graph": f"/workbench?sparql={quote(_CONSTRUCT)}&view=graph",
    "review": "/review",
    "review-rows": "/review?kind=rows",
    "upload": "/upload",
}
"""Each page by a name for its picture."""
