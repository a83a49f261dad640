"""What the things of a document are called, where they stand and in which order: read from its own graph."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import pyoxigraph

from ontology import terms

_NOUNS: Final[dict[str, tuple[str, str]]] = {
    terms.FOAF_DOCUMENT: ("文件", "document"),
    terms.GT_PLAN: ("绩效计划", "plan"),
    terms.ORG_FORMAL_ORGANIZATION: ("部门", "department"),
    terms.GT_OVERALL_GOAL: ("总体绩效目标", "overall goal"),
    terms.GT_GOAL: ("分项绩效目标", "goal"),
    terms.GT_WHOLE_DEPARTMENT: ("部门整体", "department as a whole"),
    terms.GT_PROJECT: ("项目", "project"),
    terms.GT_AMOUNT: ("金额", "amount"),
    terms.GT_MILESTONE: ("支出进度", "milestone"),
    terms.GT_INDICATOR: ("指标", "indicator"),
}
_AMOUNT_NOUNS: Final[dict[str, tuple[str, str]]] = {
    "budget": ("预算数", "budget"),
    "fiscal": ("财政资金", "fiscal funds"),
    "other": ("其他资金", "other funds"),
}
_LABELS: Final[dict[str, tuple[str, ...]]] = {
    terms.FOAF_DOCUMENT: (terms.DCTERMS_TITLE,),
    terms.GT_AMOUNT: (terms.GT_PRINTED_NUMBER, terms.GT_PRINTED_UNIT),
    terms.GT_MILESTONE: (terms.GT_PRINTED_LABEL, terms.GT_PRINTED_NUMBER),
}
_OWNED_BY: Final = {terms.GT_HAS_AMOUNT: 1, terms.GT_HAS_MILESTONE: 2, terms.GT_HAS_INDICATOR: 3}
_READ: Final = frozenset(
    {
        terms.DCTERMS_TITLE,
        terms.GT_AMOUNT_ROLE,
        terms.GT_BELONGS_TO_DEPARTMENT,
        terms.GT_CODE,
        terms.GT_LAYOUT,
        terms.GT_LIST_NUMBER,
        terms.GT_NAME,
        terms.GT_ORDER,
        terms.GT_PRINTED_LABEL,
        terms.GT_PRINTED_NAME,
        terms.GT_PRINTED_NUMBER,
        terms.GT_PRINTED_UNIT,
        terms.GT_YEAR,
        terms.PROV_WAS_QUOTED_FROM,
        terms.RDF_TYPE,
        terms.SKOS_PREF_LABEL,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One thing of a document: its place in the document's order, its names, its place in the file."""

    order: tuple[int, ...]
    iri: str
    nouns: tuple[str, str] = ("", "")
    label: str = ""
    owner: str = ""
    place: str = ""

    def called(self, lang: str) -> str:
        """`项目「…」的指标「…」` or `Indicator "…" of project "…"`: quotes that the names do not use."""
        zh, en = self.nouns
        name = self.label or self.iri.rpartition("/")[2]
        if lang == "zh":
            return f"{f'项目「{self.owner}」的' if self.owner else ''}{zh}{f'「{name}」' if name else ''}"
        owner = f' of project "{self.owner}"' if self.owner else ""
        return f'{en[:1].upper()}{en[1:]} "{name}"{owner}' if name else en


UNKNOWN_SUBJECT: Final = Subject(order=(9,), iri="")


class Subjects:
    """The names of all things in one document's graph, read from its N-Triples in one pass."""

    def __init__(self, ntriples: str) -> None:
        self._facts: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self._owners: dict[str, tuple[str, int, int]] = {}
        self.kinds: set[str] = set()
        for quad in pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES):
            predicate = quad.predicate.value
            if isinstance(quad.subject, pyoxigraph.Triple) or isinstance(quad.object, pyoxigraph.Triple):
                continue
            if predicate in _READ:
                facts = self._facts[quad.subject.value]
                facts.setdefault(predicate, []).append(quad.object.value)
            elif predicate == terms.GT_HAS_KIND:
                self.kinds.add(quad.object.value)
            elif predicate in _OWNED_BY:
                rank = (quad.subject.value, _OWNED_BY[predicate], len(self._owners))
                self._owners.setdefault(quad.object.value, rank)

    def layouts(self) -> tuple[str, ...]:
        """The layouts that the documents of this graph were read by."""
        return tuple(
            sorted({name for facts in self._facts.values() for name in facts.get(terms.GT_LAYOUT, ())})
        )

    def describe(self, iri: str) -> Subject:
        """What is known about one thing; one that the graph does not know is called by its IRI."""
        if iri not in self._facts:
            return UNKNOWN_SUBJECT
        kind = self._kind(iri)
        owner = self._owners.get(iri)
        return Subject(
            order=self._order(iri, kind),
            iri=iri,
            nouns=self._nouns(iri, kind),
            label=self._label(iri, kind),
            owner=self._label(owner[0], terms.GT_PROJECT) if owner else "",
            place=self._first(iri, terms.PROV_WAS_QUOTED_FROM),
        )

    def _first(self, iri: str, predicate: str) -> str:
        return min(self._facts.get(iri, {}).get(predicate, ()), default="")

    def _kind(self, iri: str) -> str:
        types = self._facts.get(iri, {}).get(terms.RDF_TYPE, ())
        return next((kind for kind in _NOUNS if kind in types), "")

    def _nouns(self, iri: str, kind: str) -> tuple[str, str]:
        role = self._first(iri, terms.GT_AMOUNT_ROLE)
        return _AMOUNT_NOUNS.get(role) or _NOUNS.get(kind, ("", ""))

    def _label(self, iri: str, kind: str) -> str:
        if kind == terms.GT_PLAN:
            department = self._first(iri, terms.GT_BELONGS_TO_DEPARTMENT)
            return " ".join(filter(None, (self._label(department, ""), self._first(iri, terms.GT_YEAR))))
        if kind in _LABELS:
            return " ".join(filter(None, (self._first(iri, predicate) for predicate in _LABELS[kind])))
        names = (terms.GT_NAME, terms.SKOS_PREF_LABEL, terms.GT_PRINTED_NAME, terms.GT_CODE)
        return next(filter(None, (self._first(iri, predicate) for predicate in names)), "")

    def _number(self, iri: str, predicate: str) -> int:
        text = self._first(iri, predicate)
        return int(text) if text.isascii() and text.isdigit() else 0

    def _order(self, iri: str, kind: str) -> tuple[int, ...]:
        if iri in self._owners:
            project, rank, position = self._owners[iri]
            number = self._number(iri, terms.GT_ORDER) or position
            return 2, self._number(project, terms.GT_ORDER), rank, number
        if kind == terms.GT_PROJECT:
            return 2, self._number(iri, terms.GT_ORDER)
        if kind == terms.GT_GOAL:
            return 1, self._number(iri, terms.GT_LIST_NUMBER)
        return (0,) if kind else (9,)
