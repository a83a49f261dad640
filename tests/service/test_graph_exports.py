"""The graph, its chain and its tables as files of other programs: read back, and held to what was written."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
from typer.testing import CliRunner, Result

from ontology.identifiers import DEFAULT_BASE
from ontology.prefixes import GT, PREFIXES
from ontology.vocabulary import labels
from queries.embedded import EmbeddedStore
from queries.network import plan_network
from queries.store import Store, open_store
from queries.table_rows import COLUMNS
from queries.tables import write_tables
from service.build import build
from service.cli import app
from service.data_package import CSV_METADATA, DATA_PACKAGE, KeyWatch, write_data_package
from service.export_files import whole_file
from service.graph_exports import write_jsonld, write_trig
from service.jsonld import UnsafeIriError, json_context, json_terms
from service.network_exports import EDGE_ATTRIBUTES, FORMS, NODE_ATTRIBUTES, write_network
from service.output import CannotWriteError
from service.parquet_tables import ParquetMissingError, write_parquet
from service.shipped import write_shipped_graphs
from service.table_columns import table_facts
from tests.documents import small_export
from tests.queries.graphs import ONE, TWO, plans_store, store_of
from tests.service.reviewed import PROFILE, new_store

Writer = Callable[[Store, Path], object]
FILES: dict[str, Writer] = {
    "graph.trig": write_trig,
    "graph.jsonld": write_jsonld,
    "chain.graphml": lambda store, path: write_network(store, FORMS["graphml"], path),
    "chain.gexf": lambda store, path: write_network(store, FORMS["gexf"], path),
}
NAUGHTY = 'a\x0b"<b>&\u2028\r\n\t=SUM(1)\u202e{"@id": 1}'
HOSTILE = """
@prefix gt: <https://w3id.org/goaltrace/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:g:%C3%A9> {{ <urn:a> a gt:Goal , <urn:t> , "odd" ; gt:code {words} , {words}@zh ,
  "1"^^xsd:integer , <urn:b> , _:b ;
  gt:yuan "1.50"^^xsd:decimal , "one" , "07"^^xsd:integer , <urn:b> ; gt:hasIndicator <urn:b> , "words" , _:b ;
  skos:prefLabel "b"@en , "c"@en , "d"@zh-Hans , "none" , <urn:b> ; <urn:p> "@type" , "x"@zh , "2026-01-01"^^xsd:date .
  _:b gt:order 1 , "1" ; gt:stale true .
  <https://w3id.org/goaltrace/ontology#//x> gt:hasIndicator gt:Goal , gt: , <gt://x> . }}
<urn:h> {{ <urn:a> gt:code "b" . }}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = new_store(tmp_path_factory.mktemp("built"))
    write_shipped_graphs(made, PROFILE)
    return made


def hostile_store() -> EmbeddedStore:
    return store_of(HOSTILE.format(words=json.dumps(NAUGHTY)))


def canonical(quads: list[ox.Quad]) -> list[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def quads_of(store: Store) -> list[str]:
    assert isinstance(store, EmbeddedStore)
    return canonical(list(ox.parse(store.nquads().encode(), ox.RdfFormat.N_QUADS)))


def read(path: Path, form: ox.RdfFormat) -> list[str]:
    return canonical(list(ox.parse(path.read_bytes(), form)))


@pytest.mark.parametrize("make", [plans_store, hostile_store])
def test_trig_and_jsonld_read_back_as_the_same_quads(make: Callable[[], Store], tmp_path: Path) -> None:
    made = make()
    write_trig(made, tmp_path / "a.trig")
    write_jsonld(made, tmp_path / "a.jsonld")
    assert read(tmp_path / "a.trig", ox.RdfFormat.TRIG) == quads_of(made)
    assert read(tmp_path / "a.jsonld", ox.RdfFormat.JSON_LD) == quads_of(made)


def test_a_built_store_with_its_ontology_and_rules_reads_back_as_the_same_quads(
    store: Store, tmp_path: Path
) -> None:
    write_trig(store, tmp_path / "a.trig")
    write_jsonld(store, tmp_path / "a.jsonld")
    assert read(tmp_path / "a.trig", ox.RdfFormat.TRIG) == quads_of(store)
    assert read(tmp_path / "a.jsonld", ox.RdfFormat.JSON_LD) == quads_of(store)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib's own parser asks for it
def test_another_reader_of_jsonld_finds_the_same_quads(tmp_path: Path) -> None:
    made = plans_store()
    write_jsonld(made, tmp_path / "a.jsonld")
    found, wanted = rdflib.Dataset(), rdflib.Dataset()
    found.parse(tmp_path / "a.jsonld", format="json-ld")
    wanted.parse(data=made.nquads(), format="nquads")

    def plain(dataset: rdflib.Dataset) -> set[tuple[str, ...]]:
        return {
            (str(s), str(p), str(o), str(getattr(o, "datatype", "")), str(getattr(o, "language", "")), str(g))
            for s, p, o, g in dataset.quads()
        }

    assert plain(found) == plain(wanted)


def test_the_keys_of_jsonld_are_the_names_of_the_ontologys_terms() -> None:
    terms = json_terms()
    own = {iri: term.key for iri, term in terms.items() if iri.startswith(GT)}
    assert own
    assert all(iri == GT + key for iri, key in own.items())
    assert len({term.key for term in terms.values()}) == len(terms)
    context = json_context()
    assert context["hasIndicator"] == {"@id": f"{GT}hasIndicator", "@type": "@id"}
    assert context["yuan"]["@type"] == f"{PREFIXES['xsd']}decimal"
    assert context["prefLabel"]["@container"] == "@language"
    assert context["Goal"] == f"{GT}Goal"


def test_the_labels_of_terms_stand_in_both_languages_below_their_keys(store: Store, tmp_path: Path) -> None:
    write_jsonld(store, tmp_path / "a.jsonld")
    graphs = json.loads((tmp_path / "a.jsonld").read_text("utf-8"))["@graph"]
    nodes = {node["@id"]: node for graph in graphs for node in graph["@graph"]}
    for language in ("zh", "en"):
        assert nodes["gt:Goal"]["label"][language] == labels(language)[f"{GT}Goal"]


def test_an_iri_that_the_context_would_bend_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    made = store_of("<urn:g> { <org:bent> <urn:p> <urn:o> . }")
    with pytest.raises(UnsafeIriError) as caught:
        write_jsonld(made, tmp_path / "a.jsonld")
    assert caught.value.iri == "org:bent"
    assert list(tmp_path.iterdir()) == []


def test_one_document_leaves_the_graphs_of_others_out(tmp_path: Path) -> None:
    write_trig(plans_store(), tmp_path / "a.trig", "2-2022-goals")
    graphs = {str(quad.graph_name)[1:-1] for quad in ox.parse(path=str(tmp_path / "a.trig"))}
    assert graphs
    assert all(graph.startswith(f"{TWO}/") for graph in graphs)


def test_every_file_is_the_same_on_another_run(store: Store, tmp_path: Path) -> None:
    for name in ("first", "second"):
        for file, writer in FILES.items():
            writer(store, tmp_path / name / file)
        write_data_package(store, tmp_path / name / "package")
        write_parquet(store, tmp_path / name / "parquet")
    first = sorted(path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*"))
    assert len(first) == len(FILES) + 2 * len(COLUMNS) + 2
    for path in first:
        assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes(), path


def test_no_file_names_a_folder_of_the_machine(tmp_path: Path) -> None:
    source = tmp_path / "secret-folder"
    source.mkdir()
    (source / "plan.txt").write_text(small_export(), encoding="utf-8")
    made = open_store(":memory:")
    assert not build([source / "plan.txt"], made, PROFILE, DEFAULT_BASE).failures
    out = tmp_path / "out"
    for file, writer in FILES.items():
        writer(made, out / file)
    write_data_package(made, out)
    write_parquet(made, out)
    for path in out.iterdir():
        content = path.read_bytes()
        assert b"secret-folder" not in content, path.name
        assert str(tmp_path).encode() not in content, path.name


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_the_chain_reads_back_with_its_labels_kinds_grades_money_and_link_status(
    form: str, reader: Callable[[Path], Any], store: Store, tmp_path: Path
) -> None:
    write_network(store, FORMS[form], tmp_path / "chain")
    found, wanted = reader(tmp_path / "chain"), plan_network(store, basis="proposed")
    assert set(found.nodes) == set(wanted.nodes)
    assert Counter(list(found.edges())) == Counter(list(wanted.edges()))
    for node, facts in wanted.nodes(data=True):
        read = found.nodes[node]
        assert (read["kind"], read["label"]) == (facts["kind"], facts["label"])
        if facts["kind"] == "indicator":
            assert read["grade"] == facts["grade"]
            assert read["measurable"] is facts["measurable"]
        if facts["kind"] == "project" and facts["yuan"] is not None:
            assert read["yuan"] == float(facts["yuan"])
    assert {data.get("status") for *_, data in found.edges(data=True)} == {None, "accepted"}
    assert {data["label_en"] for _, data in found.nodes(data=True) if data["kind"] == "fund"} != {""}
    assert next(data["level"] for _, data in found.nodes(data=True) if data["kind"] == "goal")


def test_every_attribute_of_the_chain_is_declared_once_and_every_edge_has_its_own_number(
    store: Store, tmp_path: Path
) -> None:
    write_network(store, FORMS["graphml"], tmp_path / "a.graphml")
    root = ET.parse(tmp_path / "a.graphml").getroot()  # noqa: S314 - written three lines above
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = [key.attrib["id"] for key in root.iter(f"{space}key")]
    assert len(set(keys)) == len(keys) == 1 + len(NODE_ATTRIBUTES) + len(EDGE_ATTRIBUTES)
    edges = [edge.attrib["id"] for edge in root.iter(f"{space}edge")]
    assert len(set(edges)) == len(edges) > 0


def test_words_that_xml_cannot_hold_leave_the_chain_well_formed(tmp_path: Path) -> None:
    text = json.dumps(NAUGHTY)
    made = store_of(
        f"""@prefix gt: <{GT}> . @prefix skos: <{PREFIXES["skos"]}> .
        <{ONE}/source> {{ <{ONE}> gt:statesPlan <urn:plan> . <urn:plan/goal/1> a gt:Goal ; gt:listNumber "1" ;
          skos:inScheme <urn:plan> ; skos:prefLabel {text}@zh . }}"""
    )
    for form in FORMS.values():
        write_network(made, form, tmp_path / "chain")
        assert "SUM(1)" in "".join(ET.parse(tmp_path / "chain").getroot().itertext()) or "SUM(1)" in (  # noqa: S314
            tmp_path / "chain"
        ).read_text("utf-8")


def cells_of(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def as_cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ";".join(value)
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return str(value)


def test_parquet_tables_hold_the_cells_of_the_csv_tables(store: Store, tmp_path: Path) -> None:
    write_tables(store, tmp_path)
    made = write_parquet(store, tmp_path)
    assert made.left_empty == 0
    assert [path.name for path in made.paths] == [f"{name}.parquet" for name in COLUMNS]
    for path in made.paths:
        table = pq.read_table(path)
        columns, rows = cells_of(path.with_suffix(".csv"))
        assert table.column_names == columns
        assert [{name: as_cell(value) for name, value in row.items()} for row in table.to_pylist()] == rows


def test_a_store_without_documents_gives_tables_of_headings(tmp_path: Path) -> None:
    empty = open_store(":memory:")
    assert all(pq.read_table(path).num_rows == 0 for path in write_parquet(empty, tmp_path).paths)
    write_data_package(empty, tmp_path)
    for form in FORMS.values():
        write_network(empty, form, tmp_path / "chain")
        ET.parse(tmp_path / "chain")  # noqa: S314 - written a line above


def test_a_number_that_no_column_can_hold_stays_empty_and_is_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("service.parquet_tables._LARGEST", Decimal(100))
    made = write_parquet(new_store(tmp_path), tmp_path / "parquet")
    assert made.left_empty > 0
    assert None in pq.read_table(tmp_path / "parquet" / "projects.parquet")["yuan"].to_pylist()


def test_without_the_scale_extra_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ParquetMissingError, match="--tables") as caught:
        write_parquet(plans_store(), tmp_path / "parquet")
    assert "goaltrace[scale]" in caught.value.message("zh")
    assert not (tmp_path / "parquet").exists()


def test_every_column_of_every_table_has_a_type_words_and_a_term_that_exists() -> None:
    for name, facts in table_facts().items():
        assert tuple(column.name for column in facts.columns) == COLUMNS[name]
        assert facts.zh
        assert facts.en
        for column in facts.columns:
            assert column.zh
            assert column.en
            prefix, _, term = column.property.partition(":")
            assert not column.property or prefix in PREFIXES
            assert prefix != "gt" or GT + term in labels("en"), column
        for columns in (*facts.keys, *(reference.columns for reference in facts.references)):
            assert set(columns) <= set(COLUMNS[name])


def test_the_csv_metadata_names_the_headings_of_the_files_in_both_languages(
    store: Store, tmp_path: Path
) -> None:
    write_data_package(store, tmp_path)
    said = json.loads((tmp_path / CSV_METADATA).read_text("utf-8"))
    assert said["@context"][0] == "http://www.w3.org/ns/csvw"
    assert [table["url"] for table in said["tables"]] == [f"{name}.csv" for name in COLUMNS]
    for table in said["tables"]:
        headings, _ = cells_of(tmp_path / table["url"])
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == headings
        assert [column["titles"]["und"] for column in columns] == headings
        assert all(column["titles"]["zh"] and column["titles"]["en"] for column in columns)
        assert all(column.get("propertyUrl", "http").startswith("http") for column in columns)


def test_the_data_package_describes_each_file_by_size_hash_and_fields(store: Store, tmp_path: Path) -> None:
    write_data_package(store, tmp_path)
    said = json.loads((tmp_path / DATA_PACKAGE).read_text("utf-8"))
    for resource in said["resources"]:
        path = tmp_path / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert [field["name"] for field in resource["schema"]["fields"]] == cells_of(path)[0]
    keys = {resource["name"]: resource["schema"].get("primaryKey") for resource in said["resources"]}
    assert keys["goals"] == ["document", "number"]
    assert keys["links"] is None


@pytest.mark.parametrize("make", [plans_store, lambda: None])
def test_every_key_and_reference_that_is_said_holds_in_the_files(
    make: Callable[[], Store | None], store: Store, tmp_path: Path
) -> None:
    write_data_package(make() or store, tmp_path)
    said = json.loads((tmp_path / DATA_PACKAGE).read_text("utf-8"))
    rows = {name: cells_of(tmp_path / f"{name}.csv")[1] for name in COLUMNS}
    told = 0
    for resource in said["resources"]:
        mine, schema = rows[resource["name"]], resource["schema"]
        if "primaryKey" in schema:
            found = [tuple(row[name] for name in schema["primaryKey"]) for row in mine]
            assert len(set(found)) == len(found)
        for key in schema.get("foreignKeys", ()):
            other = key["reference"]
            known = Counter(tuple(row[name] for name in other["fields"]) for row in rows[other["resource"]])
            assert all(known[tuple(row[name] for name in key["fields"])] == 1 for row in mine)
            told += 1
    assert told >= len(COLUMNS) - 1


def test_a_key_that_two_rows_share_or_an_empty_cell_is_not_said() -> None:
    watch = KeyWatch()
    goal = ("d", "1", *("",) * (len(COLUMNS["goals"]) - 2))
    watch.tell("goals", goal)
    assert watch.names_a_row("goals", ("document", "number"))
    watch.tell("goals", goal)
    assert not watch.names_a_row("goals", ("document", "number"))
    assert watch.filled("goals", ("document",))
    assert not watch.filled("goals", ("name",))


def test_a_file_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")

    def fail_half_way() -> None:
        with whole_file(tmp_path / "a") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWriteError):
        write_trig(plans_store(), tmp_path / "file" / "a.trig")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_writes_every_form_and_names_each_file(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(small_export(), encoding="utf-8")
    assert run("build", tmp_path / "plan.txt", "--store", tmp_path / "store").exit_code == 0
    options: list[str | Path] = []
    for form in ("trig", "jsonld", "graphml", "gexf", "parquet", "package"):
        options += [f"--{form}", tmp_path / "out" / form]
    made = run("export", *options, "--store", tmp_path / "store")
    assert made.exit_code == 0
    names = made.stdout.split()
    assert len(names) == 4 + 2 * len(COLUMNS) + 2
    assert all(Path(name).is_file() for name in names)


def test_the_help_lists_every_form_with_an_example() -> None:
    shown = run("export", "--help").stdout
    for form in (*FORMS, "trig", "jsonld", "parquet", "package", "tables", "turtle", "nquads"):
        assert f"--{form}" in shown
    assert shown.count("goaltrace export --") >= 5
