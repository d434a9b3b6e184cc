"""Arrival: mail that we answered for with 250 and have still to file.

The row and the bytes are on disk before 250 is said. It is the truth about
what is owed; Redis only wakes the worker that files it. The transaction that
files a message deletes its row, so none is filed twice and none is forgotten;
what happened stays in the trace.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class SpooledMessage(models.Model):
    """The bytes of a small message until it is filed, compressed (zstd).

    They are durable with the very commit that records the arrivals, which saves
    the listener two waits for the disk; filing puts them into the blob store.
    Larger messages are in the blob store already and have no row here.
    """

    receipt = models.CharField(max_length=32, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.receipt


class Arrival(models.Model):
    """One message for one mailbox, from acceptance until it has its place."""

    receipt = models.CharField(_("receipt"), max_length=32, db_index=True)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, verbose_name=_("mailbox"))
    digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    reverse_path = models.CharField(_("reverse path"), max_length=320, blank=True)
    recipient = models.CharField(_("recipient"), max_length=320)
    subaddress = models.CharField(max_length=200, blank=True)
    protocol = models.CharField(_("protocol"), max_length=12)
    peer = models.CharField(_("peer"), max_length=64, blank=True)
    helo = models.CharField(max_length=255, blank=True)
    tls = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), default=clock.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("at work until"), null=True)
    failure = models.CharField(_("last failure"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("arrival, not filed yet")
        verbose_name_plural = _("arrivals, not filed yet")

    def __str__(self) -> str:
        return f"{self.receipt} for {self.recipient}"
