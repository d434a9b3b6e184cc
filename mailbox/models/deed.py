"""Deed: something that a person did with letters, and what it takes to undo it.

Its key comes from the page, so that asking twice does it once. A large one is done
by a job, batch by batch: `cursor` is how far it has come, each batch keeps what it
changed, and undoing takes the batches back, the last one first.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class DeedState(models.TextChoices):
    """Where a deed stands; only RUNNING and UNDOING have something left to do."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Deed(models.Model):
    """A verb over letters.

    `selection` says which letters a large deed means (`messages/selecting.py`);
    `total` is about how many those are, 0 if nobody knows. `is_shown` is set for
    large deeds until the person has closed the line that tells of them. `worked_at`
    is when a job last did something, so that one that died is found.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    key = models.CharField(max_length=36)
    verb = models.CharField(max_length=32)
    selection: models.JSONField[Any] = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=DeedState.choices, default=DeedState.DONE
    )
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    cursor = models.BigIntegerField(null=True)
    is_shown = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    worked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mailbox", "key"], name="deed_once"),
        )
        indexes = (
            models.Index(
                fields=["mailbox"],
                name="deed_shown",
                condition=models.Q(is_shown=True),
            ),
            models.Index(
                fields=["state"],
                name="deed_unfinished",
                condition=models.Q(state__in=("running", "undoing")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb}, {self.state}"

    @property
    def is_unfinished(self) -> bool:
        """Say whether a job has still something to do."""
        return self.state in (DeedState.RUNNING, DeedState.UNDOING)


class DeedBatch(models.Model):
    """What one step of a deed changed: pairs of entry and the folder it was in."""

    deed = models.ForeignKey(Deed, models.CASCADE, related_name="batches")
    places: models.JSONField[Any] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.places)} of {self.deed_id}"
