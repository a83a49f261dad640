"""Both languages say the same things."""

import re
from pathlib import Path
from string import Formatter

from service.reports.wording import LANGUAGES, load_wording, read_wording_file

SERVICE = Path(__file__).resolve().parents[2] / "service"
ENTRIES = read_wording_file()


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_entry_has_both_languages_with_the_same_places_to_fill() -> None:
    assert not [
        key for key, entry in ENTRIES.items() if set(entry) != set(LANGUAGES) or not all(entry.values())
    ]
    assert not [key for key, entry in ENTRIES.items() if fields(entry["zh"]) != fields(entry["en"])]


def test_chinese_entries_are_chinese_and_english_ones_are_not() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    assert not [key for key, entry in ENTRIES.items() if han.search(entry["en"])]


def test_every_key_that_templates_ask_for_exists_and_none_is_left_over() -> None:
    sources = [*SERVICE.glob("templates/*.j2"), *SERVICE.glob("reports/*.py"), *SERVICE.glob("figures/*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"""\bw(?:ording)?\(\s*["']([A-Za-z_-]+)["']""", text))
    assert {key for key in asked if not key.endswith("_")} <= set(ENTRIES)
    mentioned = set(re.findall(r"[A-Za-z_-]+", text))
    families = "repair severity citation condition limit basis voice accepted remark reason"
    prefixes = tuple(f"{family}_" for family in families.split())
    assert not [key for key in ENTRIES if key not in mentioned and not key.startswith(prefixes)]


def test_a_list_of_nothing_says_none() -> None:
    assert load_wording("zh").joined([]) == "无"
    assert load_wording("en").joined(["a", "b"]) == "a, b"
