"""The coverage of one document or of all: goals, projects and rows, and what the rules say of them.

Everything a report prints is in the records of `queries.coverage_records`; reports add words and layout only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from ontology import nquads
from ontology.prefixes import GT, GTC, GTR
from queries import coverage_questions as questions
from queries.coverage_document import SEVERITIES, read_document
from queries.coverage_goals import clauses
from queries.coverage_records import (
    Coverage,
    DocumentCoverage,
    Fund,
    GradeCounts,
    Headline,
    Label,
    Rule,
    SourceDocument,
)
from queries.facts import choose_documents, words
from queries.store import Store
from shapes.fingerprint import add_up

ONTOLOGY_GRAPH: Final = GT.removesuffix("#")
_DIGIT = re.compile(r"[0-9０-９]")


def read_coverage(store: Store, document: str | None = None) -> Coverage:
    """The coverage of the document with that IRI or key (`203001-2022-goals`), or of every document."""
    named = choose_documents(store, document)[0].iri if document is not None else ""
    known = _documents(store, named)
    documents = tuple(read_document(store, *known[name]) for name in sorted(known))
    labels, definitions = _concept_words(store)
    return Coverage(documents, sum_up(documents), _cited_rules(store, documents), labels, definitions)


def _documents(store: Store, document: str) -> dict[str, tuple[SourceDocument, str]]:
    """Every document of the store, or the one with that IRI, with the plan that it states."""
    found: dict[str, tuple[SourceDocument, str]] = {}
    one = {"document": nquads.iri(document), "source": nquads.iri(f"{document}/source")} if document else {}
    for record in store.select(questions.DOCUMENTS, one).records():
        name = words(record["document"])
        found.setdefault(
            name,
            (
                SourceDocument(
                    iri=name,
                    title=words(record["title"]),
                    department_code=words(record["department"]),
                    department_name=words(record["name"]),
                    year=words(record["year"]),
                    kind=words(record["kind"]),
                    layout=words(record["layout"]),
                    file_name=words(record["fileName"]),
                    sha256=words(record["sha256"]),
                    media_type=words(record["format"]),
                    reader=words(record["reader"]),
                ),
                words(record["plan"]),
            ),
        )
    return found


def sum_up(documents: Sequence[DocumentCoverage]) -> Headline:
    """The headline figures of these documents; each project's money counts once, whatever goals it serves."""
    projects = [project for document in documents for project in document.projects]
    goals = [goal for document in documents for goal in document.goals]
    rows = [row for project in projects for row in project.rows]
    goal_iris = {goal.iri for goal in goals}
    shared = [value for document in documents for value in document.shared_values]
    return Headline(
        documents=len(documents),
        goals=len(goals),
        objectives=sum(o.parent in goal_iris for goal in goals for o in goal.objectives),
        objectives_split=sum(len(clauses(goal.objectives)) for goal in goals),
        safeguards=sum(len(document.safeguards) for document in documents),
        projects=len(projects),
        yuan=sum((project.yuan for project in projects), Decimal(0)),
        funds=_sum_funds(fund for project in projects for fund in project.funds),
        rows=len(rows),
        counts=GradeCounts.of(row.grade for row in rows),
        judgeable=sum(row.judgeable for row in rows),
        filled=sum(bool(row.value.strip()) for row in rows),
        with_digit=sum(bool(_DIGIT.search(row.value)) for row in rows),
        verifiable=sum(row.verifiable for row in rows),
        value_texts=len({row.value for row in rows if row.value}),
        rows_sharing_value=sum(value.rows for value in shared),
        flags=_most_frequent(flag for row in rows for flag in row.flags),
        severities=tuple(
            (severity, sum(f.severity == severity for document in documents for f in document.findings))
            for severity in SEVERITIES
        ),
        repairs=sum(len(document.repairs) for document in documents),
        boilerplate=add_up(document.boilerplate for document in documents),
    )


def _most_frequent(flags: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(flags).items(), key=lambda item: (-item[1], item[0])))


def _sum_funds(funds: Iterable[Fund]) -> tuple[Fund, ...]:
    totals: dict[str, Decimal] = {}
    for fund in funds:
        totals[fund.source] = totals.get(fund.source, Decimal(0)) + fund.yuan
    return tuple(Fund(source, yuan) for source, yuan in sorted(totals.items()))


def _cited_rules(store: Store, documents: Sequence[DocumentCoverage]) -> tuple[Rule, ...]:
    """The rules that some grade of these documents rests on, with what the loaded profile says of them."""
    cited = {rule for document in documents for rule in _rules_of(document)}
    known: dict[str, Rule] = {}
    for record in store.select(questions.RULES).records():
        key = words(record["rule"]).removeprefix(GTR)
        label = Label(words(record["labelZh"]), words(record["labelEn"]))
        sentence = Label(words(record["zh"]) or label.zh, words(record["en"]) or label.en)
        known.setdefault(key, Rule(key, label, sentence, words(record["source"]), words(record["citation"])))
    nothing = Label("", "")
    return tuple(known.get(key, Rule(key, nothing, nothing, "", "")) for key in sorted(cited))


def _rules_of(document: DocumentCoverage) -> Iterable[str]:
    for row in document.rows:
        yield from row.rules
    for goal in document.goals:
        for statement in goal.statements:
            yield from statement.rules
        for picture in goal.pictures:
            yield from picture.rules


def _concept_words(store: Store) -> tuple[dict[str, Label], dict[str, Label]]:
    """Labels and definitions of every concept of the shipped schemes, by its name such as `kind-quantity`."""
    labels: dict[str, Label] = {}
    definitions: dict[str, Label] = {}
    for record in store.select(questions.LABELS, {"layer": nquads.iri(ONTOLOGY_GRAPH)}).records():
        concept = words(record["concept"])
        if concept.startswith(GTC):
            labels[concept.removeprefix(GTC)] = Label(words(record["labelZh"]), words(record["labelEn"]))
            definitions[concept.removeprefix(GTC)] = Label(words(record["zh"]), words(record["en"]))
    return labels, definitions
