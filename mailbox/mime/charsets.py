"""Bytes and a charset label into text, as mail really uses labels.

A label names the smallest set that its sender knew of, and the bytes hold more:
`gb2312` holds GB 18030, `iso-8859-1` holds Windows-1252, and so on through
`_WIDER`. A label that the bytes refute is overruled by UTF-8 where that fits,
then by `guessing`. Nothing here raises. RFC 2045 §5.2, RFC 2978.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

from mailbox.mime.guessing import SAMPLE_BYTES, guess_codec

_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp1252": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "cp950",
    "euc_kr": "cp949",
    "johab": "johab",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "iso2022_jp_1": "iso2022_jp_ext",
    "iso2022_jp_2": "iso2022_jp_2",
    "utf-8-sig": "utf-8",
}
_ALIASES: Final = {
    "cp-936": "gb18030",
    "windows-936": "gb18030",
    "x-gbk": "gb18030",
    "x-gb2312": "gb18030",
    "gb-2312": "gb18030",
    "gb2312-80": "gb18030",
    "gb-2312-80": "gb18030",
    "gb-18030": "gb18030",
    "cp-850": "cp850",
    "big-5": "cp950",
    "x-x-big5": "cp950",
    "windows-950": "cp950",
    "windows-949": "cp949",
    "ks-c-5601": "cp949",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601-1989": "cp949",
    "ksc5601": "cp949",
    "x-windows-949": "cp949",
    "x-sjis": "cp932",
    "x-ms-cp932": "cp932",
    "windows-31j": "cp932",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp",
    "hz-gb-2312": "hz",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-cp1251": "cp1251",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "utf": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
_UNKNOWING: Final = frozenset({"us-ascii", "ascii", "ansi-x3.4-1968", "646", "binary"})
_TEXT_CODEC: Final = re.compile(
    r"(utf|cp\d|iso|koi8|gb|big5|euc|hz|johab|shift_jis|mac_|ptcp|kz|tis|hp)"
)
_STATEFUL: Final = frozenset({"hz", "utf-7"})
_MULTIBYTE: Final = frozenset(
    {"gb18030", "cp950", "big5hkscs", "cp949", "johab", "cp932", "euc_jp"}
)
_EIGHT_BIT: Final = {
    "iso2022_jp_ext": "cp932",
    "iso2022_jp_2": "cp932",
    "iso2022_kr": "cp949",
    "hz": "gb18030",
}
"""Who writes bodies in a seven-bit charset writes raw names in its eight-bit kin."""
_VAGUE: Final = frozenset({"utf-8", "cp1252"})
_ESCAPED: Final = re.compile(rb"\x1b(\$[@AB]|\$\([@ABCD]|\([BHIJ])")
_EUC: Final = re.compile(rb"\x1b\$\(?[@B]([^\x1b]*)|\x1b\([BHIJ]|\x1b")
_HIGHER: Final = bytes(min(octet | 0x80, 255) for octet in range(256))
_ODD_UTF8: Final = re.compile(r"[\x80-\u1fff\ufffd]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_SIMILAR: Final = 0.1


def decode_text(data: bytes, charset: str | None) -> str:
    """Decode a body by its label, by what it is, or as well as can be."""
    codec = find_codec(charset)
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    if codec is None:
        return decode_unlabelled(data)
    if is_stateful(codec):
        return _decode_stateful(data, codec)
    if codec.startswith(("utf-16", "utf-32")):
        return data.decode(codec, "replace")
    if data.isascii():
        return _decode_seven_bit(data)
    return _decode_labelled(data, codec)


def decode_unlabelled(data: bytes, hint: str | None = None) -> str:
    """Decode bytes that say nothing of themselves, such as a raw header field.

    Args:
        data: Any bytes.
        hint: The charset of the body that stands nearest, if there is one.
    """
    if data.isascii():
        return _decode_seven_bit(data)
    text = _strictly(data, "utf-8")
    if text is not None:
        return text
    codec = find_codec(hint)
    codec = _EIGHT_BIT.get(codec or "", codec)
    if codec is not None and codec not in _VAGUE:
        text = _strictly(data, codec)
        if text is not None:
            return text
    return _nearly_utf8(data) or data.decode(guess_codec(data), "replace")


@lru_cache(maxsize=256)
def find_codec(label: str | None) -> str | None:
    """Find the codec that reads a label; None if the label tells nothing."""
    if not label or len(label) > 40:
        return None
    name = label.strip(" \t'\"").lower().partition("*")[0].replace("_", "-")
    if name in _UNKNOWING:
        return None
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if not _TEXT_CODEC.match(found):
        return None
    return _WIDER.get(found, found)


def is_stateful(codec: str) -> bool:
    """Tell whether bytes mean something only after those before them."""
    return codec in _STATEFUL or codec.startswith("iso2022")


def _decode_labelled(data: bytes, codec: str) -> str:
    text = _strictly(data, codec)
    utf8 = None if codec == "utf-8" else _strictly(data, "utf-8")
    if utf8 is not None and (text is None or _is_surely_utf8(utf8, codec)):
        return utf8
    if text is not None:
        return text
    if codec == "utf-8":
        return _nearly_utf8(data) or data.decode(guess_codec(data), "replace")
    if codec == "cp950":
        return _strictly(data, "big5hkscs") or data.decode(codec, "replace")
    return data.decode(codec, "replace")


def _is_surely_utf8(text: str, codec: str) -> bool:
    """Tell whether bytes that also fit their label can only be UTF-8.

    A few double-byte characters may happen to be legal UTF-8 of two octets; two
    or more characters of three octets each, and none of two, do not happen.
    """
    if codec not in _MULTIBYTE:
        return True
    wide = sum(character > "\u1fff" for character in text[:2_000])
    return wide >= 2 and not _ODD_UTF8.search(text)


def _nearly_utf8(data: bytes) -> str | None:
    """Read UTF-8 that was damaged here and there; None if it is something else."""
    sample = data[:SAMPLE_BYTES].decode("utf-8", "replace")
    damaged = sample.count("\ufffd")
    foreign = len(_NOT_ASCII.findall(sample))
    is_cut = damaged == 1 < foreign and sample.endswith("\ufffd")
    if not is_cut and damaged > (foreign - damaged) * _SIMILAR:
        return None
    text = data.decode("utf-8", "replace")
    return text.removesuffix("\ufffd") if is_cut else text


def _decode_seven_bit(data: bytes) -> str:
    if b"\x1b" in data and _ESCAPED.search(data):
        return _decode_stateful(data, "iso2022_jp_ext")
    return data.decode("ascii")


def _decode_stateful(data: bytes, codec: str) -> str:
    text = _strictly(data, codec)
    if text is not None:
        return _without_surrogates(text) if codec == "utf-7" else text
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None and not data.isascii():
        return utf8
    if codec.startswith("iso2022_jp"):
        return _decode_wide_jis(data)
    return _without_surrogates(data.decode(codec, "replace"))


def _without_surrogates(text: str) -> str:
    """UTF-7 can spell half of a pair, which nothing can store."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decode_wide_jis(data: bytes) -> str:
    """Read ISO-2022-JP with NEC's row 13 (①, ㈱), which Outlook sends."""
    euc = _EUC.sub(lambda found: (found[1] or b"").translate(_HIGHER), data)
    return euc.decode("euc_jis_2004", "replace")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None
