"""Searches that are kept: the recent ones, and those saved under a name."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox

LONGEST_SEARCH: Final = 500


class RecentSearch(models.Model):
    """What a person searched for of late, so that it need not be typed again."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    typed = models.CharField(max_length=LONGEST_SEARCH)
    searched_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "typed"], name="recent_search_once"
            ),
        )

    def __str__(self) -> str:
        return self.typed


class SavedSearch(models.Model):
    """A search with a name of its own; it stands among the folders."""

    mailbox = models.ForeignKey(
        Mailbox, models.CASCADE, related_name="searches", db_index=False
    )
    name = models.CharField(_("name"), max_length=100)
    typed = models.CharField(max_length=LONGEST_SEARCH)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "name"], name="saved_search_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
