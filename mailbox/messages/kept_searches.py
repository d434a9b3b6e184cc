"""Searches that a person keeps: the recent ones by themselves, others by name.

Recent ones are noted after a search was shown, never while it runs: a search
only reads.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailbox.messages.naming import clean_name, unique_name
from mailbox.models import LONGEST_SEARCH, Mailbox, RecentSearch, SavedSearch
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput

MOST_RECENT: Final = 20
MOST_SAVED: Final = 100
LONGEST_NAME: Final = 100


def list_recent(mailbox: Mailbox) -> list[str]:
    """List what was searched for of late, the latest first."""
    recent = RecentSearch.objects.filter(mailbox=mailbox).order_by("-searched_at")
    return list(recent.values_list("typed", flat=True)[:MOST_RECENT])


def note_search(mailbox: Mailbox, typed: str) -> None:
    """Note that something was searched for; the oldest of many is dropped."""
    tidy = _tidy(typed)
    if not tidy:
        return
    with transaction.atomic():
        RecentSearch.objects.update_or_create(
            mailbox=mailbox, typed=tidy, defaults={"searched_at": clock.now()}
        )
        recent = RecentSearch.objects.filter(mailbox=mailbox)
        kept = recent.order_by("-searched_at", "-pk")[:MOST_RECENT]
        recent.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def forget_recent(mailbox: Mailbox) -> None:
    """Forget everything that was searched for."""
    RecentSearch.objects.filter(mailbox=mailbox).delete()


def list_saved(mailbox: Mailbox) -> list[SavedSearch]:
    """List the searches that have a name, by name."""
    saved = SavedSearch.objects.filter(mailbox=mailbox)
    return sorted(saved, key=lambda each: each.name.casefold())


def save_search(mailbox: Mailbox, name: str, typed: str) -> SavedSearch:
    """Keep a search under a name.

    Raises:
        InvalidInput: The name is empty, too long or taken, the search is empty, or
            there are too many.
    """
    clean, tidy = clean_name(name, longest=LONGEST_NAME), _tidy(typed)
    if not tidy:
        raise InvalidInput(_("There is nothing to search for."), field="q")
    if SavedSearch.objects.filter(mailbox=mailbox).count() >= MOST_SAVED:
        words = _("There are as many saved searches as can be.")
        raise InvalidInput(words, field="name")
    with unique_name():
        return SavedSearch.objects.create(mailbox=mailbox, name=clean, typed=tidy)


def rename_saved(saved: SavedSearch, name: str) -> None:
    """Give a saved search another name.

    Raises:
        InvalidInput: The name is empty, too long or taken.
    """
    clean = clean_name(name, longest=LONGEST_NAME)
    with unique_name():
        SavedSearch.objects.filter(pk=saved.pk).update(name=clean)


def delete_saved(saved: SavedSearch) -> None:
    """Forget a saved search; what it found stays where it is."""
    saved.delete()


def _tidy(typed: str) -> str:
    return " ".join(typed.replace("\x00", "").split())[:LONGEST_SEARCH].strip()
