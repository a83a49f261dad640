"""Decisions on links, one by one and in any order."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.link_decisions import Decision, decide, parse_target
from loaders.link_errors import ContradictingLinkError, SharesOverOneError, StatedLinkFixedError
from loaders.links import LinkRecord, format_links, parse_links
from loaders.row_errors import RowError

ACCEPT = Decision("P1", "1", None, "accepted", "reviewer A", "2030-01-01")


def test_a_decision_records_who_when_on_which_words_and_which_file() -> None:
    given_link = LinkRecord("P1", "1", evidence=("roads",), comment="from the word list")
    (decided,) = decide([given_link], replace(ACCEPT, document_sha256="0" * 64, words_sha256="f" * 64))

    assert (decided.status, decided.reviewer, decided.date) == ("accepted", "reviewer A", "2030-01-01")
    assert (decided.evidence, decided.comment) == (("roads",), "from the word list")
    assert (decided.document_sha256, decided.words_sha256) == ("0" * 64, "f" * 64)


def test_deciding_what_nobody_proposed_makes_the_link() -> None:
    assert [r.key for r in decide([], ACCEPT)] == [("P1", "1", None)]


def test_a_stated_link_cannot_be_decided() -> None:
    with pytest.raises(StatedLinkFixedError):
        decide([LinkRecord("P1", "1", status="stated")], replace(ACCEPT, status="rejected"))


def test_none_cannot_be_accepted_beside_an_accepted_goal() -> None:
    with pytest.raises(ContradictingLinkError):
        decide(decide([], ACCEPT), replace(ACCEPT, goal=None))


def test_shares_over_one_are_refused() -> None:
    first = decide([], replace(ACCEPT, share=Decimal("0.6")))

    with pytest.raises(SharesOverOneError):
        decide(first, replace(ACCEPT, goal="2", share=Decimal("0.5")))


@pytest.mark.parametrize(
    ("text", "target"),
    [("3", ("3", None)), ("goal:3/objective/1", ("3", "1")), ("3/1", ("3", "1")), ("none", (None, None))],
)
def test_targets_are_read_as_people_type_them(text: str, target: tuple[str | None, str | None]) -> None:
    assert parse_target(text) == target


decisions = st.builds(
    Decision,
    st.sampled_from(["P1", "P2"]),
    st.sampled_from([None, "1", "2"]),
    st.none(),
    st.sampled_from(["accepted", "proposed", "rejected"]),
    st.sampled_from(["reviewer A", "reviewer B"]),
    st.just("2030-01-01"),
    note=st.none() | st.sampled_from(["", "clear"]),
    share=st.none() | st.decimals(0, 1, places=2),
)
stated = LinkRecord("P2", "2", status="stated", comment="duty table")


@settings(deadline=None)
@given(st.lists(decisions, max_size=25))
def test_any_sequence_keeps_every_decision_and_breaks_no_rule(sequence: list[Decision]) -> None:
    records: tuple[LinkRecord, ...] = (stated,)
    last: dict[tuple[str, str | None, str | None], Decision] = {}
    for decision in sequence:
        try:
            after = decide(records, decision)
        except RowError:
            continue
        untouched = {r for r in records if r.key != (decision.project_code, decision.goal, None)}
        assert untouched <= set(after)
        records, last[decision.project_code, decision.goal, None] = after, decision
    stored = parse_links(format_links(records).encode(), "x.tsv")

    assert stored.problems == ()
    assert set(stored.records) == set(records)
    assert stated in records
    by_key = {record.key: record for record in records}
    assert all((by_key[k].status, by_key[k].reviewer) == (d.status, d.reviewer) for k, d in last.items())
    for code in ("P1", "P2"):
        holding = [r for r in records if r.project_code == code and r.counts]
        assert len({r.goal is None for r in holding}) <= 1
        assert sum(r.share or 0 for r in records if r.project_code == code and r.status != "rejected") <= 1
