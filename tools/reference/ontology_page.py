"""The page on the ontology: every term with its words, an example and a question; one diagram a file."""

import re
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection

from ontology.prefixes import GT, shorten
from ontology.vocabulary import read_turtle
from queries.library import load_query, query_names
from tools.reference.diagram import Arrow
from tools.reference.example import example_triples
from tools.reference.page import Page

FILES: Final = {
    "core": "计划的组成 What a plan is made of",
    "evidence": "出处与评判 Evidence and judgment",
    "forms": "只有部分表格才有的内容 What only some forms state",
}
_SCHEMES: Final = ("schemes.ttl", "indicator_kinds.ttl")
_KINDS: Final = {
    OWL.Class: "类 class",
    OWL.ObjectProperty: "对象属性 object property",
    OWL.DatatypeProperty: "数据属性 datatype property",
    OWL.AnnotationProperty: "注释属性 annotation property",
}


def write_ontology() -> Page:
    """The page, and as gaps every term without its words."""
    page = Page("ontology", "词汇 Ontology")
    page.add(
        "数据的标识以 `https://w3id.org/goaltrace/data/` 开头，下面的例子里省去。例子取自 `examples/`；示例里没有的，"
        "取自测试中编造的数据，并注明。\n\n"
        "IRIs of the data begin with `https://w3id.org/goaltrace/data/`, which the examples leave out. Examples are "
        "taken from `examples/`; where it has none, from made-up data of the tests, and it says so. How the terms hang "
        "together: [graph-model.md](../graph-model.md)."
    )
    for name, title in FILES.items():
        graph = Graph().parse(data=read_turtle(f"{name}.ttl"), format="turtle")
        page.add(f"## {title}\n\n`ontology/{name}.ttl`\n\n![{title}](ontology-{name}.svg)")
        for term in _terms(name):
            _write_term(page, graph, term)
    _write_concepts(page)
    return page


def arrows(name: str) -> list[Arrow]:
    """The object properties of a file as arrows from domain to range."""
    graph = Graph().parse(data=read_turtle(f"{name}.ttl"), format="turtle")
    found = []
    for term in _terms(name):
        if (term, RDF.type, OWL.ObjectProperty) in graph:
            found.append(
                Arrow(
                    _class(graph, term, RDFS.domain),
                    shorten(str(term)),
                    str(graph.value(term, RDFS.label, default="")),
                    _class(graph, term, RDFS.range),
                )
            )
    return found


def _terms(name: str) -> list[URIRef]:
    """The terms of a file, but for those that it only declares because another file defines them."""
    found = re.findall(r"(?m)^gt:(\w+) a owl:[^.]*?(\.|;)$", read_turtle(f"{name}.ttl"))
    defined = {
        term for file in FILES for term in re.findall(r"(?m)^gt:(\w+) a owl:.*;$", read_turtle(f"{file}.ttl"))
    }
    return [URIRef(GT + term) for term, end in dict.fromkeys(found) if end == ";" or term not in defined]


def _write_term(page: Page, graph: Graph, term: URIRef) -> None:
    zh, en = _words(graph, term, RDFS.label)
    said_zh, said_en = _words(graph, term, SKOS.definition)
    name = shorten(str(term))
    page.need(f"{name} lacks a label or definition", zh, en, said_zh, said_en)
    kind = next((text for iri, text in _KINDS.items() if (term, RDF.type, iri) in graph), "")
    facts = [kind]
    if above := sorted(
        shorten(str(c)) for c in graph.objects(term, RDFS.subClassOf) if isinstance(c, URIRef)
    ):
        facts.append(f"属于 below `{'`, `'.join(above)}`")
    if "property" in kind:
        facts.append(f"`{_class(graph, term, RDFS.domain)}` → `{_class(graph, term, RDFS.range)}`")
    page.add(f"### {name} {zh} {en}\n\n{said_zh}\n\n{said_en}\n\n{'；'.join(facts)}")
    seen = example_triples().of(str(term))
    page.add(
        "例 example：" + ("" if seen and seen.ours else "编造的数据 made-up data" if seen else "没有 none")
    )
    if seen:
        page.code("turtle", seen.triple)
    page.add(f"问 ask：{_question(name, is_class='class' in kind)}")


def _question(name: str, *, is_class: bool) -> str:
    """A named question that uses the term, else the plainest one there is."""
    used = re.compile(rf"(?<![\w:]){re.escape(name)}(?![\w-])")
    for query in query_names():
        if used.search(load_query(query).text):
            return f"[{query}](queries.md#{query})"
    return f"`SELECT ?x WHERE {{ ?x a {name} }}`" if is_class else f"`SELECT ?x ?y WHERE {{ ?x {name} ?y }}`"


def _write_concepts(page: Page) -> None:
    graph = Graph()
    for name in _SCHEMES:
        graph.parse(data=read_turtle(name), format="turtle")
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        zh, en = _words(graph, scheme, SKOS.prefLabel)
        zh, en = (zh, en) if zh else _words(graph, scheme, RDFS.label)
        page.need(f"{shorten(str(scheme))} lacks a label", zh, en)
        page.add(f"## {shorten(str(scheme))} {zh} {en}")
        rows = []
        for concept in sorted(graph.subjects(SKOS.inScheme, scheme)):
            words = (*_words(graph, concept, SKOS.prefLabel), *_words(graph, concept, SKOS.definition))
            page.need(f"{shorten(str(concept))} lacks a label or definition", *words)
            seen = example_triples().of(str(concept))
            example = f"`{seen.triple}`" if seen else ""
            rows.append(
                (f"`{shorten(str(concept))}`", f"{words[0]} {words[1]}", f"{words[2]} {words[3]}", example)
            )
        page.table(("概念 concept", "名称 label", "含义 meaning", "例 example"), rows)


def _words(graph: Graph, term: object, predicate: URIRef) -> tuple[str, str]:
    found = {str(getattr(o, "language", "")): str(o) for o in graph.objects(term, predicate)}  # type: ignore[arg-type]
    return found.get("zh", ""), found.get("en", "")


def _class(graph: Graph, term: URIRef, predicate: URIRef) -> str:
    """The domain or range of a property; a union with bars, `…` where none is stated."""
    node = graph.value(term, predicate)
    if node is None:
        return "…"
    if isinstance(node, URIRef):
        return shorten(str(node))
    members = graph.value(node, OWL.unionOf)
    return " | ".join(shorten(str(one)) for one in Collection(graph, members)) if members else "…"
