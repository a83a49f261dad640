"""The commands that lay plans side by side: each form says the same, and what is refused is one sentence."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from queries.compare import compare
from service.cli import app
from service.compare_rows import comparison_table, label_of_figure
from tests.year_documents import CODES_2024, loaded_texts, store_of_years

RELIEF, SERVICE = "13020923P00010110001A", "13020923P00010210002B"
YEARS = ("305001-2023", "305001-2024")
COMMANDS: dict[str, tuple[str, ...]] = {
    "compare": ("compare", *YEARS),
    "league": ("league",),
    "fingerprint": ("fingerprint", "--by", "project"),
    "list": ("years", "list", *YEARS),
    "follow": ("years", "follow", "305001"),
    "whatif": ("whatif", "--add", f"{RELIEF}=1/1"),
    "picture": ("whatif", "--drop", SERVICE, "--add", f"{RELIEF}=1/1", "--picture"),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years")
    for name, text in loaded_texts():
        (folder / name).write_text(text, encoding="utf-8")
    result = run("build", *sorted(folder.glob("*.txt")), "--store", folder / "store", "--json")
    assert json.loads(result.stdout)["documents"] == 2
    return folder / "store"


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"picture"}))
def test_json_and_csv_hold_the_same_cells(name: str, store: Path) -> None:
    records = json.loads(run(*COMMANDS[name], "--store", store, "-f", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*COMMANDS[name], "--store", store, "-f", "csv").stdout)))
    assert len(records) == len(rows) > 0
    for record, row in zip(records, rows, strict=True):
        assert list(record) == list(row)
        for column, value in record.items():
            if isinstance(value, int | float):
                assert float(row[column]) == value
            else:
                assert row[column] == ("" if value is None else value)


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_form_goes_to_a_file_as_to_the_terminal(
    name: str, form: str, store: Path, tmp_path: Path
) -> None:
    shown = run(*COMMANDS[name], "--store", store, "-f", form)
    assert shown.exit_code == 0, shown.output
    assert run(*COMMANDS[name], "--store", store, "-f", form, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout


def test_a_supposed_link_shows_who_gains(store: Path) -> None:
    found = json.loads(run("whatif", "--add", f"{RELIEF}=1/1", "--store", store, "-f", "json").stdout)
    assert [(row["goal"], row["objective"], row["level_before"]) for row in found] == [
        ("1", "", "G0"),
        ("1", "1", "G0"),
    ]
    assert {row["yuan_after"] for row in found} == {600000}


def test_the_picture_as_json_has_nodes_and_edges(store: Path) -> None:
    picture = json.loads(run(*COMMANDS["picture"], "--store", store, "-f", "json").stdout)
    assert set(picture) == {"nodes", "edges"}
    assert {edge["state"] for edge in picture["edges"]} == {"kept", "added"}


@pytest.mark.parametrize("wrong", ["X", "=1", f"{RELIEF}="])
def test_a_link_that_is_no_link_is_refused(wrong: str, store: Path) -> None:
    assert run("whatif", "--add", wrong, "--store", store).exit_code == 2


def test_a_goal_that_is_not_there_is_one_sentence(store: Path) -> None:
    result = run("whatif", "--add", f"{RELIEF}=9", "--store", store, "--lang", "en")
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (2, 1)
    assert "1, 2" in result.stderr


def test_years_list_filters_by_kind_and_change(store: Path) -> None:
    found = run(
        "years", "list", *YEARS, "--kind", "project", "--change", "added", "--store", store, "-f", "json"
    )
    assert [row["later"] for row in json.loads(found.stdout)] == [f"project/{CODES_2024['dining']}"]


def test_a_decision_on_the_command_line_stays_after_another_build(store: Path) -> None:
    keys = (f"project/{RELIEF}", f"project/{CODES_2024['relief']}")

    def status() -> list[str]:
        found = run("years", "list", *YEARS, "--kind", "project", "--store", store, "-f", "json")
        return [row["status"] for row in json.loads(found.stdout) if keys[1] == row["later"]]

    assert status() == ["proposed"]
    decided = run("years", "accept", *YEARS, *keys, "--reviewer", "a reviewer", "--store", store)
    assert decided.exit_code == 0, decided.output
    assert status() == ["accepted"]
    run("build", *sorted(store.parent.glob("*.txt")), "--store", store)
    assert status() == ["accepted"]
    run("years", "reject", *YEARS, *keys, "--reviewer", "a reviewer", "--store", store)
    assert status() == [""]


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "2023", "1999"),
        ("years", "list", "305001", "305001-2024"),
        ("years", "follow", "nobody"),
        ("years", "accept", *YEARS, "goal/7", "goal/1", "--reviewer", "a reviewer"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_there_is_one_sentence_and_exit_2(
    arguments: tuple[str, ...], lang: str, store: Path
) -> None:
    result = run(*arguments, "--store", store, "--lang", lang)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_every_figure_has_words_in_both_languages() -> None:
    found = compare(store_of_years(), "2023", "2024")
    for figure in found.figures:
        assert label_of_figure(figure.key, "zh") not in (figure.key, label_of_figure(figure.key, "en"))
    assert len({row[0] for row in comparison_table(found, "en")[1]}) == len(found.figures)


def test_every_command_has_help_with_an_example() -> None:
    years = [("years", name) for name in ("list", "follow", "accept", "reject")]
    for command in [("compare",), ("league",), *years]:
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Example: goaltrace" in result.stdout, command
