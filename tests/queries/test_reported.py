"""What a document reports beside its targets, and the remarks on its reading, as the store holds them."""

from decimal import Decimal

from loaders.load import Loaded, load_document
from queries.coverage import read_coverage
from queries.reported import Remark, Told, read_told
from queries.store import open_store
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import document

STRAY = "|项目|行次|金额|\n|一、收入|1|100|"


def told(loaded: Loaded) -> Told:
    store = open_store(":memory:")
    graphs = [loaded.identifiers.graph(layer) for layer in ("source", "reading")]
    store.replace_graphs(graphs, loaded.quads.nquads())
    assert read_coverage(store).documents[0].told == read_told(store, loaded.identifiers.document)
    return read_told(store, loaded.identifiers.document)


def test_a_result_stands_beside_the_target_of_its_row() -> None:
    found = told(load_document(document(*samples.SELF_EVALUATION)))
    assert [(r.name, r.target, r.text, r.number) for r in found.results] == [
        ("矫正人数", "≥50人", "48人", Decimal(48)),
        ("合格率", "≥95%", "96%", Decimal(96)),
        ("再犯率", "≤0.2%", "0", Decimal(0)),
    ]
    first = found.results[0]
    assert found.result_of(first.project_code, first.order) == first
    assert found.result_of(first.project_code, 99) is None


def test_a_document_without_results_tells_none() -> None:
    assert told(load_document(document(*samples.CENTRAL_FORM))) == Told()


def test_a_table_that_no_layout_claims_is_a_remark_with_its_place() -> None:
    (remark,) = told(load_document(document(*samples.CENTRAL_FORM, STRAY))).remarks
    assert isinstance(remark, Remark)
    assert (remark.code, remark.cell[:2]) == ("unread", "t2")
    assert remark.text.endswith("项目 | 行次 | 金额")


def test_contacts_that_were_left_out_are_counted() -> None:
    assert told(load_document(document(*samples.APPLICATION))).left_out == 1
