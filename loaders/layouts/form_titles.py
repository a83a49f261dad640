"""Reads whose form it is and of which year, from its cells, the lines above it and the names of sheet and file."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from loaders.document import Anchor, Document
from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_tables import FormTables
from loaders.layouts.grid import unbroken
from loaders.plan import Quote, ReadingNote

_YEAR = re.compile(r"(20\d{2})\s*(?:年|[-—/.]\d)")
_YEAR_IN_WORDS = re.compile(r"(二[〇○Oo0零]([〇○Oo0零一二三四五六七八九]{2}))\s*年")
_DIGITS = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")
_CODED = re.compile(r"[\[【(（]?(?P<code>\d{3,12})[\]】)）]?\s*[-—_]?\s*(?P<name>[^\d\s].*)", re.DOTALL)
_BODY = (
    r"[一-龥]{1,24}?(?:局|委|委员会|办|办公室|院|厅|部|处|室|会|中心|政府|支队|大队|总队|学校|学院|大学|馆|站|所|社|园|台|校|街道"
    r"|街道办事处|镇|乡|工会|团委|妇联|联合会|医院|纪委|监委|政协|人大|法院|检察院|林场|公司|集团|银行|署|队|厂|库|段|协会)"
)
_TITLED = re.compile(
    rf"(?P<before>{_BODY})(?:部门|本级|机关)?(?:[（(]?(?:20\d\d|二[〇○零])|部门职责|部门整体|整体支出|整体绩效|项目支出|项目绩效|绩效)"
    rf"|(?:20\d\d|二[〇○零]\S\S)\s*年度?(?P<behind>{_BODY})(?:部门|本级|机关)?(?:整体|预算|项目|绩效|专项|职责|支出)"
)
_NAMED = re.compile(
    r"\s*(?:填报|编制|申报|预算|预算主管|主管)?(?:单位|部门)(?:名称|（盖章）|\(盖章\))*\s*[:：]\s*(?P<name>[^\s：:]{3,40})"
)


def department_line(line: Quote) -> Quote | None:
    """The name behind a label such as `编制部门：` that begins a line, or None."""
    named = _NAMED.match(line.text)
    return None if named is None else Quote(named["name"], line.anchor.within(*named.span("name")))


def department_of(drafts: Sequence[FormDraft], tables: FormTables) -> tuple[str, Quote]:
    """Code and name of the body that most forms name as department in charge, else what stands above, else a unit."""
    anchor = drafts[0].anchor if drafts else Anchor(0, 0)
    titled = next((m for title in tables.titles if (m := _TITLED.match(title))), None)
    above = Quote((titled["before"] or titled["behind"]).removesuffix("部门"), anchor) if titled else None
    printed = _most_named("department", drafts) or tables.department or above or _most_named("unit", drafts)
    return coded_name(printed) if printed is not None else ("", Quote("", anchor))


def _most_named(key: str, drafts: Sequence[FormDraft]) -> Quote | None:
    found = [f.value for draft in drafts for f in draft.fields if f.key == key]
    if not found:
        return None
    most = Counter(unbroken(q.text) for q in found).most_common(1)[0][0]
    return next(q for q in found if unbroken(q.text) == most)


def coded_name(printed: Quote) -> tuple[str, Quote]:
    """A code and a name that the form prints as one: `[173]中国科学院`, `203001某局`."""
    text = unbroken(printed.text)
    match = _CODED.fullmatch(text)
    if match is None:
        return "", Quote(text, printed.anchor)
    return match["code"], Quote(match["name"].strip(), printed.anchor)


def year_of(tables: FormTables, drafts: Sequence[FormDraft]) -> str:
    """The year that a cell for it states, else the first that titles, cells, labels or goals name."""
    fields = [f.value.text for d in drafts for f in d.fields if f.key == "year"]
    fields += [f.value.text for f in tables.lists.fields if f.key == "year"]
    for text in fields:
        bare = re.fullmatch(r"\s*(20\d{2})\s*年?度?\s*", text)
        if bare:
            return bare[1]
    goals = [d.goal_text.text for d in drafts if d.goal_text]
    labels = [label for d in drafts for label in d.labels_read]
    named = (*tables.titles, *fields, *labels, *goals)
    return next((year for text in named if (year := printed_year(text))), "")


def year_of_file(document: Document) -> ReadingNote | None:
    """The year that a sheet's or the file's name gives where the document itself names none."""
    parts = dict.fromkeys(table.anchor.part for table in document.tables())
    names = [name for name in (*parts, document.name) if printed_year(name)]
    return ReadingNote("year-from-file-name", names[0], Anchor(0, 0)) if names else None


def printed_year(text: str) -> str:
    """The first year that words name, in digits of any make; an empty string where they name none.

    >>> printed_year("（2024年度）"), printed_year("二〇二五年度"), printed_year("２０２３ 年"), printed_year("每年")
    ('2024', '2025', '2023', '')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _YEAR.search(plain)
    words = _YEAR_IN_WORDS.search(plain)
    if words and (match is None or words.start() < match.start()):
        return "20" + words[2].translate(_DIGITS)
    return match[1] if match else ""
