"""Text cut into the tokens that both search engines hold.

SQLite and PostgreSQL never see raw text, only what this room made of it, so a
letter is found by the same words on both. Words are folded (NFKC, case, Latin
accents) and cut at 64 characters. Scripts written without spaces, Chinese first
among them, become overlapping pairs of characters: every two-character word is
then a token, with no dictionary to miss one.

Change a rule here and `TOKENIZER_VERSION` must grow: what is indexed under an
older version has to be indexed anew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import add
from typing import Final

TOKENIZER_VERSION: Final = 1
WORD_LENGTH: Final = 64
PHRASE_TOKENS: Final = 40

_UNSPACED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd"  # Thai, Lao
    "\u1000-\u1049\u1780-\u17d3"  # Myanmar, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # bopomofo, small kana
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"  # han, hangul
    "\U00020000-\U000323af"  # rarer han
)
_MARKS: Final = "".join(
    chr(code)
    for code in range(0x0483, 0x1CFA)
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_WORD: Final = rf"[^\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\W_{_UNSPACED}]*)*"
_ASCII_WORD: Final = re.compile(r"[0-9a-z]+")
_EVEN: Final = re.compile(
    r"[\x00-\x7f\u2010\u2012-\u2016\u2018-\u201f\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*"
)
LETTER: Final = rf"[^\W_{_UNSPACED}]|[{_MARKS}]"
UNSPACED_LETTER: Final = rf"[{_UNSPACED}]"
_RUN: Final = re.compile(rf"[{_UNSPACED}]+|{_WORD}")
_IS_UNSPACED: Final = re.compile(rf"[{_UNSPACED}]").match

# Soft hyphens and zero-width characters hide inside words of HTML mail; the
# combining accents are what NFKC could not join to a letter.
_FOLDED_AWAY: Final = (
    "\u00ad\u0300-\u036f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
_ACCENTED: Final = "\u00df-\u024f\u1e00-\u1eff"
_TO_FOLD: Final = re.compile(rf"[{_FOLDED_AWAY}]+|[{_ACCENTED}]")
_STROKED: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
}


def _without_accent(letter: str) -> str:
    return _STROKED.get(letter) or unicodedata.normalize("NFD", letter)[0]


_PLAIN_LATIN: Final = {
    chr(code): _without_accent(chr(code))
    for code in (*range(0x00DF, 0x0250), *range(0x1E00, 0x1F00))
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens to find one after the other; the last may be only a beginning."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


def fold(text: str) -> str:
    """Make spellings alike that a reader takes for the same."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _TO_FOLD.sub(_fold_latin, plain)


def tokenise(text: str) -> list[str]:
    """List the tokens to index, in reading order; takes time in O(n)."""
    folded = fold(text)
    if folded.isascii():
        words = _ASCII_WORD.findall(folded)
        return [word[:WORD_LENGTH] for word in words]
    tokens: list[str] = []
    for run in _RUN.findall(folded):
        if _IS_UNSPACED(run):
            tokens += map(add, run, run[1:])
            tokens.append(run[-1])
        else:
            tokens.append(run[:WORD_LENGTH])
    return tokens


def read_phrase(text: str, *, is_prefix: bool = False) -> Phrase | None:
    """Make the phrase that finds this text wherever it stands; None if it is empty.

    Within a text a run of unspaced script ends with its last character as a
    token of its own. At the end of a phrase that would ask for the run to end
    there too, so it is left off, and a single character finds what it begins.
    """
    tokens = tokenise(text)[:PHRASE_TOKENS]
    if not tokens:
        return None
    if not is_unspaced(tokens[-1]):
        return Phrase(tuple(tokens), is_prefix)
    if len(tokens[-1]) == 1 and len(tokens) > 1 and tokens[-2][1:] == tokens[-1]:
        return Phrase(tuple(tokens[:-1]))
    return Phrase(tuple(tokens), is_prefix=len(tokens[-1]) == 1)


def folds_evenly(text: str) -> bool:
    """Say whether each character of a text folds to one, as nearly always."""
    return _EVEN.fullmatch(text) is not None


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Fold a short text and tell where in it each folded character comes from.

    Returns:
        The folded text, and for each of its characters the index of the
        original one, with the original length as a last, extra element.
    """
    pieces = [_fold_character(each) for each in text]
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces), list(range(len(text) + 1))
    folded: list[str] = []
    origins: list[int] = []
    for start, end in _clusters(text):
        piece = fold(text[start:end])
        folded.append(piece)
        origins += [start] * len(piece)
    origins.append(len(text))
    return "".join(folded), origins


@cache
def _fold_character(character: str) -> str:
    """Fold a character that stands by itself; "" if it may join the one before."""
    return "" if _combines(character) else fold(character)


def is_unspaced(token: str) -> bool:
    """Say whether a token comes from a script written without spaces."""
    return _IS_UNSPACED(token) is not None


def _fold_latin(match: re.Match[str]) -> str:
    return _PLAIN_LATIN.get(match[0], "")


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut text before each character that does not combine with the last."""
    starts = [
        at for at, character in enumerate(text) if at == 0 or not _combines(character)
    ]
    return list(pairwise([*starts, len(text)]))


def _combines(character: str) -> bool:
    """Say whether NFKC may join a character to the one before it."""
    return (
        unicodedata.combining(character) != 0
        or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals
        or character in "\uff9e\uff9f"  # half-width voicing marks
    )
