"""Signature and SignatureChoice: what a person writes once, and where it is used."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import MailAddress, Mailbox


class Signature(models.Model):
    """What stands below a letter, under a name: as plain text and as clean HTML.

    `is_rich` says how it was written; the other is made of that. One that was
    deleted has `removed_at` and stays for a while, to be taken back.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="signatures")
    name = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    is_rich = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "name"],
                condition=models.Q(removed_at=None),
                name="signature_name_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SignatureChoice(models.Model):
    """With which signature an address begins new letters, and answers; None is none."""

    address = models.OneToOneField(
        MailAddress, models.CASCADE, related_name="signature_choice"
    )
    for_new = models.ForeignKey(Signature, models.SET_NULL, null=True, related_name="+")
    for_answers = models.ForeignKey(
        Signature, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("choice of signatures")
        verbose_name_plural = _("choices of signatures")

    def __str__(self) -> str:
        return str(self.address)
