"""How rare a metric is: in which projects, plans and departments of the store rows of its name stand.

Asked when candidates are shown, never when a document is judged: a judgment is of one document alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ontology import nquads
from queries.facts import read_documents, words
from queries.store import Store

_AT_ONCE: Final = 500
# A cut name stands mended in the reading; whoever asks, asks for the mended one.
_USES: Final = """
SELECT DISTINCT ?name ?project ?plan WHERE {
  VALUES ?name { %s }
  { ?row gt:printedName ?name . } UNION { ?row gt:name ?name . }
  ?project gt:hasIndicator ?row ; gt:belongsToPlan ?plan .
}"""


class Rarity(NamedTuple):
    """How many others use a metric: projects of the same plan, plans, and departments of so many other ones."""

    projects: int
    plans: int
    departments: int
    of_departments: int

    def sentence(self, lang: str) -> str:
        """The figures in words.

        >>> Rarity(3, 1, 0, 4).sentence("en")
        'in 3 other projects of this plan; in 0 of 4 other departments'
        """
        if lang == "en":
            here = f"in {self.projects} other projects of this plan"
            others = f"in {self.departments} of {self.of_departments} other departments"
            return f"{here}; {others if self.of_departments else 'no other department in the store'}"
        here = f"本文件另有{self.projects}个项目用"
        others = f"其他{self.of_departments}个部门中有{self.departments}个用"
        return f"{here}；{others if self.of_departments else '库中没有其他部门'}"


class MetricUses:
    """The uses of some metrics all over the store."""

    def __init__(self, store: Store, names: Iterable[str]) -> None:
        self._department = {
            document.plan: document.department_code or document.department_name
            for document in read_documents(store)
        }
        self._found: dict[str, set[tuple[str, str]]] = {}
        for batch in _batches(sorted({name for name in names if name})):
            literals = " ".join(nquads.text(name) for name in batch)
            for row in store.select(_USES % literals).records():
                use = (words(row["plan"]), words(row["project"]))
                self._found.setdefault(words(row["name"]), set()).add(use)

    def rarity(self, name: str, plan: str, project: str) -> Rarity:
        """How many others than this project use a metric."""
        uses = self._found.get(name, set())
        own = self._department.get(plan, plan)
        departments = {self._department.get(other, other) for other, _ in uses} - {own}
        return Rarity(
            sum(other == plan and one != project for other, one in uses),
            len({other for other, _ in uses} - {plan}),
            len(departments),
            len(set(self._department.values()) - {own}),
        )


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]
