from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.quantities import find_quantities
from loaders.values import read_own_target, read_value

_SIGNS = [
    "",
    "≥",
    "≧",
    "≤",
    "=",
    "＝",
    ">",
    "＜",
    "±",
    "不低于",
    "不超过",
    "约",
    "力争达到",
    "全部",
    " ",
    ">= ",
]
_NUMBERS = [
    "1",
    "100",
    "1105",
    "０",
    "１２",
    "3.50",
    "1,200",
    "1.2万",
    "5-8",
    "5至8",
    "5～8",
    "2/3",
    "百分之九十",
    "十二",
    "两",
    "一百零五",
    "2022年",
    "12月底前",
    "第3",
    "0",
    "007",
    "5万-8",
    "9" * 30,
]
_UNITS = [
    "",
    "个",
    "%",
    "％",
    "(%)",
    "（人）",
    "人次",
    "万元",
    "元/人·天",
    "元每人每月",
    "个工作日",
    "‰",
    "台（套）",
    "村",
    "天",
]
_REMARKS = [
    "",
    "\n提高",
    "\t",
    "以上",
    "以内",
    "左右",
    "按月按要求发放",
    "个村，1个村5万元",
    "、200人",
    "（含）",
    "；2.完成",
    "人才工作",
    "“三会一课”",
    "《通知》",
    "=2万元",
    "×200元",
]

cells = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(_SIGNS), st.sampled_from(_NUMBERS), st.sampled_from(_UNITS), st.sampled_from(_REMARKS),
    st.sampled_from(_REMARKS),
)  # fmt: skip
_MARKS = "%‰()（）≥≤≧=＝<>±~～-—至/.,，、；;:： \n\t“”《》ax"
_CHARACTERS = "0123456789０１²٣二九十百千万亿半两个人名村元每年月日第约近达内上"
hostile = st.text(alphabet=_MARKS + _CHARACTERS, max_size=40)


@settings(max_examples=400, deadline=None, database=None)
@given(cells | hostile | st.text(max_size=30))
def test_the_parts_of_every_reading_joined_again_give_the_cell(text: str) -> None:
    readings = read_value(text)
    assert bool(readings) == bool(text.strip())
    for reading in readings:
        assert reading.joined() == text
        assert (reading.number is None) == (reading.number_text == "")
        assert reading.number is None or reading.number.is_finite()
        assert reading.number_end is None or reading.number is not None


@settings(max_examples=200, deadline=None, database=None)
@given(cells | hostile)
def test_the_first_reading_is_the_same_every_time_and_no_two_cut_alike(text: str) -> None:
    readings = read_value(text)
    read_value.cache_clear()
    assert read_value(text) == readings
    cuts = [(r.comparator_text, r.number_text, r.unit_text) for r in readings]
    assert len(set(cuts)) == len(cuts)


@settings(max_examples=200, deadline=None, database=None)
@given(cells | hostile | st.text(max_size=30))
def test_a_quantity_stands_where_it_says_and_an_own_target_ends_the_text(text: str) -> None:
    for quantity in find_quantities(text):
        assert quantity.words in text[quantity.start :]
        assert quantity.unit
        assert quantity.number.is_finite()
    own = read_own_target(text, "数量")
    assert own is None or text.endswith(own.joined())
