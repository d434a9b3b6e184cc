"""What leaves: envelopes, their recipients, and every attempt at them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class EnvelopeState(models.TextChoices):
    """Where an envelope stands; HELD is an operator's act, not the time to undo."""

    QUEUED = "queued", _("Queued")
    HELD = "held", _("On hold")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Taken back")


class RecipientState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Taken back")


class OutgoingEnvelope(models.Model):
    """A message on its way: reverse-path, bytes, and when to try next.

    `mailbox` is the author's; a delivery report has none and an empty
    reverse-path. `not_before` holds it for the undo time or until its retry.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, null=True)
    message_number = models.BigIntegerField(null=True, db_index=True)
    reverse_path = models.CharField(max_length=320, blank=True)
    digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    message_id = models.CharField(_("Message-ID"), max_length=998, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=EnvelopeState.choices,
        default=EnvelopeState.QUEUED,
    )
    queued_at = models.DateTimeField(_("queued"), default=clock.now)
    not_before = models.DateTimeField(_("not before"), default=clock.now)
    leased_until = models.DateTimeField(_("at work until"), null=True)
    lease = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    delay_told = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = (
            models.Index(
                fields=["not_before"],
                name="envelope_due",
                condition=models.Q(state="queued"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} from {self.reverse_path or '<>'}"


class OutgoingRecipient(models.Model):
    """One recipient of an envelope, and what last happened to it."""

    envelope = models.ForeignKey(
        OutgoingEnvelope, models.CASCADE, related_name="recipients"
    )
    address = models.CharField(_("address"), max_length=320)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=RecipientState.choices,
        default=RecipientState.WAITING,
    )
    code = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(_("status"), max_length=12, blank=True)
    text = models.CharField(_("what was said"), max_length=500, blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True)
    tls = models.CharField(max_length=32, blank=True)
    updated_at = models.DateTimeField(_("when"), null=True)
    reported = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = (
            models.UniqueConstraint(
                fields=["envelope", "address"], name="outgoing_recipient_once"
            ),
        )

    def __str__(self) -> str:
        return self.address


class Attempt(models.Model):
    """One try at one recipient, kept for the trace."""

    recipient = models.ForeignKey(
        OutgoingRecipient, models.CASCADE, related_name="history"
    )
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10)
    code = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=500, blank=True)
    host = models.CharField(max_length=255, blank=True)
    tls = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.state} at {self.at:%F %T}"
