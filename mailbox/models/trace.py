"""TraceStep: what happened to a letter, so that "where is my mail?" has an answer."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class Step(models.TextChoices):
    """The steps of a letter's way, in words for its owner."""

    ACCEPTED = "accepted", _("Accepted")
    FILED = "filed", _("Filed")
    FILING_FAILED = "filing_failed", _("Could not be filed, will be tried again")
    QUEUED = "queued", _("Queued for sending")
    TAKEN_BACK = "taken_back", _("Taken back before it left")
    HELD = "held", _("Put on hold")
    RELEASED = "released", _("Released")
    DROPPED = "dropped", _("Stopped by the operator")
    DELIVERED = "delivered", _("Delivered")
    DELAYED = "delayed", _("Not delivered yet, will be tried again")
    FAILED = "failed", _("Not delivered")
    REPORTED = "reported", _("Delivery report sent to the author")


class TraceStep(models.Model):
    """One step of a message's life; rows are added, never changed."""

    mailbox = models.ForeignKey(
        Mailbox, models.CASCADE, null=True, db_index=False, verbose_name=_("mailbox")
    )
    receipt = models.CharField(_("receipt"), max_length=32, blank=True)
    message_number = models.BigIntegerField(_("message"), null=True)
    step = models.CharField(_("step"), max_length=16, choices=Step.choices)
    at = models.DateTimeField(_("when"), default=clock.now)
    facts: models.JSONField[Any] = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("step of a trace")
        verbose_name_plural = _("traces of letters")
        indexes = (
            models.Index(fields=["mailbox", "message_number"], name="trace_of_message"),
            models.Index(fields=["receipt"], name="trace_of_receipt"),
        )

    def __str__(self) -> str:
        return f"{self.step} at {self.at:%F %T}"
