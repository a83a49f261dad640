"""Finds the encoding of a text and decodes it, or says what the encoding seems to be and refuses.

GB18030 gives some text for nearly any bytes, so a result counts only where it reads like Chinese.
"""

import codecs
from collections.abc import Callable
from typing import Final

from loaders.errors import CorruptFileError, EncodingError

# The commonest characters of modern Chinese and of budget papers: about half of any running text.
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进等部度家力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开合还因由其前外天政四日社义事平形相全表间样与关各重新内数正心明看原利比或但"
    "质第向道变条只没结解问意建月公无系情者最立代已通并提直题党程展五果员位入常文总次品式活设及管特"
    "件长求基资边路级少统接较将组见计别期根论运农指几九区强放决被做必先则任取据处队给保治北造百规领"
    "七海口东导金增争济思极交受联认六共权收证改清采转更单教速安场车例务具万每目至达示议报完类八名确"
    "科信节整况今集传步群需段研算低持众布复容际商非验连断深难周委素技备办省列约支团历市除消构称准精"
    "值号率维划选标写存快效院查型按格置派层始专状育识适属包住调满县局照参引该价严项绩预财街村镇乡额"
)
_MOSTLY: Final = 0.95
_COMMON_SHARE: Final = 0.25
_SAMPLE: Final = 20_000


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding's name; raises `EncodingError` where it is none of those that are read."""
    text, encoding = _decoded(data)
    # A NUL is no character of any text: padding at the end goes, one inside stays visible as U+FFFD.
    if "\0" in text:
        text = text.rstrip("\0").replace("\0", "\ufffd")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise EncodingError("UTF-32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if _looks_like_bare_utf16(data):
        raise EncodingError("UTF-16 without a byte order mark, or no text at all")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as exc:
        if _is_cut_utf8(data, exc):
            raise CorruptFileError("text", "it ends in the middle of a character") from exc
    return _decoded_gb18030(data)


def _strictly(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as exc:
        detail = f"byte {exc.start} is no {encoding.upper()}"
        raise CorruptFileError("text", detail) from exc


def _looks_like_bare_utf16(data: bytes) -> bool:
    sample = data[:_SAMPLE].rstrip(b"\0")
    return sample.count(0) * 20 > len(sample)


def _is_cut_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    return error.reason == "unexpected end of data" and error.start >= len(data) - 3 and error.start > 0


def _decoded_gb18030(data: bytes) -> tuple[str, str]:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as exc:
        if exc.reason == "incomplete multibyte sequence" and exc.start >= len(data) - 4:
            whole = data[: exc.start].decode("gb18030")
            if whole and _reads_like_chinese(whole):
                raise CorruptFileError("text", "it ends in the middle of a character") from exc
        raise EncodingError(_likely_name(data)) from exc
    if not _reads_like_chinese(text):
        raise EncodingError(_likely_name(data))
    return text, "gb18030"


def _reads_like_chinese(text: str) -> bool:
    letters = [c for c in text[:_SAMPLE] if ord(c) > 0x7F]
    in_gb2312 = sum(1 for c in letters if _is_gb2312(c))
    if in_gb2312 < _MOSTLY * len(letters):
        return False
    hanzi = [c for c in letters if "\u4e00" <= c <= "\u9fff"]
    kana = sum(1 for c in letters if "\u3041" <= c <= "\u30ff")
    if kana * 10 > len(letters):
        return False
    # A handful of characters has no statistics; whether they are in GB2312 has to do.
    return len(hanzi) < 20 or sum(c in _COMMON for c in hanzi) >= _COMMON_SHARE * len(hanzi)


def _is_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        # GBK added what form systems really print.
        return character in "≥≤≧≦㎡℃№—·￥～－€•\u00a0\u2002\u2003\u2014\u2022"
    return True


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    letters = [c for c in text[:_SAMPLE] if ord(c) > 0x7F]
    return sum(map(wanted, letters)) / len(letters) if letters else 0.0


def _likely_name(data: bytes) -> str:
    """The name of an encoding that is not read, for the sentence to the user."""
    for encoding, name, low, high, share in (
        ("shift_jis", "Shift-JIS", "\u3041", "\u30ff", 0.2),
        ("euc_jp", "EUC-JP", "\u3041", "\u30ff", 0.2),
        ("euc_kr", "EUC-KR", "\uac00", "\ud7a3", 0.8),
        ("big5", "Big5", "\u4e00", "\u9fff", 0.6),
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _share(text, lambda c, low=low, high=high: low <= c <= high) >= share:  # type: ignore[misc]
            return name
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    if broken * 50 <= sum(1 for c in lenient if ord(c) > 0x7F):
        return "damaged UTF-8"
    controls = sum(1 for b in data[:_SAMPLE] if b < 0x20 and b not in b"\t\n\r\f")
    if controls * 50 > min(len(data), _SAMPLE):
        return "no text at all (binary data)"
    return "an 8-bit encoding such as Windows-1252"
