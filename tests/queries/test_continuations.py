"""A reviewer's decisions over the years are kept, replaced one by one, and outlive another build."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.continuations import Answer, UnknownItemError, decide, read_decisions
from queries.embedded import EmbeddedStore
from queries.year_records import YearChanges
from service.year_reviews import compare_stored
from tests.year_documents import CODES_2024, build_again, export_2024, facts_of_years, store_of_years

RELIEF = "project/13020923P00010110001A"
LATER_RELIEF = f"project/{CODES_2024['relief']}"
YEARS = ("305001-2023", "305001-2024")


def answer(status: str, earlier: str = RELIEF, later: str = LATER_RELIEF, note: str = "") -> Answer:
    return Answer(
        earlier, later, "accepted" if status == "accepted" else "rejected", "a reviewer", "2024-03-01", note
    )


def relief(changes: YearChanges) -> tuple[str, str, bool]:
    (pair,) = [p for p in changes.pairs if p.later and p.later.key == LATER_RELIEF]
    return pair.change, pair.status, pair.stale


def decisions(store: EmbeddedStore) -> list[tuple[str, str, str]]:
    one, other = facts_of_years(store)
    found = read_decisions(store, one.document.plan, other.document.plan)
    return [(d.earlier.rpartition("/")[2], d.later.rpartition("/")[2], d.status) for d in found]


def test_a_decision_keeps_who_when_why_and_on_which_words() -> None:
    store = store_of_years()
    one, other = facts_of_years(store)
    made = decide(store, one, other, answer("accepted", note='它的新名称是"资金"'))
    assert read_decisions(store, one.document.plan, other.document.plan) == (made,)
    assert (made.reviewer, made.date, made.note) == ("a reviewer", "2024-03-01", '它的新名称是"资金"')
    assert (made.earlier_label, made.later_label) == ("城乡困难群众临时救助", "城乡困难群众临时救助资金")
    assert made.score is not None
    assert made.score > Decimal("0.5")


def test_a_proposal_becomes_what_the_reviewer_says_and_the_last_word_counts() -> None:
    store = store_of_years()
    assert relief(compare_stored(store, *YEARS)) == ("reworded", "proposed", False)
    for status, expected in (
        ("accepted", ("reworded", "accepted", False)),
        ("rejected", ("added", "", False)),
        ("accepted", ("reworded", "accepted", False)),
    ):
        decide(store, *facts_of_years(store), answer(status))
        assert relief(compare_stored(store, *YEARS)) == expected
        assert len(decisions(store)) == 1


def test_a_rebuilt_document_keeps_its_decisions_and_marks_them_stale_where_words_changed() -> None:
    store = store_of_years()
    decide(store, *facts_of_years(store), answer("accepted"))
    build_again(store, export_2024())
    assert relief(compare_stored(store, *YEARS)) == ("reworded", "accepted", False)
    build_again(store, export_2024().replace("城乡困难群众临时救助资金", "城乡困难群众急难救助资金"))
    assert relief(compare_stored(store, *YEARS)) == ("reworded", "accepted", True)


def test_what_a_plan_does_not_state_cannot_be_decided_on() -> None:
    store = store_of_years()
    facts = facts_of_years(store)
    with pytest.raises(UnknownItemError, match="project/none"):
        decide(store, *facts, answer("accepted", earlier="project/none"))
    with pytest.raises(UnknownItemError, match="project goal/1"):
        decide(store, *facts, answer("accepted", later="goal/1"))
    assert decisions(store) == []


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["goal/1", "goal/2"]),
            st.sampled_from(["goal/1", "goal/2", "goal/3"]),
            st.sampled_from(["accepted", "rejected", "build"]),
        ),
        max_size=6,
    )
)
def test_over_any_sequence_the_last_decision_on_each_pair_is_what_the_store_holds(
    steps: list[tuple[str, str, str]],
) -> None:
    store = store_of_years()
    expected: dict[tuple[str, str], str] = {}
    for earlier, later, status in steps:
        if status == "build":
            build_again(store, export_2024())
        else:
            decide(store, *facts_of_years(store), answer(status, earlier, later))
            expected[earlier[-1], later[-1]] = status
    assert decisions(store) == sorted((*pair, status) for pair, status in expected.items())
