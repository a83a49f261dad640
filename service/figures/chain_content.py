"""What the chain view shows of a document: projects in the order of their goals, rows, kinds, money, links."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from queries.coverage_records import BASES, Basis, DocumentCoverage, Project, Row
from service.figures.chain_choice import Lit, light
from service.figures.supposition import Supposition
from service.reports.sentences import Sentences

MOST_COLUMNS: Final = 13


@dataclass(frozen=True, slots=True)
class ChainOptions:
    """What to draw: links up to a basis, all rows or only the unmeasurable, a supposition, a part.

    `chosen` and `search` leave a part lit and dim the rest. `address` gives what a goal, project, fund (by number,
    code, source) or row (by cell) leads to, named by its kind.
    """

    name: str = "chain"
    basis: Basis = "proposed"
    only_unmeasurable: bool = False
    what_if: Supposition | None = None
    first: int = 0
    count: int | None = None
    chosen: str = ""
    search: str = ""
    address: Callable[[str, str], str] | None = None

    @property
    def settled(self) -> Basis:
        """The basis of the goals' figures: proposals are drawn, but they do not count."""
        return "accepted" if self.basis == "proposed" else self.basis

    @property
    def struck(self) -> frozenset[str]:
        return frozenset(self.what_if.dropped) if self.what_if else frozenset()

    def leads_to(self, kind: str, key: str) -> str:
        """The address of a thing, empty where it leads nowhere."""
        return self.address(kind, key) if self.address and key else ""

    @property
    def budgets(self) -> dict[str, Decimal]:
        return dict(self.what_if.budgets) if self.what_if else {}


class Kinds(NamedTuple):
    """The kinds that share a column, and its label."""

    keys: tuple[str, ...]
    label: str


LinkBasis = Basis | Literal["supposed"]


class ShownLink(NamedTuple):
    """A link of a drawn project to a goal, on the firmest basis that it has, or one that is only supposed."""

    project: int
    goal: int
    basis: LinkBasis


@dataclass(frozen=True, slots=True)
class Content:
    """The drawn projects with, for each, the goal it stands with, its drawn rows and its money in words."""

    projects: tuple[Project, ...]
    groups: tuple[str, ...]
    rows: tuple[tuple[Row, ...], ...]
    money: tuple[str, ...]
    kinds: tuple[Kinds, ...]
    links: tuple[ShownLink, ...]
    lit: Lit


def read_content(document: DocumentCoverage, say: Sentences, options: ChainOptions) -> Content:
    """What these options show of the document."""
    end = None if options.count is None else options.first + options.count
    projects = order_projects(document, options.basis)[options.first : end]
    rows = tuple(
        tuple(row for row in project.rows if not (options.only_unmeasurable and row.measurable))
        for project in projects
    )
    return Content(
        projects,
        tuple(_group(project, document, options.basis) for project in projects),
        rows,
        tuple(_money(project, say, options) for project in projects),
        tuple(_gather_kinds(document.kinds, say)),
        _links(projects, document, options),
        light(document, options.basis, options.chosen, options.search),
    )


def order_projects(document: DocumentCoverage, basis: Basis) -> tuple[Project, ...]:
    """Projects by the goals of their firmest links, so that links cross little; those without a goal last."""
    place = _places(document)

    def standing(project: Project) -> tuple[tuple[int, ...], int, int, str]:
        for firmness, shown in enumerate(BASES[: BASES.index(basis) + 1]):
            places = sorted(place[number] for number in project.goals_on(shown) if number in place)
            if places:
                return tuple(places), firmness, project.order, project.iri
        return (len(place),), 0, project.order, project.iri

    return tuple(sorted(document.projects, key=standing))


def _places(document: DocumentCoverage) -> dict[str, int]:
    """The place of each goal by its number; of two with one number the first."""
    places: dict[str, int] = {}
    for place, goal in enumerate(document.goals):
        places.setdefault(goal.number, place)
    return places


def _group(project: Project, document: DocumentCoverage, basis: Basis) -> str:
    """The number of the goal that a project stands with, empty where it has none."""
    place = _places(document)
    for shown in BASES[: BASES.index(basis) + 1]:
        known = [number for number in project.goals_on(shown) if number in place]
        if known:
            return min(known, key=place.__getitem__)
    return ""


def _money(project: Project, say: Sentences, options: ChainOptions) -> str:
    before = say.money(project.yuan, unit=False)
    if project.code not in options.budgets or project.code in options.struck:
        return before
    return f"{before} → {say.money(options.budgets[project.code], unit=False)}"


def _gather_kinds(kinds: Sequence[str], say: Sentences) -> list[Kinds]:
    """One column for each kind; beyond what can be read side by side, the rest stand in one."""
    single = len(kinds) if len(kinds) <= MOST_COLUMNS else MOST_COLUMNS - 1
    columns = [Kinds((kind,), say.kind(kind)) for kind in kinds[:single]]
    if kinds[single:]:
        columns.append(Kinds(tuple(kinds[single:]), say.wording("figure_other_kinds")))
    return columns


def _links(
    projects: Sequence[Project], document: DocumentCoverage, options: ChainOptions
) -> tuple[ShownLink, ...]:
    place = _places(document)
    found: list[ShownLink] = []
    for index, project in enumerate(projects):
        drawn: set[str] = set()
        for shown, numbers in _linked_on(project, options):
            for number in numbers:
                if number in place and number not in drawn:
                    drawn.add(number)
                    found.append(ShownLink(index, place[number], shown))
    return tuple(found)


def _linked_on(project: Project, options: ChainOptions) -> Iterator[tuple[LinkBasis, Sequence[str]]]:
    """Numbers of the goals that a project is linked to, firmest first, supposed ones last."""
    for shown in BASES[: BASES.index(options.basis) + 1]:
        yield shown, project.goals_on(shown)
    added = options.what_if.added if options.what_if else ()
    yield "supposed", [target.partition("/")[0] for code, target in added if code == project.code]
