import pytest

from loaders.encodings import decode
from loaders.errors import CorruptFileError, EncodingError

PLAN = "一、总体绩效目标：培训干部不少于120人次，合格率≥95%，成本控制在预算内。单位：万元"
OTHERS = {
    "big5": (
        "中華民國一百一十一年度績效目標報告書，預算總額為新臺幣一百萬元，民眾滿意度達百分之九十以上",
        "Big5",
    ),
    "shift_jis": (
        "令和四年度の業績目標について、予算総額は百万円であり、事業の成果を評価する。",
        "Shift-JIS",
    ),
    "euc_jp": ("令和四年度の業績目標について、予算総額は百万円であり、事業の成果を評価する。", "EUC-JP"),
    "euc_kr": (
        "이천이십이년도 성과 목표 보고서 입니다 예산 총액은 백만원이며 사업의 성과를 평가한다",
        "EUC-KR",
    ),
    "cp1252": (
        "Objectifs de performance de l'année: évaluation à réaliser, qualité élevée, être prêt",
        "1252",
    ),
    "utf-32": (PLAN, "UTF-32"),
    "utf-16-le": (PLAN, "UTF-16 without"),
}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
@pytest.mark.parametrize("text", [PLAN, PLAN * 50, "项目", "plain words", ""])
def test_the_encodings_of_chinese_documents_are_read(encoding: str, name: str, text: str) -> None:
    decoded, found = decode(text.encode(encoding))
    assert decoded == text
    assert found == name or text.isascii()


@pytest.mark.parametrize("encoding", sorted(OTHERS))
def test_another_encoding_is_refused_by_its_name(encoding: str) -> None:
    text, name = OTHERS[encoding]
    with pytest.raises(EncodingError) as caught:
        decode(text.encode(encoding))
    assert name in caught.value.encoding
    assert name in str(caught.value)


def test_binary_data_is_refused() -> None:
    with pytest.raises(EncodingError, match="no text"):
        decode(bytes(range(1, 32)) * 20 + b"\xff\xfe\x80")


def test_one_damaged_byte_is_called_damage() -> None:
    data = PLAN.encode() * 5
    with pytest.raises(EncodingError, match="damaged UTF-8"):
        decode(data[:90] + b"\xff" + data[90:])


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_text_cut_inside_a_character_is_cut_off(encoding: str) -> None:
    data = (PLAN + "标").encode(encoding)
    with pytest.raises(CorruptFileError):
        decode(data[:-1])


def test_nul_bytes_at_the_end_are_padding_and_inside_stay_visible() -> None:
    assert decode(PLAN.encode() + b"\0\0\0")[0] == PLAN
    assert decode(b"1\x000 " + PLAN.encode())[0] == "1\ufffd0 " + PLAN


def test_right_to_left_marks_are_kept_as_they_are() -> None:
    assert decode("\u202e项目\u200f".encode())[0] == "\u202e项目\u200f"
