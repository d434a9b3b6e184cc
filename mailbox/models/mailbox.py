"""Domain, Mailbox and MailAddress: who receives what.

A Mailbox is everything that one address owns (RFC 5598 §3.1). MailAddress is
the routing table: primary addresses and aliases alike, so that RCPT asks once.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.message_id import LAST_MAILBOX
from mailsvc.kit import clock


class Domain(models.Model):
    """A domain that we receive for, with the key that signs what leaves it."""

    name = models.CharField(_("name"), max_length=253, unique=True)
    dkim_selector = models.CharField(_("DKIM selector"), max_length=63, blank=True)
    dkim_key_sealed = models.TextField(_("DKIM key, sealed"), blank=True)
    dkim_public = models.TextField(_("DKIM public key"), blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")

    def __str__(self) -> str:
        return self.name


class Mailbox(models.Model):
    """What one address owns. `modseq` rises with every change (RFC 7162 §3.1).

    Three facts spare every page a query each: how many letters are scheduled, until
    when something that was sent may be taken back, and whether there may be a line
    that tells of a large deed.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mailbox"
    )
    address = models.CharField(_("address"), max_length=254, unique=True)
    modseq = models.BigIntegerField(default=1, editable=False)
    quota_bytes = models.BigIntegerField(_("room in bytes"))
    used_bytes = models.BigIntegerField(_("used bytes"), default=0, editable=False)
    message_count = models.BigIntegerField(_("messages"), default=0, editable=False)
    next_uid_validity = models.BigIntegerField(default=1, editable=False)
    next_serial = models.BigIntegerField(default=0, editable=False)
    scheduled_letters = models.PositiveIntegerField(default=0, editable=False)
    undoable_until = models.DateTimeField(null=True, editable=False)
    may_have_deed_line = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(id__lte=LAST_MAILBOX), name="mailbox_id_fits"
            ),
            models.CheckConstraint(
                condition=models.Q(used_bytes__gte=0), name="mailbox_used_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.address


class MailAddress(models.Model):
    """An address that leads to a mailbox: its own, or an alias."""

    address = models.CharField(_("address"), max_length=254, unique=True)
    mailbox = models.ForeignKey(
        Mailbox, models.CASCADE, related_name="addresses", verbose_name=_("mailbox")
    )
    is_primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return self.address
