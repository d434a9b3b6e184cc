"""Find a setting by everyday words, in any of our languages: "dark", "深色", "字体".

Chinese needs no spaces: its words are compared by pairs of characters. Whatever
holds the most of what was asked comes first; what holds much less stays away, so
that "how do I change the font" finds the font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from accounts.models import Device, Preferences
from accounts.models.preferences import field_of
from accounts.preferences.choosing import KEPT_WITH_ACCOUNT
from accounts.web.settings_pages import GROUPS, SettingsPage
from accounts.web.settings_table import PAGES, Setting

LONGEST_QUERY: Final = 100
NEAR_THE_BEST: Final = 0.75
SMALL_WORD: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_HAN: Final = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A setting or a page that answers a search; `anchor` is its place on the page."""

    label: str | Promise
    page: SettingsPage
    anchor: str = ""


def find_settings(query: str) -> list[Found]:
    """Find what the words of a query are about, the best first."""
    wanted = _telling(list(_pieces(query[:LONGEST_QUERY])))
    if not wanted:
        return []
    scored = [(_score(wanted, words), found) for found, words in _index()]
    best = max(score for score, _found in scored)
    if not best:
        return []
    kept = [each for each in scored if each[0] >= NEAR_THE_BEST * best]
    return [found for _score, found in sorted(kept, key=lambda each: -each[0])]


def _telling(words: list[str]) -> list[str]:
    """Leave out the small words of a sentence, unless there are no others."""
    longer = [word for word in words if len(word) > SMALL_WORD or _HAN.match(word)]
    return longer or words


def _score(wanted: list[str], words: frozenset[str]) -> float:
    """Say how much of what is wanted is there, 0 to 1; a word's beginning will do."""
    return sum(map(words.__contains__, wanted)) / len(wanted)


@lru_cache(maxsize=1)
def _index() -> tuple[tuple[Found, frozenset[str]], ...]:
    """Give each setting and page with the beginnings of the words it is known by."""
    of_settings = (
        (Found(setting.label, each.page, f"set-{setting.name}"), _texts(setting))
        for each in PAGES
        for section in each.sections
        for setting in section.settings
    )
    of_pages = (
        (Found(page.label, page), (page.label, page.about, page.words))
        for group in GROUPS
        for page in group.pages
    )
    known = [*of_settings, *of_pages]
    return tuple((found, _words_of(texts)) for found, texts in known)


def _texts(setting: Setting) -> tuple[object, ...]:
    """Gather what is said about a setting: its own words and those of its choices."""
    said = (setting.label, setting.hint, setting.words)
    if setting.name in KEPT_WITH_ACCOUNT:
        return said
    column = field_of(setting.name, Device.DESK)
    choices = Preferences._meta.get_field(column).choices or ()  # type: ignore[union-attr]  # a column
    return (*said, *(label for _value, label in choices))


def _words_of(texts: Iterable[object]) -> frozenset[str]:
    """Give every beginning of every word, in every language of ours."""
    kept = list(texts)
    found: set[str] = set()
    for language, _title in settings.LANGUAGES:
        with override(language):
            text = " ".join(map(str, kept))
        for piece in _pieces(text):
            found.update(piece[:end] for end in range(1, len(piece) + 1))
    return frozenset(found)


def _pieces(text: str) -> Iterator[str]:
    """Cut text into words, and Chinese into pairs of characters."""
    folded = text.casefold()
    for word in _WORD.findall(_HAN.sub(" ", folded)):
        yield word[:-1] if len(word) > 3 and word.endswith("s") else word
    for run in _HAN.findall(folded):
        if len(run) == 1:
            yield run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
