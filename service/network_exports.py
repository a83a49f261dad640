"""The chain of goals, objectives, projects, indicators and funds as GraphML and GEXF, for Gephi and its like.

Documents are read one after the other; edges wait in a file of their own until all nodes are written.
"""

import tempfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, Protocol
from xml.sax.saxutils import escape

import networkx as nx

from loaders.standards.xml_words import legal
from ontology import nquads
from ontology.identifiers import concept
from ontology.vocabulary import labels
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, concept_key, money, read_facts, words
from queries.network import Network, add_plan
from queries.store import Store
from service.export_files import whole_file

Type = Literal["string", "double", "integer", "boolean"]
Facts = Mapping[str, str]
_PICTURES: Final = """SELECT ?goal ?level ?yuan WHERE { GRAPH ?judgment {
  ?picture gt:linkBasis "accepted" ; dqv:computedOn ?goal ; gt:hasGrade ?level .
  OPTIONAL { ?picture gt:yuan ?yuan . }
} }"""


class Attribute(NamedTuple):
    """One attribute of nodes or edges, and what it holds."""

    name: str
    type: Type


NODE_ATTRIBUTES: Final = (
    Attribute("kind", "string"),
    Attribute("label_en", "string"),
    Attribute("document", "string"),
    Attribute("number", "string"),
    Attribute("code", "string"),
    Attribute("row", "integer"),
    Attribute("indicator_kind", "string"),
    Attribute("indicator_kind_zh", "string"),
    Attribute("indicator_kind_en", "string"),
    Attribute("grade", "string"),
    Attribute("flags", "string"),
    Attribute("measurable", "boolean"),
    Attribute("level", "string"),
    Attribute("yuan", "double"),
)
"""What a node says beside its label; `level` and `yuan` of a goal are those over accepted links."""

EDGE_ATTRIBUTES: Final = (
    Attribute("relation", "string"),
    Attribute("status", "string"),
    Attribute("evidence", "string"),
    Attribute("share", "double"),
    Attribute("yuan", "double"),
)
"""What an edge says: links have a status (stated, accepted, proposed) and the words that speak for them."""


class NetworkForm(Protocol):
    """How a file of nodes and edges is spelled."""

    head: str
    between: str
    foot: str

    def node(self, name: str, label: str, facts: Facts) -> str:
        """One node."""
        ...

    def edge(self, number: int, ends: tuple[str, str], facts: Facts) -> str:
        """One edge from the upper to the lower end."""
        ...


def write_network(store: Store, form: NetworkForm, path: Path, document: str | None = None) -> None:
    """Write the chain of one document or of all; every link that is not rejected is an edge with its status."""
    with whole_file(path) as file, tempfile.TemporaryFile() as waiting:
        file.write(form.head.encode())
        seen: set[str] = set()
        count = 0
        for found in choose_documents(store, document):
            network, levels = _plan(store, found)
            for node, facts in network.nodes(data=True):
                if node not in seen:
                    seen.add(node)
                    file.write(form.node(node, facts["label"], _node_facts(node, facts, levels)).encode())
            for upper, lower, facts in network.edges(data=True):
                waiting.write(form.edge(count, (upper, lower), _edge_facts(facts)).encode())
                count += 1
        file.write(form.between.encode())
        waiting.seek(0)
        _copy(waiting, file)
        file.write(form.foot.encode())


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)


def _plan(store: Store, found: DocumentFact) -> tuple[Network, dict[str, tuple[str, Decimal | None]]]:
    network: Network = nx.MultiDiGraph()
    add_plan(network, read_facts(store, found), "proposed")
    answer = store.select(_PICTURES, {"judgment": nquads.iri(f"{found.iri}/judgment")})
    levels = {
        words(row["goal"]): (concept_key(row["level"], "grade"), money(row["yuan"]))
        for row in answer.records()
    }
    return network, levels


def _node_facts(
    node: str, facts: Mapping[str, Any], levels: Mapping[str, tuple[str, Decimal | None]]
) -> Facts:
    level, yuan = levels.get(node, ("", None))
    kind = facts.get("indicator_kind", "")
    found = {
        **facts,
        "document": facts.get("document", "").rpartition("/")[2],
        "label_en": labels("en").get(node, ""),
        "indicator_kind_zh": labels("zh").get(concept(f"kind-{kind}"), "") if kind else "",
        "indicator_kind_en": labels("en").get(concept(f"kind-{kind}"), "") if kind else "",
        "level": level,
        "yuan": facts.get("yuan", yuan),
    }
    return dict(_said(found, NODE_ATTRIBUTES))


def _edge_facts(facts: Mapping[str, Any]) -> Facts:
    return dict(_said(facts, EDGE_ATTRIBUTES))


def _said(facts: Mapping[str, Any], attributes: tuple[Attribute, ...]) -> Iterator[tuple[str, str]]:
    """The attributes that are not empty, as text."""
    for name, _ in attributes:
        value = facts.get(name)
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, Decimal):
            yield name, nquads.plain_decimal(value)
        elif isinstance(value, tuple) and value:
            yield name, ";".join(value)
        elif value not in (None, "", ()):
            yield name, str(value)


def _quoted(text: str) -> str:
    """Text of a document as the value of an attribute: what XML cannot hold is left out."""
    entities = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return f'"{escape(legal(text), entities)}"'


class _GraphML:
    """GraphML: one key for each attribute, the label first, as Gephi and yEd read it."""

    def __init__(self) -> None:
        keys = [("label", "node", "label", "string")]
        keys += [(f"n{place}", "node", *attribute) for place, attribute in enumerate(NODE_ATTRIBUTES)]
        keys += [(f"e{place}", "edge", *attribute) for place, attribute in enumerate(EDGE_ATTRIBUTES)]
        self.head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
            + "".join(
                f'<key id="{key}" for="{of}" attr.name="{name}" attr.type="{"int" if kind == "integer" else kind}"/>\n'
                for key, of, name, kind in keys
            )
            + '<graph edgedefault="directed">\n'
        )
        self.between = ""
        self.foot = "</graph>\n</graphml>\n"
        self._key = {(of, name): key for key, of, name, _ in keys}

    def node(self, name: str, label: str, facts: Facts) -> str:
        return f"<node id={_quoted(name)}>{self._data('node', {'label': label, **facts})}</node>\n"

    def edge(self, number: int, ends: tuple[str, str], facts: Facts) -> str:
        places = f"source={_quoted(ends[0])} target={_quoted(ends[1])}"
        return f'<edge id="e{number}" {places}>{self._data("edge", facts)}</edge>\n'

    def _data(self, of: str, facts: Facts) -> str:
        return "".join(
            f'<data key="{self._key[of, name]}">{escape(legal(text), {chr(13): "&#13;"})}</data>'
            for name, text in facts.items()
        )


class _Gexf:
    """GEXF 1.2: attributes declared for nodes and edges, without the date that says nothing."""

    def __init__(self) -> None:
        self.head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
            "<meta><creator>goaltrace</creator></meta>\n"
            '<graph mode="static" defaultedgetype="directed">\n'
            + _declare("node", NODE_ATTRIBUTES)
            + _declare("edge", EDGE_ATTRIBUTES)
            + "<nodes>\n"
        )
        self.between = "</nodes>\n<edges>\n"
        self.foot = "</edges>\n</graph>\n</gexf>\n"
        self._places = {
            of: {attribute.name: place for place, attribute in enumerate(attributes)}
            for of, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES))
        }

    def node(self, name: str, label: str, facts: Facts) -> str:
        return f"<node id={_quoted(name)} label={_quoted(label)}>{self._values('node', facts)}</node>\n"

    def edge(self, number: int, ends: tuple[str, str], facts: Facts) -> str:
        places = f"source={_quoted(ends[0])} target={_quoted(ends[1])} label={_quoted(facts['relation'])}"
        return f'<edge id="{number}" {places}>{self._values("edge", facts)}</edge>\n'

    def _values(self, of: str, facts: Facts) -> str:
        places = self._places[of]
        said = (f'<attvalue for="{places[name]}" value={_quoted(text)}/>' for name, text in facts.items())
        return f"<attvalues>{''.join(said)}</attvalues>"


def _declare(of: str, attributes: tuple[Attribute, ...]) -> str:
    listed = "".join(
        f'<attribute id="{place}" title="{name}" type="{kind}"/>\n'
        for place, (name, kind) in enumerate(attributes)
    )
    return f'<attributes class="{of}">\n{listed}</attributes>\n'


FORMS: Final[Mapping[str, NetworkForm]] = {"graphml": _GraphML(), "gexf": _Gexf()}
"""The forms by the name of their option."""
