"""The shipped example, and each made-up form, written in every format: what is read is the same."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.document import Document
from loaders.load import load_document
from loaders.plan import Plan
from loaders.reading import read_bytes, read_file
from tests.loaders import render

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "organization-department-2022.docx"
FORMATS: dict[str, Callable[[Document], bytes]] = {
    "docx": render.to_docx,
    "xlsx": render.to_xlsx,
    "xls": render.to_xls,
    "html": render.to_html,
    "txt": render.to_text,
}
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def example() -> Document:
    return read_file(EXAMPLE)


def rows(plan: Plan) -> list[tuple[str, list[Row]]]:
    return [
        (
            project.code.text,
            [
                (i.kind, i.name, i.description.text, i.value.text, i.basis.text, i.kind1)
                for i in project.indicators
            ],
        )
        for project in plan.projects
    ]


def money(plan: Plan) -> list[tuple[str, Decimal | None]]:
    return [(a.role, a.yuan) for project in plan.projects for a in project.amounts]


def goals(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(goal.name.text, [o.text.text for o in goal.objectives]) for goal in plan.goals]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_example_gives_the_same_records_in_every_format(example: Document, ending: str) -> None:
    expected = load_document(example).plan
    found = load_document(read_bytes(FORMATS[ending](example), f"plan.{ending}")).plan
    assert rows(found) == rows(expected)
    assert (len(found.projects), sum(len(own) for _, own in rows(found))) == (31, 279)
    assert money(found) == money(expected)
    assert goals(found) == goals(expected)
    assert [p.purpose.text for p in found.projects] == [p.purpose.text for p in expected.projects]
    assert found.unread == ()


@pytest.mark.parametrize("size", [render.A4, render.A3_LANDSCAPE], ids=["A4", "A3 landscape"])
def test_of_the_example_as_pdf_at_least_98_rows_in_a_hundred_are_whole(
    example: Document, size: tuple[float, float]
) -> None:
    expected = load_document(example).plan
    found = load_document(read_bytes(render.to_pdf(example, size), "plan.pdf")).plan
    known = dict(rows(expected))
    whole = sum(row in known.get(code, ()) for code, own in rows(found) for row in own)
    assert (len(found.projects), money(found)) == (31, money(expected))
    assert whole >= Decimal("0.98") * 279
