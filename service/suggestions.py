"""Suggested links for documents of the store: asked, shown, measured, and kept as proposals where wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.links import LinkRecord, merge_links
from queries.fact_records import DocumentFact
from queries.facts import choose_documents, read_facts
from queries.store import Store
from queries.stored_links import stored_links
from queries.suggest import suggest, suggestion_rows
from queries.suggest_evaluate import FIGURE_COLUMNS, evaluate, figure_rows
from queries.suggest_fit import Reviewed
from queries.suggest_list import WordList, load_word_list
from queries.suggest_meaning import Meaning, model_is_installed, open_model
from queries.suggest_records import GoalWords, ProjectWords, Suggestion, Words
from queries.suggest_rows import RowWords, find_stray_rows
from queries.suggest_source import confirmed_links, propose_links, words_in_store
from service.review import project_keys, write_links_of
from service.stored_plan import identify_stored
from shapes.profile import Profile

_REVIEWED = ("stated", "accepted", "proposed")


@dataclass(frozen=True, slots=True)
class DocumentSuggestions:
    """The suggestions for one document, with the words they were made from and the links that count already."""

    document: DocumentFact
    projects: Sequence[ProjectWords]
    goals: Sequence[GoalWords]
    records: tuple[LinkRecord, ...]
    suggestions: Sequence[Suggestion]

    def rows(self, most: int) -> list[dict[str, object]]:
        """Plain rows, at most so many for each project, with the document's key first."""
        return [{"document": self.document.key, **row} for row in suggestion_rows(self.suggestions, most)]


def suggest_for(
    store: Store, document: str | None, words: Path | None = None, meaning: Meaning | None = None
) -> list[DocumentSuggestions]:
    """Suggest links for one document, or for all."""
    listed = _word_list(words)
    return [_suggest(store, fact, listed, meaning) for fact in choose_documents(store, document)]


def choose_model(wanted: bool | None) -> Meaning | None:
    """The optional model where it is wanted, or where nothing was said and it is installed."""
    if wanted is None:
        wanted = model_is_installed()
    return open_model() if wanted else None


def _word_list(path: Path | None) -> WordList | None:
    return load_word_list(path) if path is not None else None


def _suggest(
    store: Store, fact: DocumentFact, words: WordList | None, meaning: Meaning | None
) -> DocumentSuggestions:
    identifiers = identify_stored(fact)
    projects, goals = words_in_store(store, identifiers)
    records = stored_links(store, identifiers)
    refused = confirmed_links(records, ("rejected",))
    made = suggest(projects, goals, confirmed_links(records), words, meaning, rejected=refused)
    return DocumentSuggestions(fact, projects, goals, records, made)


def suggestion_table(
    found: Sequence[DocumentSuggestions], most: int
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Columns and rows for people: project, goal or "none", score, and the words that speak for it."""
    columns = ("document", "project_code", "project_name", "rank", "goal", "objective", "score", "words")
    rows: list[tuple[object, ...]] = []
    for one in found:
        names = {project.code: project.name.text for project in one.projects}
        for suggestion in one.suggestions:
            if suggestion.rank <= most:
                said = "、".join(dict.fromkeys(e.project.words for e in suggestion.evidence))
                place = (suggestion.goal_number or "none", suggestion.objective or "")
                code = suggestion.project_code
                rows.append(
                    (
                        one.document.key,
                        code,
                        names[code],
                        suggestion.rank,
                        *place,
                        round(suggestion.score, 2),
                        said,
                    )
                )
    return columns, rows


def stray_table(
    store: Store, document: str | None, words: Path | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Indicator rows whose words point to another goal than their project's confirmed links, with these words."""
    columns = ("document", "project_code", "row", "indicator", "goal", "score", "words")
    rows: list[tuple[object, ...]] = []
    for fact in choose_documents(store, document):
        identifiers = identify_stored(fact)
        linked = confirmed_links(stored_links(store, identifiers))
        facts = read_facts(store, fact)
        keys = dict(zip((project.iri for project in facts.projects), project_keys(facts), strict=True))
        said = [
            RowWords(keys[row.project], row.row, Words(row.name), Words(row.description))
            for row in facts.indicators
            if row.project in keys
        ]
        names = {(row.project_code, row.row): row.name.text for row in said}
        _, goals = words_in_store(store, identifiers)
        for stray in find_stray_rows(said, goals, linked, _word_list(words)):
            place = (stray.project_code, stray.row)
            seen = "、".join(dict.fromkeys(evidence.project.words for evidence in stray.evidence))
            rows.append((fact.key, *place, names[place], stray.goal_number, round(stray.score, 2), seen))
    return columns, rows


def propose_suggestions(
    store: Store, found: Sequence[DocumentSuggestions], profile: Profile
) -> Iterator[tuple[str, int]]:
    """Keep the first suggestion of every project without a link as a proposal; what people decided stays."""
    for one in found:
        proposed = propose_links(one.suggestions, one.projects, one.goals, one.records, one.document.sha256)
        records, _ = merge_links(one.records, proposed)
        write_links_of(store, one.document, read_facts(store, one.document), records, profile)
        yield one.document.key, len(proposed)


def evaluation_rows(
    store: Store, document: str | None, words: Path | None = None, meaning: Meaning | None = None
) -> tuple[tuple[str, ...], list[tuple[str | float | int | None, ...]]]:
    """Every method's figures against the reviewed links of the store, document by document."""
    rows: list[tuple[str | float | int | None, ...]] = []
    for one in suggest_for(store, document, words):
        reviewed = Reviewed(
            one.document.key, one.projects, one.goals, confirmed_links(one.records, _REVIEWED)
        )
        if reviewed.links:
            rows += [
                (one.document.key, *row)
                for row in figure_rows(evaluate(reviewed, _word_list(words), meaning))
            ]
    return ("document", *FIGURE_COLUMNS), rows
