"""The upload page: a form, and the part about a job in each of its states, without scripts."""

import json
from typing import Any, Final

import pytest

from service.pages.desk import Desk, show
from service.pages.upload import MOVING
from service.pages.visit import Visit
from service.web.access import Role
from tests.service.pages.visits import Outline, squeeze

MARKUP: Final = "<img src=x onerror=alert(1)>"
EMPTY: Final[dict[str, Any]] = {"total": 0, "items": []}
NO_DIFFERENCE: Final = {"added": EMPTY, "removed": EMPTY, "changed": EMPTY, "same": 3}


def _preview(**more: Any) -> dict[str, Any]:
    return {
        "document": "305001-2023-goals",
        "iri": "https://example.org/d",
        "title": "部门整体绩效目标",
        "department": "某区民政局本级",
        "department_code": "305001",
        "year": "2023",
        "kind": "goals",
        "layout": "hebei-project-goals",
        "stored": None,
        "same_file": False,
        "summary": {
            "goals": 2,
            "objectives": 4,
            "projects": 2,
            "indicators": 18,
            "budget_total_yuan": 1005000,
            "grades": dict.fromkeys("ABCDEF", 3),
        },
        "dropped_personal": 0,
        "goals": NO_DIFFERENCE,
        "projects": NO_DIFFERENCE,
        "rows": NO_DIFFERENCE,
        "repairs": EMPTY,
        "unread": EMPTY,
        "notes": EMPTY,
        "findings": EMPTY,
        **more,
    }


def _job(state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "0123456789abcdef",
        "kind": "document",
        "name": f"计划{MARKUP}.docx",
        "size": 52412,
        "sha256": "0" * 64,
        "by": "",
        "state": state,
        "revision": 3,
        "progress": {"done": 1, "of": 3, "step": "judging", "zh": "正在评判"},
        "problem": None,
        "preview": None,
        "result": None,
        **more,
    }


def _upload(desk: Desk, job: dict[str, Any] | None, role: Role = Role.load, named: bool = True) -> str:
    query = (("job", "0123456789abcdef"),) if named else ()
    beside = {"role": int(role), "visitor": "", "job": json.loads(json.dumps(job))}
    made = show(Visit("upload", "/upload", {}, query, "zh", beside), desk)
    assert isinstance(made, str)
    assert MARKUP not in made
    return made


def test_the_form_sends_a_file_as_browsers_without_scripts_do(one: Desk) -> None:
    forms = Outline(_upload(one, None, named=False)).all("form")
    assert {"action": "/documents", "method": "post", "enctype": "multipart/form-data"}.items() <= forms[
        -1
    ].items()


def test_who_may_not_load_gets_no_form(one: Desk) -> None:
    page = _upload(one, None, Role.review, named=False)
    assert 'type="file"' not in page
    assert "不能上传" in page


def test_a_job_that_is_gone_is_said_so(one: Desk) -> None:
    assert "没有这个上传任务" in _upload(one, None)


@pytest.mark.parametrize(
    "state", ["waiting", "reading", "ready", "refused", "loading", "loaded", "cancelled"]
)
def test_every_state_of_a_job_is_shown(one: Desk, state: str) -> None:
    preview = _preview() if state in ("ready", "loading", "loaded") else None
    result = {"document": "305001-2023-goals"} if state == "loaded" else None
    problem = {"code": "x", "detail": "It is no document.", "detail_zh": f"不是文件{MARKUP}"}
    page = _upload(
        one, _job(state, preview=preview, result=result, problem=problem if state == "refused" else None)
    )
    assert ("data-moving" in page) == (state in MOVING)
    assert ("/confirm" in page) == (state == "ready")
    assert ("/cancel" in page) == (state in ("waiting", "reading", "ready"))
    assert ('role="alert"' in page) == (state == "refused")


def test_the_differences_are_listed_side_by_side(one: Desk) -> None:
    changed = {
        "iri": "x",
        "label": "1 目标",
        "changes": [{"field": "name", "before": f"旧{MARKUP}", "after": "新"}],
    }
    goals = {
        "added": {"total": 1, "items": [{"iri": "y", "label": "3 新目标", "changes": []}]},
        "removed": EMPTY,
        "changed": {"total": 1, "items": [changed]},
        "same": 1,
    }
    page = _upload(one, _job("ready", preview=_preview(stored={"key": "k"}, goals=goals)))
    words = squeeze(Outline(page).words)
    assert "新增 1" in words
    assert "改动 1" in words
    assert "3 新目标" in words
    assert "库里已有这份文件的另一个版本" in words


def test_what_was_mended_and_left_over_is_listed_with_its_place(one: Desk) -> None:
    repairs = {"total": 400, "items": [_repair(n) for n in range(300)]}
    page = _upload(one, _job("ready", preview=_preview(repairs=repairs)))
    words = squeeze(Outline(page).words)
    assert "读取时的修补 400 处" in words
    assert "名称被截断，按描述补全" in words
    assert "还有 300 项" in words


def _repair(number: int) -> dict[str, Any]:
    return {"rule": "cut-name", "printed": f"印{number}", "repaired": "补", "place": f"t1.r{number}"}


def test_the_very_same_file_is_said_to_change_nothing(one: Desk) -> None:
    page = _upload(one, _job("ready", preview=_preview(stored={"key": "k"}, same_file=True)))
    assert "完全相同" in page


def test_a_backup_is_confirmed_by_its_size(one: Desk) -> None:
    page = _upload(one, _job("ready", kind="restore", preview={"quads": 12345}))
    assert "12345" in page
