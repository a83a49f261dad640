"""The graph in a notebook, and the notebook that ships."""

import base64
import csv
import json
import sys
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from queries.answer import Value
from queries.coverage_records import BASES
from queries.errors import ParameterError, QueryRefusedError, StoreMissingError, UnknownQueryError
from queries.tables import write_tables
from service.notebook import BuildFailedError, Graph, build_graph, open_graph
from service.notebook_views import SHOWN_ROWS, NotebookMissingError, Result
from tests.documents import small_export
from tests.queries.graphs import ONE, plans_store
from tests.service.reviewed import new_store

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOTEBOOK = EXAMPLES / "coverage.ipynb"


@pytest.fixture
def graph() -> Graph:
    return Graph(plans_store())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(new_store(tmp_path_factory.mktemp("built")))


def test_a_named_question_gives_its_rows_as_frames_of_both_libraries(graph: Graph) -> None:
    found = graph.query("list_goals", document=ONE)
    assert [row["goal_number"] for row in found] == ["1", "2"]
    pandas, polars = found.to_pandas(), found.to_polars()
    assert list(pandas.columns) == polars.columns == list(found.columns)
    assert list(pandas["goal_name"]) == polars["goal_name"].to_list() == ["修好农村公路", "照亮村庄"]


def test_frames_hold_whole_numbers_with_gaps_numbers_and_truth_values() -> None:
    rows: list[tuple[Value, ...]] = [(1, Decimal("0.5"), True, "a"), (None, 2, None, None)]
    found = Result(("whole", "number", "truth", "text"), rows)
    pandas, polars = found.to_pandas(), found.to_polars()
    assert [str(kind) for kind in pandas.dtypes] == ["Int64", "float64", "boolean", "str"]
    assert [str(kind) for kind in polars.dtypes] == ["Int64", "Float64", "Boolean", "String"]
    assert polars.rows() == [(1, 0.5, True, "a"), (None, 2.0, None, None)]
    assert pandas["whole"].sum() == 1
    assert found.rows[0][1] == Decimal("0.5")


def test_an_empty_answer_is_an_empty_frame_with_its_columns() -> None:
    found = Result(("a", "b"), [])
    assert list(found.to_pandas().columns) == found.to_polars().columns == ["a", "b"]
    assert len(found) == 0


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_without_the_extra_a_sentence_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NotebookMissingError, match=library) as caught:
        getattr(Result(("a",), [(1,)]), f"to_{library}")()
    assert "goaltrace[notebook]" in caught.value.message("zh")


def test_sparql_takes_parameters_as_values_and_never_as_text(graph: Graph) -> None:
    ask = "SELECT ?goal ?number WHERE { ?goal a gt:Goal ; gt:listNumber ?number } ORDER BY ?goal"
    assert len(graph.query(ask, number="2")) == 1
    assert len(graph.query(ask, number='2" } UNION { ?goal ?p ?o')) == 0
    plan = ONE.replace("document/1-2022-goals", "plan/1-2022")
    assert [row["number"] for row in graph.query(ask, goal=f"{plan}/goal/1")] == ["1"]


def test_a_parameter_of_a_type_that_cannot_be_bound_is_refused(graph: Graph) -> None:
    for value in (b"", Decimal("NaN")):
        with pytest.raises(ParameterError, match="cannot be bound"):
            graph.query("SELECT ?x WHERE { ?x a gt:Goal }", x=value)


def test_a_name_that_no_question_has_is_said_and_not_taken_for_sparql(graph: Graph) -> None:
    with pytest.raises(UnknownQueryError):
        graph.query("list_gaols")


def test_nothing_can_be_changed_and_nobody_else_is_asked(graph: Graph) -> None:
    for text in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }"):
        with pytest.raises(QueryRefusedError):
            graph.query(text)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.append(tag)


def test_words_of_a_document_stay_words_on_the_page() -> None:
    hostile = "<script>alert(1)</script>"
    tags = _Tags()
    tags.feed(Result((hostile,), [(hostile,)])._repr_html_())
    assert "script" not in tags.tags


def test_a_long_answer_shows_its_first_rows_and_says_how_many_there_are() -> None:
    shown = Result(("a",), [(number,) for number in range(120)])._repr_html_()
    assert shown.count("<tr>") == SHOWN_ROWS + 1
    assert "50 / 120" in shown


def test_coverage_has_a_row_for_each_goal_and_basis_with_the_figures_of_the_tables(
    built: Graph, tmp_path: Path
) -> None:
    write_tables(built.store, tmp_path)
    with (tmp_path / "goals.csv").open(encoding="utf-8", newline="") as file:
        table = {
            (row["number"], basis): (
                row[f"level_{basis}"],
                row[f"projects_{basis}"],
                row[f"yuan_{basis}"] or "0",
            )
            for row in csv.DictReader(file)
            for basis in BASES
        }
    coverage = built.coverage()
    assert {
        (row["goal"], row["basis"]): (row["level"], str(row["projects"]), f"{row['yuan']:f}")
        for row in coverage.goals()
    } == table
    assert coverage.facts()["headline"]
    assert "<table>" in coverage._repr_html_()


@pytest.mark.parametrize("kind", ["chain", "sankey", "matrix", "grades"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_figure_shows_itself_as_svg_and_as_a_picture_of_its_own(built: Graph, kind: str, lang: str) -> None:
    figure = built.figure(kind, lang)
    assert figure._repr_svg_().startswith("<svg")
    packed = figure._repr_html_().partition("base64,")[2].rstrip('">')
    assert base64.b64decode(packed).decode() == figure.svg


def test_a_trace_is_a_tree_of_text_and_a_table_of_rows(graph: Graph) -> None:
    traced = graph.trace(1, "en", document=ONE)
    assert traced._repr_html_().startswith("<pre>")
    assert {"A"} <= {row["project_code"] for row in traced.indicators()}


def test_opening_what_is_no_store_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        open_graph(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_building_opens_the_store_and_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(small_export(), encoding="utf-8")
    with build_graph([tmp_path / "plan.txt"], tmp_path / "store") as graph:
        assert len(graph.query("list_documents")) == 1
    (tmp_path / "bad.docx").write_bytes(b"no document")
    with pytest.raises(BuildFailedError, match=r"bad\.docx"):
        build_graph([tmp_path / "bad.docx"], tmp_path / "other")


def test_the_notebook_is_kept_without_outputs_and_speaks_both_languages() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells if c["cell_type"] == "code")
    for cell in cells:
        if cell["cell_type"] == "markdown":
            words = "".join(cell["source"])
            assert any("\u4e00" <= sign <= "\u9fff" for sign in words)
            assert any(word.isascii() and word.isalpha() for word in words.split())


def test_the_notebook_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES)}}
    )
    client.execute()
    shown = {c["id"]: c["outputs"] for c in notebook.cells if c["cell_type"] == "code"}
    assert "建设高素质干部队伍" in str(shown["goals"])
    assert "<table>" in shown["sparql"][0]["data"]["text/html"]
    assert {"image/svg+xml", "text/html"} <= set(shown["figure"][0]["data"])
    assert not [o for outputs in shown.values() for o in outputs if o["output_type"] == "stream"]
