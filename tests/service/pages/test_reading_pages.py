"""From the board to the words: goal, project, rows, source, findings, rules, and any resource by its IRI."""

import re
from importlib.resources import files
from urllib.parse import quote

import pytest

from queries.facts import read_documents
from service.pages.desk import Desk
from service.pages.findings import remedy
from service.pages.source_places import read_sections
from service.pages.words import load_page_words, read_page_words
from service.reports.wording import LANGUAGES, Language, read_wording_file
from service.web.refusals import NotFoundError, RefusedError
from tests.service.pages.visits import CODE, KEY, MARKUP, OTHER, Outline, open_page, squeeze

DATA = "https://w3id.org/goaltrace/data"
PLAN = f"{DATA}/plan/305001-2023"
PAGES = (
    "/",
    "/documents",
    f"/goal/{KEY}/1",
    f"/project/{KEY}/{CODE}",
    f"/rows/{KEY}",
    f"/source/{KEY}",
    f"/source/{KEY}?cell=t2.r2",
    "/chain",
    "/money",
    f"/whatif?drop={CODE}",
    "/findings",
    "/rules",
    f"/about?iri={quote(PLAN)}/goal/1",
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_its_language_and_named_tables(
    one: Desk, address: str, lang: Language
) -> None:
    page = open_page(one, address, lang)
    outline = Outline(page)
    assert [facts["lang"] for facts in outline.all("html")] == ["zh-CN" if lang == "zh" else "en"]
    assert len(outline.all("h1")) == 1
    assert page.count("<table") == page.count("<caption")
    assert all("scope" in facts for facts in outline.all("th"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_script_or_style_of_its_own(one: Desk, address: str) -> None:
    page = open_page(one, address)
    outline = Outline(page)
    assert not outline.all("style")
    assert all("style" not in facts for _, facts in outline.tags)
    assert all(facts.get("src", "").startswith("/static/") for facts in outline.all("script"))
    assert not any(name.startswith("on") for _, facts in outline.tags for name in facts)
    assert "http://" not in re.sub(r"http://www\.w3\.org/2000/svg", "", page)


@pytest.mark.parametrize("address", PAGES)
def test_markup_in_a_document_stays_text(marked: Desk, address: str) -> None:
    page = open_page(marked, address)
    assert MARKUP not in page
    assert len(Outline(page).all("script")) == page.count('<script type="module"')


def test_markup_is_shown_as_it_was_printed(marked: Desk) -> None:
    assert MARKUP in Outline(open_page(marked, f"/project/{KEY}/{OTHER}")).words
    assert MARKUP in Outline(open_page(marked, f"/goal/{KEY}/2")).words


def test_the_walk_from_board_to_source_is_made_of_plain_links(one: Desk) -> None:
    goal = next(link for link in Outline(open_page(one, "/")).links("/goal/"))
    project = next(link for link in Outline(open_page(one, goal)).links("/project/"))
    cell = next(link for link in Outline(open_page(one, project)).links("/source/") if ".r3" in link)
    page = open_page(one, cell.partition("#")[0])
    assert 'class="here" id="here"' in page


def test_a_goal_shows_what_carries_its_objectives_and_how_sure_that_is(one: Desk) -> None:
    words = squeeze(Outline(open_page(one, f"/goal/{KEY}/2?basis=proposed")).words)
    assert "社区养老服务站建设" in words
    assert "提升养老服务水平" in words


@pytest.mark.parametrize(
    "address", [f"/goal/{KEY}/9", f"/project/{KEY}/X", "/goal/nobody/1", f"/rows/{KEY}?goal=9"]
)
def test_what_is_not_there_is_not_found(one: Desk, address: str) -> None:
    with pytest.raises(NotFoundError):
        open_page(one, address)


@pytest.mark.parametrize("asked", ["offset=x", "offset=-1", "grade=A&grade=B", "cell=" + "x" * 3000])
def test_a_malformed_parameter_is_refused(one: Desk, asked: str) -> None:
    with pytest.raises(RefusedError):
        open_page(
            one, f"/rows/{KEY}?{asked}&kind={'x' * 9}" if "cell" not in asked else f"/source/{KEY}?{asked}"
        )


def test_the_source_stands_in_the_order_of_the_document(one: Desk) -> None:
    sections = read_sections(one.store, read_documents(one.store)[0])
    assert [section.title for section in sections] == ["", "城乡困难群众临时救助", "社区养老服务站建设"]
    for section in sections:
        starts = [place.start for place in section.places]
        assert starts == sorted(starts)
    rows = [place for place in sections[1].places if place.indicators]
    assert len(rows) == 9


def test_a_cell_is_marked_with_its_reading_rules_and_words_beside_it(one: Desk) -> None:
    row = one.one_document(one.documents()[0]).project(CODE)
    assert row is not None
    first = row.rows[0]
    page = open_page(one, f"/source/{KEY}?cell={first.cell}")
    words = squeeze(Outline(page).words)
    assert 'class="here"' in page
    assert "救助人次不少于300人次" in words
    assert "依据的规则" in words
    assert all(f"#{rule}" in page for rule in first.rules)


@pytest.mark.parametrize("iri", [f"{PLAN}/project/{CODE}/indicator/quantity-1", f"{PLAN}/goal/1"])
def test_a_thing_leads_to_its_place(one: Desk, iri: str) -> None:
    assert 'id="here"' in open_page(one, f"/source?iri={quote(iri, safe='')}")


def test_a_finding_leads_to_its_place(two: Desk) -> None:
    row = next(
        iter(two.store.select("SELECT ?f WHERE { ?f a sh:ValidationResult ; sh:focusNode ?n }").rows), None
    )
    if row is None:
        pytest.skip("the small documents have no finding")
    assert "<h1" in open_page(two, f"/source?iri={quote(str(row[0]), safe='')}")


@pytest.mark.parametrize("iri", ["not an iri", "https://example.org/nothing"])
def test_a_place_that_nobody_knows_is_refused(one: Desk, iri: str) -> None:
    with pytest.raises(RefusedError):
        open_page(one, f"/source?iri={quote(iri, safe='')}")


def test_a_cell_without_words_says_so(one: Desk) -> None:
    assert "没有引用的原文" in open_page(one, f"/source/{KEY}?cell=t99.r1")


@pytest.mark.parametrize(
    ("iri", "heading"),
    [
        (f"{PLAN}/goal/1", "兜牢基本民生底线"),
        (f"{PLAN}/project/{CODE}", "城乡困难群众临时救助"),
        (f"{DATA}/document/{KEY}", "部门整体绩效目标"),
        (f"{PLAN}/project/{CODE}/indicator/quantity-1", "救助人次"),
    ],
)
def test_a_resource_has_a_page(one: Desk, iri: str, heading: str) -> None:
    for address in (f"/about?iri={quote(iri, safe='')}", f"/data/{iri.removeprefix(DATA + '/')}"):
        page = open_page(one, address)
        assert heading in page.partition("<h1")[2].partition("</h1>")[0]


def test_findings_can_be_filtered_and_say_what_repairs_them(two: Desk) -> None:
    document = two.one_document(two.documents()[1])
    wording = load_page_words("zh")
    for finding in document.findings:
        assert remedy(finding, wording)
        page = open_page(two, f"/findings?document={two.documents()[1].key}&rule={finding.shape}")
        assert finding.message.zh in Outline(page).words
    assert "没有" in open_page(two, f"/findings?document={KEY}&rule=no-such-rule")


def test_every_shape_of_documents_has_a_remedy() -> None:
    names: set[str] = set()
    for file in files("shapes").iterdir():
        if file.name.endswith(".ttl") and file.name != "ontology_style.ttl":
            names |= set(re.findall(r"^gts:([\w-]+) ", file.read_text(encoding="utf-8"), re.MULTILINE))
    known = read_page_words()
    general = {name for name in names if name.endswith(("-required", "-expected"))}
    missing = {name for name in names - general if f"remedy_{name}" not in known}
    assert missing <= {"cost-level1-expected"}, f"words/findings.yaml has no remedy for {sorted(missing)}"


def test_every_word_of_the_pages_is_there_in_both_languages() -> None:
    for key, words in read_page_words().items():
        assert set(words) == set(LANGUAGES), key
        assert all(words.values()), key
        places = [sorted(re.findall(r"\{(\w+)\}", words[lang])) for lang in LANGUAGES]
        assert places[0] == places[1], key


def test_no_word_of_the_pages_hides_one_of_the_reports() -> None:
    assert not read_page_words().keys() & read_wording_file().keys()
