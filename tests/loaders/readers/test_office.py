import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from loaders.document import Document
from loaders.errors import CorruptFileError, MissingProgramError
from loaders.load import load_file
from loaders.readers import office
from loaders.readers.office import office_program, read_office

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "organization-department-2022.docx"
RTF = (
    rb"{\rtf1\ansi\ansicpg936 \u39033?\u30446?\par"
    rb"\trowd\cellx3000\cellx6000\intbl A\cell B\cell\row"
    rb"\trowd\cellx3000\cellx6000\intbl C\cell D\cell\row\pard\par}"
)
needs_office = pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed here")


def grid(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in next(document.tables()).rows]


def test_without_libreoffice_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingProgramError) as caught:
        read_office(RTF, "plan.rtf")
    assert "install LibreOffice" in str(caught.value)
    assert "请安装 LibreOffice" in caught.value.message("zh")


@needs_office
def test_a_rich_text_is_read_with_its_table_and_keeps_its_own_hash() -> None:
    document = read_office(RTF, "plan.rtf")
    assert grid(document) == [["A", "B"], ["C", "D"]]
    assert document.text.startswith("项目")
    assert (document.media_type, document.reader) == ("application/rtf", "office/1+docx/1")
    assert len(document.sha256) == 64


@needs_office
def test_a_picture_behind_a_link_is_not_fetched(tmp_path: Path) -> None:
    target = tmp_path / "called"
    linked = (
        RTF[:-1] + rb'{\field{\*\fldinst INCLUDEPICTURE "' + target.as_uri().encode() + rb'" \\d}{\fldrslt}}}'
    )
    assert grid(read_office(linked, "plan.rtf")) == [["A", "B"], ["C", "D"]]
    assert not target.exists()


@needs_office
@pytest.mark.parametrize(("kind", "ending"), [("doc", "wps"), ("odt", "odt")])
def test_what_word_and_office_programs_save_gives_the_records_of_the_docx(
    kind: str, ending: str, tmp_path: Path
) -> None:
    source = tmp_path / "plan.docx"
    word = docx.Document(str(EXAMPLE))
    parts = [part for part in word.element.body if part.tag.endswith(("}p", "}tbl"))]
    for part in parts[60:]:
        part.getparent().remove(part)
    word.save(str(source))
    program = office_program()
    assert program is not None
    command = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run(  # noqa: S603 - the office program on a file of our own
        [*command, "--convert-to", kind, "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    made = (tmp_path / f"plan.{kind}").rename(tmp_path / f"saved.{ending}")
    expected, found = load_file(source).plan, load_file(made).plan
    assert len(expected.projects) >= 3
    assert [(p.code.text, p.name.text, p.purpose.text) for p in found.projects] == [
        (p.code.text, p.name.text, p.purpose.text) for p in expected.projects
    ]
    assert [(i.kind, i.name, i.value.text) for p in found.projects for i in p.indicators] == [
        (i.kind, i.name, i.value.text) for p in expected.projects for i in p.indicators
    ]


@needs_office
def test_a_conversion_that_gives_nothing_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_run", lambda command, home: None)  # noqa: ARG005 - as the original
    with pytest.raises(CorruptFileError, match="LibreOffice could not open it"):
        read_office(RTF, "plan.rtf")
