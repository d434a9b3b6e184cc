"""Folder: what IMAP calls a mailbox, with its UIDs and its kept counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mailbox.models.mailbox import Mailbox


class Role(models.TextChoices):
    """What a folder is for (RFC 6154); own folders have none."""

    NONE = "", _("Folder")
    INBOX = "inbox", _("Inbox")
    SNOOZED = "snoozed", _("Snoozed")
    DRAFTS = "drafts", _("Drafts")
    SENT = "sent", _("Sent")
    ARCHIVE = "archive", _("Archive")
    JUNK = "junk", pgettext_lazy("folder", "Spam")
    TRASH = "trash", _("Trash")


class Folder(models.Model):
    """A place for entries.

    `uid_next`, `highest_modseq` and the counts change only under the lock of
    the mailbox row, in the transaction that changes the entries. `folded_on` names
    the classes of device on which the rail hides what is in it.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="folders")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(
        _("role"), max_length=8, choices=Role.choices, default=Role.NONE, blank=True
    )
    uid_validity = models.BigIntegerField(editable=False)
    uid_next = models.BigIntegerField(default=1, editable=False)
    highest_modseq = models.BigIntegerField(default=1, editable=False)
    total = models.BigIntegerField(default=0, editable=False)
    unread = models.BigIntegerField(default=0, editable=False)
    size_bytes = models.BigIntegerField(default=0, editable=False)
    folded_on = models.CharField(max_length=32, default="", blank=True, editable=False)

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "parent", "name"], name="folder_name_once"
            ),
            models.UniqueConstraint(
                fields=["mailbox", "name"],
                name="folder_top_name_once",
                condition=models.Q(parent__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["mailbox", "role"],
                name="folder_role_once",
                condition=~models.Q(role=""),
            ),
            models.CheckConstraint(
                condition=models.Q(total__gte=0, unread__gte=0, size_bytes__gte=0),
                name="folder_counts_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name as shown: a role's own word in the reader's language."""
        return str(Role(self.role).label) if self.role else self.name
