"""KnownAddress: with whom a mailbox has exchanged letters, and since when.

One row for an address that wrote, one for an address that was written to, and one
of each for its domain (as `@domain`). Rows are added as letters are filed; what
they say about the first letter stays true when letters are erased.
"""

from __future__ import annotations

from django.db import models

from mailbox.models.mailbox import Mailbox


class KnownAddress(models.Model):
    """An address as `normalise` writes it.

    `first_message` is the number of the first letter; `looks` is the skeleton of
    the address, `name_looks` that of the name (`kit/confusables.py`).
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    address = models.CharField(max_length=320)
    is_recipient = models.BooleanField(default=False)
    first_message = models.BigIntegerField()
    name = models.CharField(max_length=320, blank=True)
    looks = models.CharField(max_length=320)
    name_looks = models.CharField(max_length=320, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "address", "is_recipient"], name="known_address_once"
            ),
        )
        indexes = (
            models.Index(fields=["mailbox", "looks"], name="known_address_looks"),
            models.Index(
                fields=["mailbox", "name_looks"],
                name="known_address_named",
                condition=~models.Q(name_looks=""),
            ),
        )

    def __str__(self) -> str:
        return self.address
