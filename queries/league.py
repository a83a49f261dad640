"""The league of departments: which share of their indicator rows can be measured, year by year, with the counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from queries.coverage_records import GradeCounts
from queries.document_choice import one_a_plan
from queries.facts import read_documents
from queries.store import Store
from queries.totals import read_totals

_FOUR_PLACES: Final = Decimal("0.0001")


class Season(NamedTuple):
    """One department in one year: projects, money, rows and their grades."""

    year: str
    projects: int
    yuan: Decimal
    rows: int
    counts: GradeCounts

    @property
    def share(self) -> Decimal | None:
        """The share of rows of grade A or B; None where there is no row."""
        if not self.rows:
            return None
        return (Decimal(self.counts.measurable) / self.rows).quantize(_FOUR_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Standing:
    """A department's place: by the share of the last year that the league shows; no rank without rows that year."""

    rank: int | None
    department_code: str
    department_name: str
    seasons: tuple[Season | None, ...]

    @property
    def change(self) -> Decimal | None:
        """What the share grew from the year before the last to the last."""
        shares = [season.share if season else None for season in self.seasons[-2:]]
        if len(shares) < 2 or shares[0] is None or shares[1] is None:
            return None
        return shares[1] - shares[0]


@dataclass(frozen=True, slots=True)
class League:
    """All departments, best first, over these years."""

    years: tuple[str, ...]
    standings: tuple[Standing, ...]


def read_league(store: Store, year: str | None = None) -> League:
    """The league over all years up to the one given, or up to the last; each plan counts once."""
    documents = one_a_plan(read_documents(store))
    seasons = _read_seasons(store)
    years = tuple(sorted({d.year for d in documents if d.year and (year is None or d.year <= year)}))
    names: dict[str, str] = {}
    found: dict[str, dict[str, Season]] = {}
    for document in sorted(documents, key=lambda d: (d.year, d.iri)):
        department = document.department_code or document.department_name
        names[department] = document.department_name
        season = seasons.get(document.iri, _NOTHING)
        found.setdefault(department, {})[document.year] = season._replace(year=document.year)
    return League(years, rank_departments(found, names, years))


def rank_departments(
    seasons: Mapping[str, Mapping[str, Season]], names: Mapping[str, str], years: Iterable[str]
) -> tuple[Standing, ...]:
    """Departments by the share of the last year; of equal shares the one with more measurable rows stands first.

    Equal shares have one rank. A department without rows in the last year stands at the end, without a rank.
    """
    in_order = tuple(years)
    taken = {code: tuple(by_year.get(year) for year in in_order) for code, by_year in seasons.items()}
    taken = {code: row for code, row in taken.items() if any(row)}

    def place(code: str) -> tuple[Decimal, int, str]:
        last = taken[code][-1]
        share = last.share if last else None
        return (-share if share is not None else Decimal(1), -last.counts.measurable if last else 0, code)

    standings: list[Standing] = []
    for position, code in enumerate(sorted(taken, key=place), start=1):
        last = taken[code][-1]
        rank = position if last and last.share is not None else None
        before = standings[-1] if standings else None
        if (
            rank
            and before
            and before.rank
            and before.seasons[-1]
            and last
            and before.seasons[-1].share == last.share
        ):
            rank = before.rank
        standings.append(Standing(rank, code, names.get(code, ""), taken[code]))
    return tuple(standings)


def _read_seasons(store: Store) -> dict[str, Season]:
    """The sums over the projects of each document, by its IRI; rows of the department as a whole stay out."""
    return {
        document: Season("", totals.projects, totals.yuan, totals.rows, totals.counts)
        for document, totals in read_totals(store).items()
    }


_NOTHING: Final = Season("", 0, Decimal(0), 0, GradeCounts())
