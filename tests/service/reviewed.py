"""A made-up document with a row that is foreign to its project, built into a store in memory."""

from pathlib import Path

from loaders.link_records import LinkRecord
from loaders.links import LinkFile
from ontology.identifiers import DEFAULT_BASE
from queries.facts import read_documents, read_facts
from queries.store import Store, open_store
from service.build import BuildResult, build
from shapes.profile import load_profile
from tests.documents import DEPARTMENT, Row, nine_rows, project_export

PROFILE = load_profile()
CODE = "13020923P00010110001A"
FOREIGN = f"{CODE}/quality-1"
OWN = f"{CODE}/quantity-1"
SHARING = "13020923P00010210002B/quantity-1"
SHARED = "≥5每年办不低于5个护理员主题培训班"


def foreign_rows(description: str = "驻村林木抚育合格率≥95%") -> list[Row]:
    """Nine rows, the one of quality about something that the project never speaks of."""
    rows = nine_rows("按月足额发放")
    rows[0] = ("产出指标", "数量指标", "救助人次", "救助人次提高", "按月足额发放", "名册")
    rows[1] = ("", "质量指标", "驻村林木抚育合格率（%）", description, "≥95%", "名册")
    return rows


def shared_rows() -> list[Row]:
    """Nine rows with one value text whose number may belong to the row of quantity."""
    rows = nine_rows(SHARED)
    rows[0] = ("产出指标", "数量指标", "培训人员数（名）", "培训人员数提升", SHARED, "年初工作计划")
    return rows


def document(description: str = "驻村林木抚育合格率≥95%") -> str:
    """The text export of a department with two projects."""
    return (
        DEPARTMENT
        + " \n第二部分\n \n预算项目绩效目标\n \n"
        + project_export(1, CODE, "城乡困难群众临时救助", foreign_rows(description))
        + project_export(2, "13020923P00010210002B", "护理员培训", shared_rows(), budget="40.50")
    )


def build_text(store: Store, folder: Path, text: str) -> BuildResult:
    """Build the text into the store, its first project serving the first goal by an accepted link."""
    path = folder / "civil-affairs-2023.txt"
    path.write_text(text, encoding="utf-8")
    links = LinkFile("links.tsv", (LinkRecord(CODE, "1", status="accepted"),))
    result = build([path], store, PROFILE, DEFAULT_BASE, [links])
    assert not result.failures
    return result


def new_store(folder: Path, text: str = "") -> Store:
    """A store in memory that holds the document."""
    store = open_store(":memory:")
    build_text(store, folder, text or document())
    return store


def flags_of(store: Store, reference: str) -> tuple[str, ...]:
    """The flags that the store holds for a row."""
    facts = read_facts(store, read_documents(store)[0])
    tail = reference.replace("/", "/indicator/")
    return next(fact.flags for fact in facts.indicators if fact.iri.endswith(f"/project/{tail}"))


def everything(store: Store) -> list[str]:
    """All statements of the store by graph, sorted, but for the build's own note of what it was made from."""
    found: list[str] = []
    for graph in store.graphs():
        if graph.endswith("/build"):
            continue
        text = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        found += [f"{graph} {line}" for line in text.splitlines()]
    return sorted(found)


def level_of_first_goal(store: Store) -> str:
    """The level of the first goal over accepted links."""
    rows = store.select(
        """SELECT ?grade WHERE { ?node dqv:isMeasurementOf gt:goalCoverage ; gt:linkBasis "accepted" ;
        dqv:computedOn ?goal ; gt:hasGrade ?grade . ?goal a gt:Goal . FILTER(CONTAINS(STR(?goal), "/goal/1")) }"""
    ).records()
    return str(next(iter(rows))["grade"]).rpartition("grade-")[2]
