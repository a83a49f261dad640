"""The constants, the Turtle files, the graph model and the rest of the repository name the same terms."""

import re
from pathlib import Path

import pytest
from rdflib import RDFS, Graph

from ontology import terms
from ontology.prefixes import GT, GTC, shorten

ROOT = Path(__file__).parents[2]
PLACES = ("ontology", "loaders", "shapes", "queries", "service", "docs", "README.md", "CONTRIBUTING.md")
MADE_UP = {"hasContractor", "kind-beauty"}
"""Names that recipes and violating cases make up, and pages show."""
BEGINNINGS = {"has"}
"""What the names of object properties begin with."""
WRITTEN_IN = {".py", ".ttl", ".rq", ".yaml", ".md", ".html", ".j2"}


def constants() -> dict[str, str]:
    return {
        name: value for name, value in vars(terms).items() if name[0].isupper() and isinstance(value, str)
    }


def own(ontology: Graph, namespace: str) -> set[str]:
    found = (str(term) for term in ontology.subjects(RDFS.isDefinedBy))
    return {term.removeprefix(namespace) for term in found if term.startswith(namespace)}


def names_in_use(prefix: str) -> dict[str, list[str]]:
    """Every name behind a prefix, with the files that write it; `kind-…` and `kind-{x}` are no names."""
    found: dict[str, list[str]] = {}
    paths = (path for place in PLACES for path in [ROOT / place, *sorted((ROOT / place).rglob("*"))])
    for path in paths:
        if path.is_file() and path.suffix in WRITTEN_IN:
            written = rf"(?:\b{prefix}:|\{{{prefix.upper()}\}}|\b{prefix.upper()} \+ \")([A-Za-z][\w-]*)"
            for name in re.findall(written, path.read_text(encoding="utf-8")):
                if not name.endswith("-"):
                    found.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return found


def test_every_term_of_the_ontology_is_a_constant(ontology: Graph) -> None:
    named = {value.removeprefix(GT) for value in constants().values() if value.startswith(GT)} - {""}
    assert own(ontology, GT) == named


def test_a_constant_is_called_like_its_prefix_and_name() -> None:
    for constant, iri in constants().items():
        prefix, _, name = shorten(iri).partition(":")
        assert constant == re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", f"{prefix}_{name}").upper().rstrip("_")


def test_no_two_constants_are_the_same_iri() -> None:
    iris = list(constants().values())
    assert len(iris) == len(set(iris))


@pytest.mark.parametrize(("prefix", "namespace"), [("gt", GT), ("gtc", GTC)])
def test_every_name_written_anywhere_is_a_term_of_the_ontology(
    ontology: Graph, prefix: str, namespace: str
) -> None:
    known = own(ontology, namespace) | MADE_UP | BEGINNINGS
    unknown = {name: files for name, files in names_in_use(prefix).items() if name not in known}
    assert unknown == {}


def test_the_graph_model_shows_every_term(ontology: Graph) -> None:
    model = (ROOT / "docs" / "graph-model.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\bgt:(\w+)", model))
    elided = {"countC", "countD", "countE"}
    assert own(ontology, GT) - shown == elided
