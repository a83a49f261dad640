"""Reviewers' decisions on links: read from the store, decided, written back with the goal levels they change."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from loaders.errors import LoadError
from loaders.link_decisions import Decision, decide, parse_target
from loaders.link_records import Status
from loaders.links import (
    LinkFile,
    LinkRecord,
    check_links,
    fit_links,
    format_links,
    link_metadata,
    link_quads,
    read_links,
    write_links,
)
from loaders.row_errors import RowError, refuse
from ontology import terms
from ontology.nquads import QuadWriter
from queries.fact_records import DocumentFact, PlanFacts
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from queries.suggest_records import ProjectWords, Target
from queries.suggest_source import fingerprint_words, label_target, stale_keys, words_in_store
from service.document_links import LinkFileUnusedError
from service.stored_plan import identify_stored, plan_of_facts
from shapes.goal_grades import grade_goals
from shapes.judgment import COVERAGE, write_goal_pictures
from shapes.profile import Profile


class UnknownProjectCodeError(LoadError):
    """Raised when no document of the store has a project of that code, or several have."""

    def __init__(self, code: str, documents: Sequence[str]) -> None:
        self.documents = tuple(documents)
        found = f"stands in {', '.join(documents)}" if documents else "is in no document of the store"
        found_zh = f"出现在 {'、'.join(documents)}" if documents else "不在库中任何文件里"
        super().__init__(
            f"the project {code} {found}",
            "",
            "choose one with --document" if documents else "see: goaltrace query list_projects",
            zh=(
                f"项目 {code} {found_zh}",
                "请用 --document 指定文件" if documents else "请用 goaltrace query list_projects 查看项目",
            ),
        )


def read_link_files(paths: Iterable[Path], *, keep_going: bool = False) -> list[LinkFile]:
    """Read every link file before anything is changed, so that a bad one changes nothing."""
    return [read_links(path, keep_going=keep_going) for path in paths]


def decide_link(  # noqa: PLR0913 - a decision has these facts
    store: Store,
    profile: Profile,
    code: str,
    target: str,
    status: Status,
    reviewer: str,
    note: str,
    document: str | None = None,
    today: date | None = None,
    *,
    share: Decimal | None = None,
    evidence: Sequence[str] = (),
) -> str:
    """Make one decision and say what changed; `evidence` are words of the project that the reviewer names."""
    documents = [(fact, read_facts(store, fact)) for fact in choose_documents(store, document)]
    found = [(fact, facts) for fact, facts in documents if code in project_keys(facts)]
    if len(found) != 1:
        raise UnknownProjectCodeError(code, [fact.key for fact, _ in found])
    fact, facts = found[0]
    identifiers = identify_stored(fact)
    goal, objective = parse_target(target)
    record = LinkRecord(code, goal, objective)
    refuse(check_links([record], project_keys(facts), _goals(facts)))
    projects, goals = words_in_store(store, identifiers)
    words = next((project for project in projects if project.code == code), None)
    _check_evidence(evidence, words)
    decision = Decision(
        code,
        goal,
        objective,
        status,
        reviewer,
        (today or date.today()).isoformat(),
        note=note or None,
        evidence=tuple(evidence) or None,
        share=share,
        document_sha256=fact.sha256,
        words_sha256=fingerprint_words(words, goals, Target(goal, objective)) if words else "",
        project_label=words.name.text if words else None,
        target_label=label_target(goals, Target(goal, objective)),
    )
    records = decide(stored_links(store, identifiers), decision)
    write_links_of(store, fact, facts, records, profile)
    return f"{code} → {record.target}: {status} ({reviewer})"


class EvidenceNotFoundError(LoadError):
    """Raised when a reviewer names words that the project does not have."""

    def __init__(self, code: str, words: str) -> None:
        self.words = words
        super().__init__(
            f"the project {code} does not say {words!r}",
            "",
            "name words of its name or purpose, as printed",
            zh=(f"项目 {code} 的名称和用途中没有“{words}”", "请照原文填写"),
        )


def _check_evidence(evidence: Sequence[str], project: ProjectWords | None) -> None:
    for words in evidence:
        if project is None or not any(words in text.text for _, text in project.fields()):
            raise EvidenceNotFoundError(project.code if project else "", words)


class Imported(NamedTuple):
    """What a link file brought to one document: links taken, and the rows that were left out."""

    document: str
    links: int
    left_out: tuple[RowError, ...]


def import_link_files(store: Store, files: Iterable[LinkFile], profile: Profile) -> list[Imported]:
    """Bring link files into the store; every file is checked before anything is written."""
    documents = [(fact, read_facts(store, fact)) for fact in choose_documents(store, None)]
    kept = {fact.iri: stored_links(store, identify_stored(fact)) for fact, _ in documents}
    done: list[Imported] = []
    for file in files:
        for fact, facts in _concerned(file, documents):
            records, problems = fit_links(kept[fact.iri], file, project_keys(facts), _goals(facts))
            if not file.keep_going:
                refuse(problems)
            left_out = tuple(sorted([*file.problems, *problems], key=lambda problem: problem.row))
            kept[fact.iri] = records
            done.append(Imported(fact.key, len(file.records) - len({p.row for p in problems}), left_out))
    for fact, facts in documents:
        if any(one.document == fact.key for one in done):
            write_links_of(store, fact, facts, kept[fact.iri], profile)
    return done


def _concerned(
    file: LinkFile, documents: Sequence[tuple[DocumentFact, PlanFacts]]
) -> list[tuple[DocumentFact, PlanFacts]]:
    """The documents that a file speaks of; one that names no plan speaks of the only document there is."""
    if not file.plan and len(documents) != 1:
        raise SeveralDocumentsError([fact.key for fact, _ in documents])
    found = [(fact, facts) for fact, facts in documents if file.concerns(fact.plan)]
    if not found:
        raise LinkFileUnusedError(file.name, file.plan or "")
    return found


def find_left_out(store: Store, files: Iterable[LinkFile]) -> tuple[RowError, ...]:
    """The rows of link files that a build with `--keep-going` could not take, each with its row and column."""
    found: list[RowError] = []
    documents = [(fact, read_facts(store, fact)) for fact in choose_documents(store, None)]
    for file in files:
        found += file.problems
        for fact, facts in documents:
            if file.concerns(fact.plan):
                stated = [r for r in stored_links(store, identify_stored(fact)) if r.status == "stated"]
                found += fit_links(stated, file, project_keys(facts), _goals(facts))[1]
    return tuple(found)


def project_keys(facts: PlanFacts) -> list[str]:
    """How links name the projects of a document: by code, or by name where there is none."""
    return [unquote(project.iri.rpartition("/project/")[2]) for project in facts.projects]


def export_link_file(store: Store, document: str | None) -> str:
    """The links of one document as the text of a link file."""
    identifiers = identify_stored(one_document(store, document))
    return format_links(stored_links(store, identifiers), link_metadata(identifiers))


def export_link_sheet(store: Store, document: str | None, path: Path) -> None:
    """Write the links of one document as a spreadsheet that `links import` takes back."""
    identifiers = identify_stored(one_document(store, document))
    write_links(path, stored_links(store, identifiers), link_metadata(identifiers))


def one_document(store: Store, document: str | None) -> DocumentFact:
    """The document named, or the only one there is."""
    facts = choose_documents(store, document)
    if len(facts) != 1:
        raise SeveralDocumentsError([fact.key for fact in facts])
    return facts[0]


class SeveralDocumentsError(LoadError):
    """Raised when a command that is about one document finds none or several."""

    def __init__(self, documents: Sequence[str]) -> None:
        self.documents = tuple(documents)
        super().__init__(
            f"the store holds {len(documents)} documents",
            "",
            f"choose one with --document ({', '.join(documents[:5])})" if documents else "build one first",
            zh=(
                f"库中有 {len(documents)} 份文件",
                f"请用 --document 指定一份（{'、'.join(documents[:5])}）" if documents else "请先 build",
            ),
        )


def write_links_of(
    store: Store, document: DocumentFact, facts: PlanFacts, records: Sequence[LinkRecord], profile: Profile
) -> None:
    """Put a document's links and the goal levels that follow from them in the place of the old ones."""
    identifiers = identify_stored(document)
    stale = stale_keys(records, *words_in_store(store, identifiers), document.sha256)
    links = link_quads(records, identifiers, stale=stale)
    judgment = identifiers.graph("judgment")
    kept = without_goal_pictures(store, judgment)
    pictures = QuadWriter(judgment)
    plan = plan_of_facts(facts)
    write_goal_pictures(grade_goals(plan, records, plan.grades, profile), identifiers, pictures)
    store.replace_graphs([judgment, identifiers.graph("links")], kept + pictures.nquads() + links.nquads())


def without_goal_pictures(store: Store, graph: str) -> str:
    """The judgment graph without the measurements of goals and objectives, as N-Quads."""
    everything = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    metrics = tuple(f"<{terms.DQV_IS_MEASUREMENT_OF}> <{metric}> ." for metric in COVERAGE.values())
    lines = everything.split("\n")[:-1]  # Literals may hold other characters that splitlines takes for ends.
    pictures = {line.split(" ", 1)[0] for line in lines if line.endswith(metrics)}
    return "".join(f"{line[:-2]} <{graph}> .\n" for line in lines if line.split(" ", 1)[0] not in pictures)


def _goals(facts: PlanFacts) -> dict[str, list[str]]:
    numbers: dict[str, list[str]] = {}
    for goal in facts.goals:
        numbers[goal.number] = [o.number for o in facts.objectives if o.goal == goal.iri]
    return numbers
