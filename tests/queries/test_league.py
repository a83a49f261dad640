"""The league ranks by the share of the last year and shows the counts behind every share."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from queries.coverage import read_coverage
from queries.coverage_records import GradeCounts
from queries.league import Season, rank_departments, read_league
from tests.year_documents import store_of_years


def season(year: str, measurable: int, rows: int) -> Season:
    return Season(year, 1, Decimal(0), rows, GradeCounts(a=measurable, e=rows - measurable))


def test_a_season_has_the_counts_of_the_coverage_report() -> None:
    store = store_of_years()
    (standing,) = read_league(store).standings
    assert (standing.rank, standing.department_code) == (1, "305001")
    for found in standing.seasons:
        assert found
        headline = read_coverage(store, f"305001-{found.year}-goals").headline
        assert (found.rows, found.counts) == (headline.rows, headline.counts)
        assert (found.projects, found.yuan) == (headline.projects, headline.yuan)
    assert standing.change == Decimal("0.1111")


def test_a_year_given_is_the_last_one_shown() -> None:
    league = read_league(store_of_years(), "2023")
    assert league.years == ("2023",)
    assert league.standings[0].change is None
    assert read_league(store_of_years(), "2022").standings == ()


def test_the_best_share_stands_first_and_equal_shares_have_one_rank() -> None:
    seasons = {
        "A": {"2023": season("2023", 1, 10)},
        "B": {"2023": season("2023", 5, 10)},
        "C": {"2023": season("2023", 10, 20)},
        "D": {"2023": season("2023", 0, 0)},
        "E": {"2022": season("2022", 10, 10)},
    }
    standings = rank_departments(seasons, {}, ["2022", "2023"])
    assert [(s.rank, s.department_code) for s in standings] == [
        (1, "C"),
        (1, "B"),
        (3, "A"),
        (None, "D"),
        (None, "E"),
    ]


def test_a_year_without_a_plan_is_empty_and_gives_no_change() -> None:
    (standing,) = rank_departments({"A": {"2023": season("2023", 1, 4)}}, {}, ["2022", "2023"])
    assert standing.seasons[0] is None
    assert standing.change is None


@given(
    st.dictionaries(
        st.text("ABCDEF", min_size=1, max_size=3), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8
    )
)
def test_no_department_stands_below_one_with_a_smaller_share(counts: dict[str, tuple[int, int]]) -> None:
    seasons = {code: {"2023": season("2023", a, a + b)} for code, (a, b) in counts.items()}
    standings = rank_departments(seasons, {}, ["2023"])
    shares = [s.seasons[0].share if s.seasons[0] else None for s in standings]
    ranked = [share for share in shares if share is not None]
    assert ranked == sorted(ranked, reverse=True)
    assert shares[: len(ranked)] == ranked
    ranks = [s.rank for s in standings if s.rank]
    assert ranks == [1 + sum(other > share for other in ranked) for share in ranked]
