import inspect
import pickle
from typing import Any

import pytest

from loaders import errors
from loaders.errors import LoadError

FACTS = {"str": "something", "int": 7, "tuple[str, ...]": ("a",), "Sequence[str]": ("a",)}
KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LoadError)]


def example(kind: type[LoadError]) -> LoadError:
    """An error of a kind with made-up facts."""
    wanted = list(inspect.signature(kind.__init__).parameters.values())[1:]
    facts: dict[str, Any] = {
        p.name: FACTS.get(str(getattr(p.annotation, "__name__", p.annotation)), "something")
        for p in wanted
        if p.default is inspect.Parameter.empty and p.kind is not inspect.Parameter.VAR_KEYWORD
    }
    return kind(**facts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_one_sentence_in_both_languages(kind: type[LoadError]) -> None:
    error = example(kind).locate("folder/plan.docx")
    assert str(error) == error.message("en")
    assert error.message("en").startswith("folder/plan.docx")
    for lang, stop in (("en", "."), ("zh", "。")):
        said = error.message(lang)  # type: ignore[arg-type]
        assert said.endswith(stop)
        assert "\n" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_crosses_a_process_with_its_facts(kind: type[LoadError]) -> None:
    error = example(kind)
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copied) is kind
    assert vars(copied) == vars(error)
    assert str(copied) == str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_when_it_is_raised(kind: type[LoadError]) -> None:
    assert (kind.__doc__ or "").startswith("Raised when")


def test_a_path_is_put_before_the_place_once() -> None:
    error = LoadError("it is odd", "page 3", "look at it")
    assert str(error.locate("a.pdf").locate("a.pdf")) == "a.pdf, page 3: it is odd; look at it."


def test_a_hostile_name_stays_on_its_line() -> None:
    said = str(LoadError("x", "a\nb\x1b[2J\u202ec" + "d" * 1_000, "y"))
    assert "\n" not in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) < 400
