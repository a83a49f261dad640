"""Links put into the store come back as the same links, whatever was decided in between."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.link_decisions import Decision, decide
from loaders.links import LinkRecord, link_quads
from loaders.row_errors import RowError
from ontology.identifiers import PlanIdentifiers
from queries.store import Store, open_store
from queries.stored_links import stored_links

IDS = PlanIdentifiers("https://example.org/data/", "101", "2030", "goals")
codes = st.sampled_from(["P1", "项目 2", "a/project/b", "50%|\\"])
texts = st.text(st.sampled_from('驻村|\\"\n\t a='), max_size=6)
decisions = st.builds(
    Decision,
    codes,
    st.sampled_from([None, "1", "2/3", "一"]),
    st.none(),
    st.sampled_from(["accepted", "proposed", "rejected"]),
    texts,
    st.sampled_from(["", "2030-02-28"]),
    note=texts,
    evidence=st.lists(texts.filter(bool), max_size=2).map(tuple),
    confidence=st.none() | st.decimals(0, 1, places=2),
    share=st.none() | st.decimals(0, Decimal("0.3"), places=2),
    document_sha256=st.sampled_from(["", "0" * 64]),
    words_sha256=st.sampled_from(["", "f" * 64]),
    project_label=texts,
    target_label=texts,
)


def put(store: Store, records: Sequence[LinkRecord]) -> None:
    writer = link_quads(records, IDS, stale={record.key for record in records[:1]})
    store.replace_graphs([writer.graph], writer.nquads())


@settings(max_examples=60, deadline=None)
@given(st.lists(decisions, max_size=8), st.sampled_from([None, "1"]))
def test_decisions_made_one_by_one_on_the_store_are_all_there_and_stay_after_rebuilding(
    sequence: list[Decision], objective: str | None
) -> None:
    store = open_store(":memory:")
    expected: tuple[LinkRecord, ...] = ()
    for decision in sequence:
        made = replace(decision, objective=objective if decision.goal else None)
        try:
            expected = decide(stored_links(store, IDS), made)
        except RowError:
            continue
        put(store, expected)
        assert stored_links(store, IDS) == expected
    put(store, stored_links(store, IDS))

    assert stored_links(store, IDS) == expected
