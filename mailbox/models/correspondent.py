"""Correspondent: somebody whom letters go to or come from, offered as one types.

Counts and last use are reckoned from entries after they were filed, so filing
waits for none of this. A key is what somebody may begin to type: a part of the
address or of the name, or the pinyin of a Chinese name; it is kept as bytes, so
that either engine walks its index by prefix.
"""

from __future__ import annotations

from django.db import models

from mailbox.models.mailbox import Mailbox

LONGEST_KEY = 48


class Correspondent(models.Model):
    """An address as `normalise` writes it, with the name it was last seen with."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=320, blank=True)
    sent = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    rank = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "address"], name="correspondent_once"
            ),
        )

    def __str__(self) -> str:
        return self.address


class CorrespondentKey(models.Model):
    """One beginning by which a correspondent is found; carries the rank with it."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    correspondent = models.ForeignKey(
        Correspondent, models.CASCADE, related_name="keys"
    )
    key = models.BinaryField(max_length=LONGEST_KEY)
    rank = models.IntegerField()

    class Meta:
        indexes = (
            models.Index(
                fields=["mailbox", "key", "rank", "correspondent"],
                name="correspondent_by_key",
            ),
        )

    def __str__(self) -> str:
        return bytes(self.key).decode("utf-8", "replace")


class CorrespondentProgress(models.Model):
    """Up to which entry a mailbox's correspondents are reckoned."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, primary_key=True)
    entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"mailbox {self.mailbox_id} up to entry {self.entry}"
