"""Each of the twelve queries of the SPARQL tutorial gives the answer that stands below it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.store import Store, open_store
from tests.docs.tutorial import Question, answer_of, questions


@pytest.fixture(scope="module")
def store(made: Path) -> Iterator[Store]:
    opened = open_store(made / "out" / "store", read_only=True)
    yield opened
    opened.close()


def test_the_tutorial_has_twelve_questions() -> None:
    assert len(questions()) == 12


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.title.split()[1])
def test_a_query_of_the_tutorial_gives_the_answer_shown(store: Store, question: Question) -> None:
    assert question.answer
    assert answer_of(store, question.query) == question.answer
