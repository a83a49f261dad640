"""Reviewers' decisions on links: read from the store, decided, written back with the goal levels they change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from loaders.errors import LoadError
from loaders.link_decisions import Decision, decide, parse_target
from loaders.link_errors import LinkError, ManyLinksError
from loaders.link_records import Status
from loaders.links import (
    LinkFile,
    LinkRecord,
    check_links,
    format_links,
    link_metadata,
    link_quads,
    merge_links,
    read_links,
)
from ontology import terms
from ontology.nquads import QuadWriter
from queries.fact_records import DocumentFact, PlanFacts
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from queries.suggest_records import Target
from queries.suggest_source import fingerprint_words, label_target, words_in_store
from service.stored_plan import identify_stored, plan_of_facts
from shapes.goal_grades import grade_goals
from shapes.judgment import write_goal_pictures
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


def read_link_files(paths: Iterable[Path]) -> list[LinkFile]:
    """Read every link file before anything is changed, so that a bad one changes nothing."""
    return [_read_sheet(path) if path.suffix == ".xlsx" else read_links(path) for path in paths]


def _read_sheet(path: Path) -> LinkFile:
    from loaders.link_sheet import read_links_xlsx  # noqa: PLC0415 - the spreadsheet library is slow to import

    return read_links_xlsx(path)


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
) -> str:
    """Make one decision and say what changed."""
    documents = [(fact, read_facts(store, fact)) for fact in choose_documents(store, document)]
    found = [(fact, facts) for fact, facts in documents if any(p.code == code for p in facts.projects)]
    if len(found) != 1:
        raise UnknownProjectCodeError(code, [fact.key for fact, _ in found])
    fact, facts = found[0]
    identifiers = identify_stored(fact)
    goal, objective = parse_target(target)
    record = LinkRecord(code, goal, objective)
    _refuse([*check_links([record], [p.code for p in facts.projects], _goals(facts))])
    projects, goals = words_in_store(store, identifiers)
    words = next((project for project in projects if project.code == code), None)
    decision = Decision(
        code,
        goal,
        objective,
        status,
        reviewer,
        (today or date.today()).isoformat(),
        note=note or None,
        document_sha256=fact.sha256,
        words_sha256=fingerprint_words(words, goals, Target(goal, objective)) if words else "",
        project_label=words.name.text if words else None,
        target_label=label_target(goals, Target(goal, objective)),
    )
    records = decide(stored_links(store, identifiers), decision)
    write_links_of(store, fact, facts, records, profile)
    return f"{code} → {record.target}: {status} ({reviewer})"


def import_link_files(store: Store, files: Iterable[LinkFile], profile: Profile) -> Iterator[tuple[str, int]]:
    """Bring link files into the store; every file is checked before anything is written."""
    documents = [(fact, read_facts(store, fact)) for fact in choose_documents(store, None)]
    changes: list[tuple[DocumentFact, PlanFacts, tuple[LinkRecord, ...], int]] = []
    for file in files:
        for fact, facts in documents:
            if file.concerns(fact.plan) and (file.plan or len(documents) == 1):
                records, problems = merge_links(
                    stored_links(store, identify_stored(fact)), file.records, file.name
                )
                codes = [project.code for project in facts.projects]
                _refuse([*check_links(file.records, codes, _goals(facts), file.name), *problems])
                changes.append((fact, facts, records, len(file.records)))
    for fact, facts, records, count in changes:
        write_links_of(store, fact, facts, records, profile)
        yield fact.key, count


def export_link_file(store: Store, document: str | None) -> str:
    """The links of one document as the text of a link file."""
    identifiers = identify_stored(one_document(store, document))
    return format_links(stored_links(store, identifiers), link_metadata(identifiers))


def export_link_sheet(store: Store, document: str | None, path: Path) -> None:
    """Write the links of one document as a spreadsheet that `links import` takes back."""
    from loaders.link_sheet import write_links_xlsx  # noqa: PLC0415 - the spreadsheet library is slow to import

    identifiers = identify_stored(one_document(store, document))
    write_links_xlsx(path, stored_links(store, identifiers), link_metadata(identifiers))


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
    links = link_quads(records, identifiers)
    judgment = identifiers.graph("judgment")
    kept = without_goal_pictures(store, judgment)
    pictures = QuadWriter(judgment)
    plan = plan_of_facts(facts)
    write_goal_pictures(grade_goals(plan, records, plan.grades, profile), identifiers, pictures)
    store.replace_graphs([judgment, identifiers.graph("links")], kept + pictures.nquads() + links.nquads())


def without_goal_pictures(store: Store, graph: str) -> str:
    """The judgment graph without the measurements of goals and objectives, as N-Quads."""
    everything = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    metric = f"<{terms.DQV_IS_MEASUREMENT_OF}> <{terms.GT_GOAL_COVERAGE}> ."
    pictures = {line.split(" ", 1)[0] for line in everything.splitlines() if line.endswith(metric)}
    return "".join(
        f"{line[:-2]} <{graph}> .\n"
        for line in everything.splitlines()
        if line.split(" ", 1)[0] not in pictures
    )


def _goals(facts: PlanFacts) -> dict[str, list[str]]:
    numbers: dict[str, list[str]] = {}
    for goal in facts.goals:
        numbers[goal.number] = [o.number for o in facts.objectives if o.goal == goal.iri]
    return numbers


def _refuse(problems: Sequence[LinkError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ManyLinksError(problems)
