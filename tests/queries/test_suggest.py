"""Suggestions: every project gets a ranked answer with words a person can see."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.suggest import suggest, suggestion_rows
from queries.suggest_meaning import MissingModelError, model_is_installed, open_model
from queries.suggest_records import Clause, GoalWords, ProjectWords, Suggestion, Target, Words
from queries.suggest_rows import RowWords, find_stray_rows
from tests.queries.suggest_departments import NAMES, read_department

GOALS = [
    GoalWords(
        "1",
        Words("改善河道水质", 100),
        (Clause("1", Words("清理河道淤泥", 110)), Clause("2", Words("建设污水管网", 120))),
    ),
    GoalWords("2", Words("保障道路畅通", 200), (Clause("1", Words("养护农村道路", 210)),)),
]
RIVER = ProjectWords(
    "P1", Words("清淤", 10), Words("清淤预算数5万元，全部为财政资金，用于东河河道淤泥清理。", 20)
)
ROAD = ProjectWords("P2", Words("养护", 50), Words("养护预算数9万元，全部为财政资金，用于农村道路养护。", 60))
LUNCH = ProjectWords("P3", Words("午餐", 80), Words("午餐预算数1万元，全部为财政资金，用于职工午餐。", 85))
PROJECTS = [RIVER, ROAD, LUNCH]


def first(suggestions: list[Suggestion], code: str) -> Suggestion:
    return next(s for s in suggestions if s.project_code == code and s.rank == 1)


def test_the_goal_that_shares_the_words_comes_first_with_its_objective() -> None:
    made = suggest(PROJECTS, GOALS)

    assert (first(made, "P1").goal_number, first(made, "P1").objective) == ("1", "1")
    assert (first(made, "P2").goal_number, first(made, "P2").objective) == ("2", "1")


def test_a_project_that_shares_nothing_is_suggested_to_serve_none() -> None:
    none = first(suggest(PROJECTS, GOALS), "P3")

    assert (none.goal_number, none.objective) == (None, None)
    assert none.evidence[0].kind == "unmatched"
    assert "午餐" in none.evidence[0].project.words


def test_every_goal_and_none_are_ranked_by_score_and_the_next_is_the_runner_up() -> None:
    of_river = [s for s in suggest(PROJECTS, GOALS) if s.project_code == "P1"]

    assert [s.rank for s in of_river] == [1, 2, 3]
    assert [s.score for s in of_river] == sorted((s.score for s in of_river), reverse=True)
    assert {s.goal_number for s in of_river} == {"1", "2", None}
    assert of_river[0].runner_up is not None
    assert of_river[2].runner_up is None


def test_evidence_has_its_place_in_both_texts_and_in_the_document() -> None:
    evidence = next(e for e in first(suggest(PROJECTS, GOALS), "P1").evidence if e.kind == "shared")
    project, target = evidence.project, evidence.target

    assert target is not None
    assert RIVER.purpose.text[project.start : project.end] == project.words == target.words
    assert project.document_start == 20 + project.start
    assert target.field == "objective 1"
    assert target.document_start == 110 + target.start


def test_the_sentences_of_the_form_are_no_evidence() -> None:
    words = {e.project.words for s in suggest(PROJECTS, GOALS) for e in s.evidence}

    assert not any("财政" in word or "预算" in word for word in words)


def test_a_confirmed_link_moves_the_projects_that_are_like_it() -> None:
    twins = [*PROJECTS, ProjectWords("P4", Words("职工午餐"), Words("用于职工午餐配送。"))]
    before = [s for s in suggest(twins, GOALS) if s.project_code == "P4" and s.goal_number == "2"]
    after = [
        s
        for s in suggest(twins, GOALS, {"P3": (Target("2"),)})
        if s.project_code == "P4" and s.goal_number == "2"
    ]

    assert after[0].score > before[0].score
    assert any(e.kind == "neighbour" and e.via == "P3" for e in after[0].evidence)


def test_a_confirmed_none_moves_the_projects_that_are_like_it() -> None:
    twins = [*PROJECTS, ProjectWords("P4", Words("道路职工午餐"), Words("用于职工午餐配送。"))]

    def none(confirmed: dict[str, tuple[Target, ...]]) -> float:
        made = suggest(twins, GOALS, confirmed)
        return next(s.score for s in made if s.project_code == "P4" and s.goal_number is None)

    assert none({"P3": (Target(None),)}) > none({})


def test_a_projects_own_confirmed_link_does_not_vote_for_itself() -> None:
    made = suggest(PROJECTS, GOALS, {"P3": (Target("2"),)})

    assert first(made, "P3").goal_number is None


def test_the_word_list_ties_words_of_the_field_that_share_no_sign() -> None:
    goal = GoalWords("1", Words("夯实基层党建"))
    made = first(
        suggest([ProjectWords("P1", Words("驻村补助"), Words("用于驻村队员。")), LUNCH], [goal]), "P1"
    )
    evidence = made.evidence[0]

    assert made.goal_number == "1"
    assert (evidence.kind, evidence.project.words, evidence.via) == ("word-list", "驻村", "基层党建")


class Opinion:
    """A model that finds each project alike to the targets that hold a word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def compare(self, projects: Sequence[str], targets: Sequence[str]) -> list[list[float]]:
        return [[0.9 if self.word in target else 0.8 for target in targets] for _ in projects]


def test_a_model_of_meaning_moves_a_project_that_shares_no_words() -> None:
    made = suggest(PROJECTS, GOALS, meaning=Opinion("道路"))

    assert first(made, "P3").goal_number == "2"
    assert first(made, "P3").parts["meaning_lead"] > 0


@pytest.mark.skipif(model_is_installed(), reason="the optional model is installed")
def test_asking_for_the_model_without_its_package_says_what_to_install() -> None:
    with pytest.raises(MissingModelError, match="extra `embed`"):
        open_model()


def test_rows_for_json_have_what_a_reviewer_needs_and_can_be_cut_to_the_best() -> None:
    rows = suggestion_rows(suggest(PROJECTS, GOALS), most=1)

    assert [row["project_code"] for row in rows] == ["P1", "P2", "P3"]
    assert rows[2]["goal_number"] is None
    assert {"project_code", "goal_number", "objective", "rank", "score", "evidence"} <= set(rows[0])
    assert json.loads(json.dumps(rows, ensure_ascii=False))[0]["evidence"][0]["words"]


def test_a_row_that_speaks_of_another_goal_is_shown_and_one_of_its_own_goal_is_not() -> None:
    rows = [
        RowWords("P1", 1, Words("农村道路养护里程"), Words("养护农村道路")),
        RowWords("P1", 2, Words("清理河道淤泥量"), Words("清理淤泥")),
        RowWords("P3", 1, Words("农村道路养护里程"), Words("养护农村道路")),
    ]
    stray = find_stray_rows(rows, GOALS, {"P1": (Target("1"),)})

    assert [(s.project_code, s.row, s.goal_number) for s in stray] == [("P1", 1, "2")]
    assert stray[0].evidence


def test_a_document_without_goals_gets_none_for_every_project() -> None:
    assert {s.goal_number for s in suggest(PROJECTS, [])} == {None}


def test_a_document_without_projects_gets_no_suggestions() -> None:
    assert suggest([], GOALS) == []


texts = st.text(st.sampled_from("道路河养护清理a1 。“%\n\x00\U00020000"), max_size=14)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts, texts), max_size=5),
    st.lists(st.tuples(texts, st.lists(texts, max_size=2)), max_size=3),
    st.data(),
)
def test_any_texts_give_ranks_scores_between_0_and_1_and_true_places(
    project_texts: list[tuple[str, str]], goal_texts: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    projects = [ProjectWords(f"P{i}", Words(a), Words(b)) for i, (a, b) in enumerate(project_texts)]
    goals = [
        GoalWords(str(i), Words(name), tuple(Clause(str(j), Words(t)) for j, t in enumerate(clauses)))
        for i, (name, clauses) in enumerate(goal_texts)
    ]
    targets = [Target(None), *(Target(goal.number) for goal in goals)]
    confirmed = {p.code: (data.draw(st.sampled_from(targets)),) for p in projects if data.draw(st.booleans())}
    by_code = {p.code: dict(p.fields()) for p in projects}
    by_goal = {g.number: dict(g.fields()) for g in goals}
    made = suggest(projects, goals, confirmed)

    assert len(made) == len(projects) * (len(goals) + 1)
    for suggestion in made:
        assert 0 <= suggestion.score <= 1
        for evidence in suggestion.evidence:
            place = evidence.project
            assert by_code[suggestion.project_code][place.field].text[place.start : place.end] == place.words
            if evidence.target is not None and evidence.kind != "neighbour":
                met = evidence.target
                assert by_goal[str(suggestion.goal_number)][met.field].text[met.start : met.end] == met.words


@pytest.mark.parametrize("name", NAMES)
def test_every_project_of_a_department_has_a_first_answer_with_words(name: str) -> None:
    department = read_department(name)
    made = [s for s in suggest(department.projects, department.goals) if s.rank == 1]

    assert [s.project_code for s in made] == [p.code for p in department.projects]
    assert all(s.evidence for s in made)


def test_suggestions_do_not_depend_on_the_order_of_confirmed_links() -> None:
    department = read_department("agriculture")
    backwards = dict(reversed(list(department.links.items())))

    assert suggest(department.projects, department.goals, department.links) == suggest(
        department.projects, department.goals, backwards
    )
