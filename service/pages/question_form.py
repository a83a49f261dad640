"""The catalogue of named questions, and the form of one: a field for each parameter, of its type."""

from typing import Final, NamedTuple

from ontology.prefixes import GTC, PREFIXES
from queries.facts import read_goals
from queries.library import NamedQuery, Parameter, load_query, query_names
from service.pages.asked import Asked
from service.pages.desk import Desk
from service.pages.labels import term_labels
from service.pages.visit import Visit
from service.reports.wording import Wording

_MOST_CHOICES: Final = 200


class Field(NamedTuple):
    """One field of a question's form; `choices` are pairs of value and words, None for a free text."""

    parameter: Parameter
    value: str
    choices: tuple[tuple[str, str], ...] | None


def list_catalogue() -> list[tuple[str, list[NamedQuery]]]:
    """The questions by what they begin with."""
    groups: dict[str, list[NamedQuery]] = {"find": [], "list": [], "count": []}
    for name in query_names():
        groups.setdefault(name.partition("_")[0], []).append(load_query(name))
    return [
        (key if key in ("find", "list", "count") else "other", queries) for key, queries in groups.items()
    ]


def make_fields(asked: Asked, desk: Desk, visit: Visit, words: Wording) -> list[Field]:
    """The fields of the question that is asked, with the values given; none for SPARQL text."""
    if asked.named is None:
        return []
    made = []
    for parameter in asked.named.parameters:
        value = asked.parameters.get(parameter.name, parameter.default or "")
        if parameter.name == "document":
            value = next((known.key for known in desk.documents() if known.iri == value), value)
        made.append(Field(parameter, value, _choices(parameter, desk, visit, words)))
    return made


def _choices(
    parameter: Parameter, desk: Desk, visit: Visit, words: Wording
) -> tuple[tuple[str, str], ...] | None:
    """What a parameter can be, where that is a list of moderate length."""
    if parameter.choices:
        return tuple(
            (value, _choice_words(parameter.name, value, visit, words)) for value in parameter.choices
        )
    documents = desk.documents()
    if parameter.name == "document" and len(documents) <= _MOST_CHOICES:
        return tuple((d.key, f"{d.department_name or d.key} {d.year}") for d in documents)
    if parameter.name == "flag":
        known = term_labels(visit.lang)
        flags = sorted(iri for iri in known if iri.startswith(f"{GTC}flag-"))
        return tuple((iri.removeprefix(f"{GTC}flag-"), known[iri]) for iri in flags)
    if parameter.name == "goal" and len(documents) == 1:
        goals = read_goals(desk.store, documents[0])
        return tuple((goal.iri, f"{goal.number} {goal.name}") for goal in goals)
    return None


def _choice_words(name: str, value: str, visit: Visit, words: Wording) -> str:
    known = term_labels(visit.lang)
    if name == "basis":
        return words(f"basis_tab_{value}")
    if name == "severity":
        return known.get(PREFIXES["sh"] + value.capitalize(), value)
    prefix = {"status": "status", "outcome": "check", "letter": "grade"}.get(name, name)
    said = known.get(f"{GTC}{prefix}-{value}")
    return (f"{value} {said}" if name == "letter" else said) if said else value
