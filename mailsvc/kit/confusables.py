"""Texts that eyes take for each other.

`skeleton` writes what looks alike alike, in the manner of UTS #39 §4 with a small
table of what is used to deceive in names of people and hosts: other alphabets'
twins of Latin letters, digits for letters, `rn` for `m`, marks left out. It is for
comparing only, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TWINS_TEXT: Final = """
аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw вb кk мm тt нh гr пn ьb зe ӏl ӕa ғf ҡk ѵv
αa οo ρp νv τt υu κk ιi χx εe ηn ωw βb γy σo ςc δd μu πn
օo ոn սu հh ցg ԍg ժd զq ւl
ıi łl đd øo þp ƅb ɑa ɡg ɩi ʋu ꞓc ⲟo ᴏo ᴠv ᴡw ᴢz ɴn ʏy ʀr ʟl ɢg ʜh
0o 1l |l !l 5s $s
"""
_TWINS: Final = {
    ord(pair[0]): pair[1].replace("i", "l") for pair in f"ii {_TWINS_TEXT}".split()
}
_RUNS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_SPACES: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """Write a text as what it looks like; equal for texts that look alike."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(each for each in folded if not unicodedata.combining(each))
    looks = _SPACES.sub("", plain).translate(_TWINS)
    for run, letter in _RUNS:
        looks = looks.replace(run, letter)
    return looks


def mixes_alphabets(word: str) -> bool:
    """Tell whether a word has letters of two alphabets whose letters look alike."""
    if word.isascii():
        return False
    found = {
        script
        for letter in word
        if letter.isalpha()
        for script in _SCRIPTS
        if unicodedata.name(letter, "").startswith(script)
    }
    return len(found) > 1
