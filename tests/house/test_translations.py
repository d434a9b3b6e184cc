"""Every word that a template shows is said in Simplified Chinese too."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
CATALOGUE = BASE / "mailsvc/locale/zh_Hans/LC_MESSAGES/django.po"
WORDS = re.compile(r'{% translate "((?:[^"\\]|\\.)*)"(?: context "([a-z ]+)")?')
BLOCK = re.compile(
    r"{% blocktranslate[^%]*%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}", re.S
)
ENTRIES = {
    (entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))
}


@pytest.mark.parametrize(
    "path", sorted((BASE / "templates").rglob("*.html")), ids=lambda p: p.stem
)
def test_template_speaks_chinese(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    asked = {(context or None, words) for words, context in WORDS.findall(source)}
    asked |= {(None, _as_message(block)) for block in BLOCK.findall(source)}

    assert {words for words in asked if words not in ENTRIES} == set()


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda e: e.msgid[:40])
def test_translation_is_there_and_keeps_the_gaps(entry: polib.POEntry) -> None:
    said = entry.msgstr or entry.msgstr_plural.get(0, "")

    assert said
    assert "fuzzy" not in entry.flags
    assert _gaps(said) == _gaps(entry.msgid)


def _as_message(block: str) -> str:
    return re.sub(r"{{ (\w+) }}", r"%(\1)s", block)


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))
