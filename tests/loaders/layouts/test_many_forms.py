"""Forms of many makes, each read whole, and read the same however its table is drawn."""

import unicodedata
from collections.abc import Callable

import pytest

from loaders.document import Document
from loaders.layouts.registry import read_plan
from loaders.personal import without_personal
from loaders.plan import Plan
from loaders.plan_values import read_values
from loaders.reading import read_bytes
from tests.loaders import render
from tests.loaders.layouts.form_files import FormFile, all_forms, say
from tests.loaders.layouts.grids import document, ragged
from tests.loaders.layouts.variations import VARIATIONS, bare

FORMS = all_forms()
IDS = [form.name for form in FORMS]
GRIDS = [form for form in FORMS if form.name.split("/")[0] not in {"text", "narrative"}]


def plan_of(parts: tuple[str, ...], make: Callable[..., Document] = document) -> Plan:
    return without_personal(read_values(read_plan(make(*parts))[1], 0))


def facts(plan: Plan) -> list[str]:
    """What a plan says, in plain digits and without blanks; where its levels were found makes no difference."""
    return sorted(bare(unicodedata.normalize("NFKC", line)) for line in say(plan))


def told(form: FormFile) -> list[str]:
    return sorted(bare(unicodedata.normalize("NFKC", line)) for line in form.expected)


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_a_form_says_what_a_person_read_in_it(form: FormFile) -> None:
    assert say(plan_of(form.parts)) == list(form.expected)


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_nothing_of_a_form_is_left_unread(form: FormFile) -> None:
    assert plan_of(form.parts).unread == ()


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize("form", GRIDS, ids=[form.name for form in GRIDS])
def test_a_form_says_the_same_however_its_table_is_drawn(form: FormFile, variation: str) -> None:
    assert facts(plan_of(VARIATIONS[variation](form.parts))) == told(form)


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_a_text_export_without_spans_says_the_same_or_lists_what_it_could_not_place(form: FormFile) -> None:
    found, expected = facts(plan_of(form.parts, ragged)), told(form)
    lost = [fact.rpartition("|")[2] for fact in expected if fact not in found]
    added = [fact for fact in found if fact not in expected]
    assert [fact.partition("|")[0] for fact in added] == ["unread"] * len(lost)
    assert sorted(fact.rpartition("|")[2] for fact in added) == sorted(lost)


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "docx": render.to_docx,
    "xlsx": render.to_xlsx,
    "html": render.to_html,
    "pdf": lambda source: render.to_pdf(source, render.A3_LANDSCAPE),
}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("form", GRIDS, ids=[form.name for form in GRIDS])
def test_a_form_says_the_same_in_every_format(form: FormFile, ending: str) -> None:
    file = WRITERS[ending](document(*form.parts))
    found = without_personal(read_values(read_plan(read_bytes(file, f"form.{ending}"))[1], 0))
    assert facts(found) == told(form)
