"""Which charset bytes are in when nobody says: our own few likely ones.

Only asked about bytes that are not UTF-8. Looks at a sample, by the shape of
its double bytes (GB 2312, Big5, EUC, Shift_JIS) or letters (Cyrillic); a short
word can be two things at once, and then the Chinese reading wins.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SAMPLE_BYTES: Final = 4_096
FALLBACK: Final = "cp1252"
_EIGHT_BIT: Final = re.compile(rb"[\x80-\xff]")
_PAIRS: Final = re.compile(rb"[\x80-\xff][\x00-\xff]")
_COMMON_SHARE: Final = 0.8
_KANA_SHARE: Final = 0.25
_LETTER_SHARE: Final = 0.9
_KOREAN_WORDS: Final = 4
_FEWEST_BIG5: Final = 2
_CYRILLIC_WORD: Final = re.compile(r"[Ѐ-ӿ]{3}")
_SMALL_CYRILLIC: Final = re.compile(r"[а-џ]")
_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_KANA: Final = re.compile(r"[\u3041-\u30ff]")
_TWO_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_FIRST_LEVELS: Final = (
    ("gb2312", 0xB0, 0xD7),
    ("big5", 0xA4, 0xC6),
    ("shift_jis", 0x88, 0x97),
)
_MOST_WEIGHED: Final = 500
_HALF_KANA: Final = re.compile(r"[\uff61-\uff9f]")


@dataclass(frozen=True, slots=True)
class _DoubleBytes:
    """How many double bytes of a sample lie where each script has its own."""

    total: int
    common_chinese: int
    within_korean: int
    kana: int
    common_big5: int


def guess_codec(data: bytes) -> str:
    """Guess the codec of bytes that are neither ASCII nor UTF-8."""
    sample = _take_sample(data)
    return (
        _guess_east_asian(sample, _count_pairs(sample))
        or _guess_cyrillic(sample)
        or _guess_by_commonness(sample)
        or FALLBACK
    )


def _take_sample(data: bytes) -> bytes:
    """Start at the first octet past ASCII, where a double byte begins."""
    found = _EIGHT_BIT.search(data)
    start = found.start() if found else 0
    return data[start : start + SAMPLE_BYTES]


def _count_pairs(sample: bytes) -> _DoubleBytes:
    total = chinese = korean = kana = big5 = 0
    for lead, trail in _PAIRS.findall(sample):
        total += 1
        if trail >= 0xA1:
            chinese += 0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7
            korean += 0xB0 <= lead <= 0xC8
            kana += lead in (0xA4, 0xA5)
        if trail >= 0xA1 or 0x40 <= trail <= 0x7E:
            big5 += 0xA1 <= lead <= 0xC6
    return _DoubleBytes(total, chinese, korean, kana, big5)


def _guess_east_asian(sample: bytes, pairs: _DoubleBytes) -> str | None:
    if _reads(sample, "euc_jp") and pairs.kana >= pairs.total * _KANA_SHARE:
        return "euc_jp"
    if _is_shift_jis(sample):
        return "cp932"
    if pairs.common_chinese >= pairs.total * _COMMON_SHARE:
        if pairs.within_korean == pairs.total >= _KOREAN_WORDS:
            return "cp949" if _reads(sample, "cp949") else None
        if _reads(sample, "gb18030"):
            return "gb18030"
    if pairs.common_big5 >= max(pairs.total * _COMMON_SHARE, _FEWEST_BIG5):
        return "cp950" if _reads(sample, "cp950") else None
    return None


def _guess_by_commonness(sample: bytes) -> str | None:
    """Choose the reading that gives characters in common use; Chinese on a tie.

    So 会計 in Shift_JIS and 會計 in GBK are told apart, which share no other mark.
    Two must stand side by side: one alone may be a curly quote before a letter.
    """
    shares = {codec: _share_in_use(sample, codec) for codec in ("gb18030", "cp932")}
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= _COMMON_SHARE else None


def _share_in_use(sample: bytes, codec: str) -> float:
    text = (_reads(sample, codec) or "")[:_MOST_WEIGHED]
    if not _TWO_HAN.search(text):
        return 0
    wide = _NOT_ASCII.findall(text)
    return sum(map(_is_in_use, wide)) / len(wide)


@lru_cache(maxsize=8192)
def _is_in_use(character: str) -> bool:
    """Tell whether a character is of the first level of a national standard."""
    for codec, first, last in _FIRST_LEVELS:
        try:
            lead = character.encode(codec)[0]
        except UnicodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def _is_shift_jis(sample: bytes) -> bool:
    text = _reads(sample, "cp932")
    if text is None:
        return False
    wide = len(_NOT_ASCII.findall(text))
    kana = len(_KANA.findall(text))
    return kana >= wide * _KANA_SHARE and not _HALF_KANA.search(text)


def _guess_cyrillic(sample: bytes) -> str | None:
    """Tell Windows-1251 from KOI8-R: read as the other, small letters are capital."""
    small = {codec: _count_small(sample, codec) for codec in ("cp1251", "koi8-r")}
    best = max(small, key=lambda codec: small[codec])
    return best if small[best] else None


def _count_small(sample: bytes, codec: str) -> int:
    text = _reads(sample, codec)
    if text is None or not _CYRILLIC_WORD.search(text):
        return 0
    foreign = len(_NOT_ASCII.findall(text))
    if len(_CYRILLIC.findall(text)) < foreign * _LETTER_SHARE:
        return 0
    return len(_SMALL_CYRILLIC.findall(text))


def _reads(sample: bytes, codec: str) -> str | None:
    """Decode a sample that may end within a character; None if it is not that."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        return decoder.decode(sample, final=len(sample) < SAMPLE_BYTES)
    except UnicodeError:
        return None
