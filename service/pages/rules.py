"""The rules that the document's grades cite, each with its words and the official text it rests on."""

from service.pages.desk import Desk, Page
from service.pages.visit import Visit


def show(visit: Visit, desk: Desk) -> Page:
    """All cited rules with how often they are cited."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    say = desk.say(coverage, visit)
    values = {"say": say, "rules": coverage.rules, "head": coverage.headline}
    return Page("rules.html.j2", values, say.wording("rules_title"), nav="board", document=fact)
