"""The word list: what a person may write into it, and what is refused."""

from pathlib import Path

import pytest

from queries.suggest_list import BadWordListError, find_words, load_word_list, parse_word_list
from queries.suggest_text import mask

TOPIC = "{name: 水, goal: [水质], project: [河道]}"


def test_the_shipped_list_has_every_topic_once_with_words_on_both_sides() -> None:
    topics = load_word_list().topics

    assert len({topic.name for topic in topics}) == len(topics)
    assert all(topic.goal and topic.project for topic in topics)


def test_another_list_can_be_given(tmp_path: Path) -> None:
    place = tmp_path / "words.yaml"
    place.write_text(f"frame: []\nempty: []\ntopics: [{TOPIC}]\n", encoding="utf-8")

    assert [topic.name for topic in load_word_list(place).topics] == ["水"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]", "no frame"),
        ("frame: 3", "frame is no list"),
        ("frame: ['(']", "no pattern"),
        ("topics: {}", "no list of topics"),
        ("topics: [{goal: [水质]}]", "no name"),
        ("topics: [{name: 水, goal: [水], project: [河道]}]", "single sign"),
        ("a: b: c", "mapping values"),
    ],
)
def test_a_list_of_another_make_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(BadWordListError, match=said):
        parse_word_list(text, "words.yaml")


def test_a_list_that_cannot_be_opened_or_decoded_is_refused_by_name(tmp_path: Path) -> None:
    place = tmp_path / "words.yaml"
    with pytest.raises(BadWordListError, match=r"words\.yaml: .*No such file"):
        load_word_list(place)
    place.write_bytes("empty: [工作]".encode("gbk"))
    with pytest.raises(BadWordListError, match="not UTF-8"):
        load_word_list(place)


@pytest.mark.parametrize(
    "sentence",
    [
        "预算数110万元，全部为财政资金，",
        "预算数为20万元，全部为财政资金，",
        "预算50万元，全部为财政资金，",
        "预算数114.16万元，",
    ],
)
def test_the_sentences_of_the_form_are_hidden_and_offsets_stay(sentence: str) -> None:
    words = load_word_list()
    text = f"{sentence}用于河道清理"
    masked = mask(text, words.frame, words.empty)

    assert len(masked) == len(text)
    assert masked.strip("\x00，") == "河道清理"
    assert masked.index("河道") == text.index("河道")


def test_the_longest_listed_word_wins_at_each_place() -> None:
    assert find_words("老党员和党员", ["党员", "老党员"]) == [(0, "老党员"), (4, "党员")]
    assert find_words("党员", []) == []
