"""What somebody may begin to type when they mean a person.

Parts of the address, words of the name in either order, and for Chinese names the
characters, the pinyin and its initials: 张伟 is found by 张, 伟, zhangwei, zhang wei,
zw and wei. Pure; made when a person is first met, not while somebody types.

A few letters begin the keys of very many people, so each beginning of up to four
characters is a key of its own, ended by a zero: its people stand in the index by
rank, and the first eight are read. Longer ones are a range of few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from pypinyin import Style, pinyin

from mailbox.models.correspondent import LONGEST_KEY

MOST_KEYS: Final = 24
SHORT: Final = 4
MOST_READINGS: Final = 6
LONGEST_NAME: Final = 60
_PARTS: Final = re.compile(r"[._+\-]+")
_WORDS: Final = re.compile(r"[^\s,.;()<>\"“”·'’/|]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which keys fit what was typed: one alone, or all from `start` up to `end`."""

    exact: bytes = b""
    start: bytes = b""
    end: bytes = b""


def keys_of(name: str, address: str) -> list[bytes]:
    """List the keys by which a person is found, without doubles."""
    given = (*_address_keys(address), *_name_keys(name[:LONGEST_NAME]))
    unique = dict.fromkeys(fold(key) for key in given)
    whole = list(islice(filter(None, unique), MOST_KEYS))
    short = {key[:length] for key in whole for length in range(1, SHORT + 1)}
    ended = [_end(beginning) for beginning in sorted(short)]
    return [*ended, *(_cut(key) for key in whole if len(key) > SHORT)]


def wanted_keys(typed: str) -> Wanted | None:
    """Give the keys that begin with what was typed; None if that is nothing."""
    text = fold(typed)
    if not text:
        return None
    if len(text) <= SHORT:
        return Wanted(exact=_end(text))
    start = _cut(text)
    return Wanted(start=start, end=start + b"\xff")


def fold(text: str) -> str:
    """Write text so that what is typed and what is kept meet: no case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", kept).replace("\0", " ").split())


def _end(beginning: str) -> bytes:
    return beginning.encode("utf-8", "ignore") + b"\0"


def _cut(text: str) -> bytes:
    """Cut a key to its length without cutting a character."""
    data = text.encode("utf-8", "ignore")[:LONGEST_KEY]
    return data.decode("utf-8", "ignore").encode()


def _address_keys(address: str) -> Iterator[str]:
    local, _at, domain = address.rpartition("@")
    yield address
    parts = _PARTS.split(local)
    for index in range(1, len(parts)):
        yield f"{'.'.join(parts[index:])}@{domain}"
    yield domain


def _name_keys(name: str) -> Iterator[str]:
    words = _WORDS.findall(name)
    if not words or "@" in name:
        return
    yield " ".join(words)
    for word in words:
        if _HAN.search(word):
            yield from _chinese_keys(word)
    latin = [word for word in words if not _HAN.search(word)]
    for index in range(len(latin)):
        turned = (*latin[index:], *latin[:index])
        yield " ".join(turned)
        yield "".join(turned)
    if len(latin) > 1:
        yield "".join(word[0] for word in latin)


def _chinese_keys(word: str) -> Iterator[str]:
    """Give the characters and their pinyin, from each character on."""
    yield word
    if len(word) > 1:
        yield word[1:]
    characters = "".join(_HAN.findall(word))[:8]
    readings = pinyin(characters, style=Style.NORMAL, heteronym=True)
    first = pinyin(characters, style=Style.NORMAL)
    likely = [syllable for (syllable,) in first]
    for syllables in (likely, *islice(product(*readings), MOST_READINGS)):
        yield "".join(syllables)
        yield " ".join(syllables)
        yield "".join(syllable[0] for syllable in syllables if syllable)
        yield "".join(syllables[1:])
