"""Contact cells: names and numbers are left out and counted, and kept only where somebody asks."""

import pytest

from loaders.load import load_document
from loaders.personal import hide_contacts
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import document

FORM = (*samples.APPLICATION, "填报人：王某某  联系电话：0335-1234567")


def test_a_contact_cell_and_a_contact_line_are_dropped_and_counted() -> None:
    loaded = load_document(document(*FORM))
    assert loaded.plan.dropped_personal == 3
    for words in ("13800000000", "李某", "王某某", "1234567"):
        assert words not in loaded.quads.nquads()


def test_contacts_are_kept_where_somebody_asks_for_them() -> None:
    loaded = load_document(document(*FORM), keep_personal=True)
    assert loaded.plan.dropped_personal == 0
    assert "13800000000" in loaded.quads.nquads()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("联系人：李某某", "联系人：…"),
        ("项目负责人 | 李某 | 电话 | 13912345678", "项目负责人 | … | 电话 | …"),
        ("有事请找李某，手机13912345678", "有事请找李某，手机…"),
        ("项目资金 | 6000000 | 负责人民陪审员选任", "项目资金 | 6000000 | 负责人民陪审员选任"),
        ("全年接听电话1600人次", "全年接听电话1600人次"),
    ],
)
def test_what_stands_behind_a_contact_label_is_taken_out_of_a_line(line: str, shown: str) -> None:
    assert hide_contacts(line)[0] == shown
