"""The measure words, comparators and dates that stand around a number in Chinese forms."""

import re
from typing import Final

from loaders.numerals import NUMERAL, PLAIN, SCALE

_D: Final = "[0-9０-９]"

# Each measure word with the characters that must not follow it, because then it begins another word.
_MEASURES: Final[dict[str, str]] = {
    "人": "才员民大事均力口社行工选数文物居类体资防武格们生身参居",
    "名": "单额称牌录义誉师优",
    "位": "置于",
    "户": "籍外口主型",
    "对": "象于外比方应标口接照待",
    "眼": "科睛镜",
    "口": "径号述岸碑腔味",
    "羽": "毛",
    "匹": "配",
    "袋": "",
    "箱": "",
    "瓶": "",
    "盒": "",
    "卷": "",
    "幕": "",
    "集": "中体合团资成聚",
    "盏": "",
    "根": "据本",
    "架": "构",
    "桶": "",
    "尾": "",
    "站": "",
    "座次": "",
    "工作日": "",
    "个工作日": "",
    "自然日": "",
    "个自然日": "",
    "家": "庭长属具电园校乡",
    "村": "级民庄党集书组干容屯两“",
    "社区": "",
    "镇": "级区长村",
    "乡": "村镇镇级",
    "个": "人体性别意自维确全坚",
    "项": "目",
    "次": "性数日年要月品",
    "期": "间末初货限内望",
    "批": "准复评",
    "场": "地所馆景站面",
    "场次": "",
    "部": "门分署队委级长位",
    "套": "用",
    "台": "账风帐",
    "件": "",
    "份": "额",
    "篇": "",
    "条": "件例款",
    "本": "单年级部市区县地项次期科专次省校院",
    "册": "",
    "张": "贴",
    "块": "",
    "幅": "度",
    "面": "积向对临貌",
    "枚": "",
    "支": "出部付持教农医撑援行",
    "队": "伍员",
    "班": "子级长次",
    "班次": "",
    "组": "织长建成",
    "门": "诊户店卫类",
    "节": "约能省水日点假",
    "所": "有需属在",
    "座": "谈位",
    "栋": "",
    "幢": "",
    "间": "接断隔",
    "处": "理置室级罚于分长",
    "点": "位评",
    "点位": "",
    "条次": "",
    "辆": "",
    "艘": "",
    "只": "要有能为",
    "头": "条",
    "株": "",
    "棵": "",
    "类": "别型似",
    "种": "植类子养粮",
    "倍": "",
    "例": "如外会行",
    "起": "草到来步点源",
    "宗": "旨教",
    "单": "位一独项元",
    "床": "位",
    "床位": "",
    "人次": "",
    "人天": "",
    "人日": "",
    "户次": "",
    "件次": "",
    "车次": "",
    "家次": "",
    "课时": "",
    "学时": "",
    "小时": "",
    "分钟": "",
    "秒": "",
    "天": "然津气花",
    "日": "常前起益程",
    "周": "边期年",
    "个月": "",
    "月": "底初末度内份",
    "季度": "",
    "年": "度初底末终内中前均轻级龄会货办",
    "分": "类别析级局管行项配担布工期解",
    "米": "",
    "千米": "",
    "公里": "",
    "厘米": "",
    "毫米": "",
    "平方米": "",
    "平米": "",
    "平方公里": "",
    "立方米": "",
    "方": "面式案向便法针",
    "亩": "",
    "公顷": "",
    "吨": "",
    "公斤": "",
    "千克": "",
    "克": "服",
    "升": "级学",
    "毫克": "",
    "微克": "",
    "度": "",
    "千瓦时": "",
    "千瓦": "",
    "度电": "",
    "兆": "",
    "TB": "",
    "GB": "",
    "MB": "",
    "km": "",
    "㎡": "",
    "m²": "",
    "m2": "",
    "m³": "",
    "m": "",
}
_MONEY: Final = "(?:[十百千]?[万亿])?(?:美元|欧元|元人民币|元(?![旦素]))"
_PERCENT: Final = "[%％﹪‰]|[(（]\\s{0,2}[%％‰]\\s{0,2}[)）]|个?百分点"


def _measure(word: str, not_before: str) -> str:
    # One by one and never a set: compiling a set of Chinese characters takes three times as long, and the pattern
    # is compiled in many places. `\\Z.` matches nothing; without it the compiler makes a set of the others.
    return re.escape(word) + (f"(?!{'|'.join(map(re.escape, not_before))}|\\Z.)" if not_before else "")


_ordered = sorted(_MEASURES, key=lambda word: (-len(word), word))
_MEASURE: Final = "|".join(_measure(word, _MEASURES[word]) for word in _ordered)
_SINGLE: Final = f"(?:{_PERCENT}|{_MONEY}|{_MEASURE})"
# Between brackets no other word can begin, so these need not look at what follows.
_MEASURE_ALONE: Final = "|".join(map(re.escape, _ordered))
_SINGLE_ALONE: Final = f"(?:{_PERCENT}|{_MONEY}|{_MEASURE_ALONE})"
_PER: Final = f"(?:\\s{{0,2}}(?:[/／·]|每)\\s{{0,2}}(?:{_MEASURE}|[村人天年月日次期班生校店床车]))"

SINGLE_UNIT: Final = _SINGLE
UNIT: Final = f"(?:[(（](?:{_SINGLE_ALONE})[)）]|{_SINGLE}(?:[(（](?:{_MEASURE_ALONE})[)）])?{_PER}{{0,3}})"
UNIT_BEGINS: Final = f"(?:[(（](?:{_SINGLE_ALONE})[)）]|{_SINGLE})"
"""Matches where `UNIT` does, but not all of it: enough to look ahead."""
MONEY_UNIT: Final = _MONEY

COMPARATORS: Final[dict[str, tuple[str, ...]]] = {
    "at-least": (
        "≥", "≧", "⩾", ">=", "＞=", ">＝", "＞＝", "大于等于", "大于或等于", "高于等于", "不低于", "不少于",
        "不小于", "不得低于", "不得少于", "不能低于", "不能少于", "至少", "最少", "最低", "达到", "达至", "达",
        "提高到", "提高至", "提升到", "提升至", "增加到", "增加至", "增至", "增长到",
    ),
    "at-most": (
        "≤", "≦", "⩽", "<=", "＜=", "<＝", "＜＝", "小于等于", "小于或等于", "低于等于", "不超过", "不高于", "不大于",
        "不多于", "不得超过", "不得高于", "不能超过", "不超", "控制在", "至多", "最多", "最高", "降至", "降到",
        "降低到", "降低至", "下降到", "下降至", "减少到", "减少至",
    ),
    "equal": ("=", "＝", "等于", "为", "是"),
    "more-than": (">", "＞", "大于", "高于", "超过", "多于"),
    "less-than": ("<", "＜", "小于", "低于", "少于", "不足", "不到"),
    "about": (
        "≈", "大约为", "大约", "约为", "约", "接近于", "接近", "将近", "近", "大致", "力争达到", "力争",
        "争取达到", "争取",
    ),
    "range": ("±", "正负"),
    "all": ("全部",),
}  # fmt: skip
SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    "at-least": ("及以上", "（含）以上", "(含)以上", "以上", "起", "+"),
    "at-most": ("及以下", "以下", "以内", "之内", "内", "封顶"),
    "about": ("左右", "上下"),
}

_KEY_OF: Final = {word: key for key, words in COMPARATORS.items() for word in words}
_SUFFIX_KEY: Final = {word: key for key, words in SUFFIXES.items() for word in words}


# Single characters that are comparators only where they do not end another word: 节约, 附近, 传达, 成为, 但是.
_NOT_AFTER: Final = {
    "约": "签合公节预契集条制特简缔违",
    "近": "附最邻临就靠亲远",
    "达": "到传表下送直发雷通抵畅",
    "为": "成作分因行认称视变人较更最",
    "是": "但于还可就凡或",
}


def _either(words: dict[str, str]) -> str:
    return "|".join(_guarded(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _guarded(word: str) -> str:
    before = _NOT_AFTER.get(word)
    return f"(?<![{before}]){word}" if before else re.escape(word)


COMPARATOR: Final = f"(?:(?:{_either(_KEY_OF)})\\s{{0,3}}){{1,4}}"
_WHOLE_SUFFIX: Final = {word: key for word, key in _SUFFIX_KEY.items() if word not in "起内"}
SUFFIX: Final = f"(?:{_either(_WHOLE_SUFFIX)}|内(?![容部外])|起(?![草到来步点源]))"
_COMPARATOR_PART: Final = re.compile(_either(_KEY_OF))

RANGE_SIGN: Final = "[-—–−~～至到]{1,2}"
RANGE_MARK: Final = re.compile(RANGE_SIGN)
NUMBER: Final = (
    f"(?:百分之(?:{PLAIN}|{NUMERAL})|{NUMERAL}分之{NUMERAL}|{PLAIN}[/／]{PLAIN}(?![/／0-9])"
    f"|{PLAIN}(?:{SCALE}(?!元|美元|欧元))?)"
)

_YEAR: Final = "(?:(?:19|20)[0-9]{2}|[12１２][0-9０-９]{3}|[二两][〇零一二三四五六七八九0]{3})"
_MONTH: Final = "(?:0?[1-9]|1[0-2]|[０-９]{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY: Final = "(?:[0-3]?[0-9]|[０-９]{1,2})"
DATE: Final = (
    f"(?:{_YEAR}[-—–~～至到]{_YEAR}年?度?"
    f"|{_YEAR}年(?:度|初|底|末|终|内)?(?:{_MONTH}月(?:份|底|末|初|上旬|中旬|下旬)?(?:{_DAY}[日号])?)?"
    f"|{_YEAR}[-/.．]{_MONTH}(?:[-/.．]{_DAY})?(?![0-9])"
    f"|(?:{_MONTH}[-—~～至到、])?{_MONTH}月(?:份|底|末|初|上旬|中旬|下旬)?(?:{_DAY}[日号])?"
    f"|[0-9]{{1,2}}[日号](?=之?前|止)"
    f"|第?[一二三四1-4]季度(?:末|底|初)?|[0-9]{{1,2}}[:：][0-5][0-9](?![0-9]))"
)
# Numerals and digits that count nothing: titles, ordinals, list marks, codes, set phrases.
NO_QUANTITY: Final = (
    '《[^》]{0,60}》|“[^“”]{0,40}[”“]|"[^"]{0,40}"|‘[^’]{0,40}’'
    f"|[〔\\[（(【](?:19|20)[0-9]{{2}}[〕\\]）)】](?:第?[0-9]{{1,6}}号)?"
    f"|第(?:{PLAIN}|{NUMERAL})[期批次届条款项章名位个年季阶]?|{NUMERAL}届|{NUMERAL}中全会"
    f"|{NUMERAL}类(?=费用|工资)|[0-9]{{1,6}}号"
    f"|[A-Za-z][A-Za-z./-]*[0-9][A-Za-z0-9./-]*"
    f"|{PLAIN}(?:[+＋]{PLAIN})+|{PLAIN}(?:[:：]{PLAIN})+"
    "|一(?:批|些|定|系列|次性|体|线|起|流|致|般|方面|半|律|直|旦|切|贯|站式|网|窗|张网|件事|步)"
    "|一[人户村企校事]一"
    "|[一二三四五六七八九十](?:对|助|岗|卡|支)[一二三四五六七八九十双]|[三两]会一课|三支一扶|[一二三](?:级|等奖)"
    "|(?:(?<=^)|(?<=[\\n；;。]))[ \\t\u3000]{0,4}"
    f"(?:[0-9]{{1,2}}[.．、)）](?![0-9])|[(（](?:[0-9]{{1,2}}|{NUMERAL})[)）])"
)


def comparator_key(words: str) -> str:
    """The comparator of words or signs before a number; vague words win over firm ones beside them.

    >>> comparator_key("不低于"), comparator_key("力争达到"), comparator_key("")
    ('at-least', 'about', 'unspecified')
    """
    keys = [_KEY_OF[part] for part in _COMPARATOR_PART.findall(words)]
    if not keys:
        return "unspecified"
    for strong in ("about", "range", "all"):
        if strong in keys:
            return strong
    return keys[-1]


def suffix_key(words: str) -> str:
    """The comparator of words after a number and its unit, such as `以上` or `左右`.

    >>> suffix_key("以内"), suffix_key("左右")
    ('at-most', 'about')
    """
    return _SUFFIX_KEY.get(words, "unspecified")


def joined_key(before: str, after: str) -> str:
    """One comparator out of the words before and after a number: `约…以上` is vague, `控制在…左右` too.

    >>> joined_key("at-least", "about"), joined_key("unspecified", "at-most")
    ('about', 'at-most')
    """
    if "about" in (before, after):
        return "about"
    if before in ("unspecified", "equal", "all") and after != "unspecified":
        return after
    return before
