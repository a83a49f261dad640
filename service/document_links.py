"""The links of one document: those it states, those kept from earlier reviews, those of given link files."""

from collections.abc import Sequence

from loaders.errors import LoadError
from loaders.link_versions import objective_numbers
from loaders.links import LinkFile, LinkRecord, fit_links, merge_links
from loaders.load import Loaded
from loaders.row_errors import refuse
from loaders.stated_links import stated_link_records
from queries.store import Store
from queries.stored_links import stored_links


class LinkFileUnusedError(LoadError):
    """Raised when a given link file speaks of a plan that is not being built."""

    def __init__(self, name: str, plan: str) -> None:
        self.plan = plan
        super().__init__(
            f"it holds links of the plan {plan.rpartition('/')[2]}, which is not among the documents",
            name,
            "give the links of the document that is being built",
            zh=(
                f"其中是计划 {plan.rpartition('/')[2]} 的关联，而本次文件中没有这份计划",
                "请给出与所读文件对应的关联文件",
            ),
        )


def link_document(loaded: Loaded, store: Store, link_files: Sequence[LinkFile]) -> tuple[LinkRecord, ...]:
    """All links of a document just read, the store's own among them."""
    return merge_document_links(loaded, stored_links(store, loaded.identifiers), link_files)


def merge_document_links(
    loaded: Loaded, stored: Sequence[LinkRecord], link_files: Sequence[LinkFile]
) -> tuple[LinkRecord, ...]:
    """Merge what the document states, what was kept and what is given; a wrong or clashing link raises.

    What an earlier build kept as stated is left out: the document may state something else now.
    """
    plan = loaded.plan
    reviewed = [record for record in stored if record.status != "stated"]
    records, _ = merge_links(stated_link_records(plan, loaded.document.sha256), reviewed)
    codes = frozenset(project.key for project in plan.projects)
    goals = objective_numbers(plan)
    for file in link_files:
        if not file.concerns(loaded.identifiers.plan):
            continue
        records, problems = fit_links(records, file, codes, goals)
        if not file.keep_going:
            refuse(problems)
    return tuple(records)
