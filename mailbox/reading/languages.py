"""Which language a text is in, as far as its script tells.

Only for the `lang` attribute, so that a voice and a font can switch; Latin
letters say nothing and leave the page's own language in force.
"""

from __future__ import annotations

import re
from typing import Final

KANA: Final = re.compile(r"[\u3040-\u30ff]")
HANGUL: Final = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
HAN: Final = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def language_of(text: str) -> str:
    """Guess a text's language by its script: ``zh-Hans``, ``ja``, ``ko`` or none."""
    if text.isascii():
        return ""
    if KANA.search(text):
        return "ja"
    if HANGUL.search(text):
        return "ko"
    return "zh-Hans" if HAN.search(text) else ""
