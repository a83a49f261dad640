"""One document from its file to its finished quads: what a worker does, and the only thing it does.

Nothing here sees the store; what the store holds of the document is asked for once its identity is known.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from loaders.errors import LoadError, ReaderStoppedError
from loaders.link_records import LinkRecord
from loaders.links import LinkFile
from loaders.load import load_file
from loaders.row_errors import RowError
from ontology.identifiers import PlanIdentifiers
from queries.store import Store
from queries.stored_links import stored_links
from service.document_links import merge_document_links
from service.fingerprints import input_fingerprint, review_fingerprint, rules_fingerprint
from service.judge import Judged, judge
from service.receipt import Fingerprints, Receipt, receipt_graph, receipt_quads, write_receipt
from service.row_reviews import NO_REVIEWS, Reviews, stored_reviews
from shapes.profile import Profile


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is the same for all documents of one build; `rules` is the fingerprint of what a file's result rests on."""

    profile: Profile
    base: str
    link_files: tuple[LinkFile, ...]
    keep_personal: bool
    rules: str

    @classmethod
    def of(
        cls, profile: Profile, base: str, link_files: Sequence[LinkFile] = (), *, keep_personal: bool = False
    ) -> "Recipe":
        """Settle it once, before the first document."""
        rules = rules_fingerprint(profile, base, keep_personal=keep_personal)
        return cls(profile, base, tuple(link_files), keep_personal, rules)


class Decided(NamedTuple):
    """What people decided on one document, as a store holds it."""

    links: tuple[LinkRecord, ...] = ()
    reviews: Reviews = NO_REVIEWS


@dataclass(frozen=True, slots=True)
class Ready:
    """A document ready to be written: its graphs and all their quads; `links_from` names the link files used.

    `content` is N-Quads, or the same packed while it waits or travels: packed it is some twenty times smaller.
    """

    source: Path
    receipt: Receipt
    graphs: tuple[str, ...]
    content: bytes
    size: int
    fingerprints: Fingerprints
    links_from: frozenset[str] = frozenset()

    @property
    def nquads(self) -> bytes:
        """The quads as N-Quads."""
        return self.content if len(self.content) == self.size else zlib.decompress(self.content)

    def packed(self) -> "Ready":
        """The same in little memory."""
        return replace(self, content=zlib.compress(self.nquads, 1))

    def without_quads(self) -> "Ready":
        """The same with nothing to write."""
        return replace(self, content=b"", size=0)


class CannotJudgeError(LoadError):
    """Raised when this program itself fails on a document: a mistake in it that should be reported."""

    def __init__(self, where: str, detail: str) -> None:
        self.detail = detail
        super().__init__(
            f"this program failed on it ({detail})",
            where,
            "please report it with the file; the other documents are not touched by it",
            zh=(f"本程序处理时出错（{detail}）", "请连同文件一起报告；其他文件不受影响"),
        )


Knows = Callable[[PlanIdentifiers], Decided]


def decided_in(store: Store) -> Knows:
    """Asks a store; documents without a graph of links or reviews are answered without asking."""
    graphs = frozenset(store.graphs())

    def known(identifiers: PlanIdentifiers) -> Decided:
        links = identifiers.graph("links") in graphs
        reviews = identifiers.graph("reviews") in graphs
        return Decided(
            stored_links(store, identifiers) if links else (),
            stored_reviews(store, identifiers) if reviews else NO_REVIEWS,
        )

    return known


def judge_file(recipe: Recipe, source: Path, known: Knows) -> tuple[Judged, Decided]:
    """Load and judge one file with what was decided on it."""
    loaded = load_file(source, recipe.base, keep_personal=recipe.keep_personal)
    decided = known(loaded.identifiers)
    links = merge_document_links(loaded, decided.links, recipe.link_files)
    return judge(loaded, links, recipe.profile, decided.reviews), decided


def prepare(recipe: Recipe, source: Path, known: Knows) -> Ready | LoadError:
    """Make one document ready, or say why there is none; a defect on one file stops no other."""
    try:
        judged, decided = judge_file(recipe, source, known)
        return make_ready(recipe, source, judged, decided.reviews)
    except Exception as exc:  # whatever it is becomes a sentence in the list of failures
        return problem_of(exc, source)


def problem_of(exc: Exception, source: Path) -> LoadError:
    """What stopped one document, as a sentence with its place."""
    where = str(source)
    if isinstance(exc, RowError):
        return exc  # it has a place of its own, in the link file
    if isinstance(exc, LoadError):
        return exc.locate(where)
    if isinstance(exc, MemoryError):
        return ReaderStoppedError("it needs more memory than it may have", "内存超过上限").locate(where)
    return CannotJudgeError(where, f"{type(exc).__name__}: {exc}")


def make_ready(recipe: Recipe, source: Path, judged: Judged, reviews: Reviews) -> Ready:
    """A judged document with its receipt, as it is written."""
    receipt = write_receipt(judged)
    fingerprints = Fingerprints(
        input_fingerprint(recipe.rules, receipt.sha256, receipt.name),
        review_fingerprint(judged.records, reviews),
    )
    content = (judged.nquads + receipt_quads(receipt, fingerprints).nquads()).encode()
    return Ready(
        source,
        receipt,
        (*judged.graphs, receipt_graph(receipt.document)),
        content,
        len(content),
        fingerprints,
        files_used(recipe.link_files, receipt.plan),
    )


def files_used(link_files: Sequence[LinkFile], plan: str) -> frozenset[str]:
    """The names of the link files that speak of this plan."""
    return frozenset(file.name for file in link_files if file.concerns(plan))
