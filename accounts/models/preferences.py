"""Preferences: what one person chose about how their pages look and behave.

One row for an account, read together with it. What depends on the device in hand
(layout, density, size of type) has a column for each class of device. The words
say what is wanted and nothing of how: who shows mail reads them and obeys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_UNDO_SECONDS: Final = 30


class Device(models.TextChoices):
    """The classes of device that some choices are kept for."""

    DESK = "desk", _("computer")
    TABLET = "tablet", _("tablet")
    PHONE = "phone", _("phone")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class Accent(models.TextChoices):
    """The one colour that acts; each is a set of tokens in ``tokens.css``."""

    SPRUCE = "spruce", pgettext_lazy("colour", "Spruce")
    AZURITE = "azurite", pgettext_lazy("colour", "Azurite")
    PLUM = "plum", pgettext_lazy("colour", "Plum")
    CINNABAR = "cinnabar", pgettext_lazy("colour", "Cinnabar")
    GRAPHITE = "graphite", pgettext_lazy("colour", "Graphite")


class Font(models.TextChoices):
    SANS = "sans", pgettext_lazy("font", "Sans serif")
    SYSTEM = "system", pgettext_lazy("font", "The device’s own")
    SERIF = "serif", pgettext_lazy("font", "Serif")


class Size(models.TextChoices):
    SMALL = "small", pgettext_lazy("size", "Small")
    NORMAL = "normal", pgettext_lazy("size", "Normal")
    LARGE = "large", pgettext_lazy("size", "Large")
    LARGEST = "largest", pgettext_lazy("size", "Very large")


class Density(models.TextChoices):
    ROOMY = "roomy", pgettext_lazy("density", "Roomy")
    NORMAL = "normal", pgettext_lazy("density", "Normal")
    COMPACT = "compact", pgettext_lazy("density", "Compact")


class Reader(models.TextChoices):
    """Where a letter opens, seen from the list; a phone has one pane only."""

    RIGHT = "right", _("Beside the list")
    BELOW = "below", _("Below the list")
    OFF = "off", _("In place of the list")


class Conversations(models.TextChoices):
    """Whether a letter and its answers share one row of the list."""

    ON = "on", _("Together in one line")
    OFF = "off", _("Each in its own line")


class MarkRead(models.TextChoices):
    AT_ONCE = "at_once", _("As soon as it opens")
    AFTER_3S = "after_3s", _("After three seconds")
    BY_HAND = "by_hand", _("Only when I say so")


class AfterFiling(models.TextChoices):
    """Where to go when the open conversation was archived, deleted or moved."""

    NEXT = "next", _("To the next letter")
    LIST = "list", _("Back to the list")


class Images(models.TextChoices):
    """Pictures that a letter would fetch from elsewhere."""

    ASK = "ask", _("Ask me")
    ALWAYS = "always", _("Always show them")
    NEVER = "never", _("Never show them")


class Shortcuts(models.TextChoices):
    """Whether single keys give commands (WCAG 2.2, 2.1.4)."""

    ON = "on", pgettext_lazy("shortcuts", "On")
    OFF = "off", pgettext_lazy("shortcuts", "Off")


class OnOff(models.TextChoices):
    """Whether a check looks at a letter before it goes."""

    ON = "on", pgettext_lazy("check", "On")
    OFF = "off", pgettext_lazy("check", "Off")


class Writing(models.TextChoices):
    RICH = "rich", _("With formatting")
    PLAIN = "plain", _("Plain text")


class ReplyTo(models.TextChoices):
    SENDER = "sender", _("The sender only")
    ALL = "all", _("Everyone in the letter")


class Quoting(models.TextChoices):
    """Where the answer stands, seen from the quoted letter."""

    ABOVE = "above", _("My answer above the letter")
    BELOW = "below", _("My answer below the letter")
    NONE = "none", _("Without the letter")


class HourClock(models.TextChoices):
    H24 = "24", _("24 hours")
    H12 = "12", _("12 hours")


class DateOrder(models.TextChoices):
    LANGUAGE = "language", _("As usual in my language")
    DAY_FIRST = "dmy", _("Day, month, year")
    MONTH_FIRST = "mdy", _("Month, day, year")
    ISO = "iso", _("Year, month, day")


class Weekday(models.IntegerChoices):
    """The first day of the week, numbered as ISO 8601 does."""

    MONDAY = 1, _("Monday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


def default_undo_seconds() -> int:
    """Give the time to undo of people who chose none."""
    return int(settings.MAILSVC_UNDO_SECONDS)


# The same steps as in themes.css.
_PERCENT: Final = {"small": 93.75, "normal": 100, "large": 112.5, "largest": 125}
_LETTER_PERCENT: Final = {"small": 93, "normal": 100, "large": 120, "largest": 147}


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look on the device in hand: the attributes that styles answer to."""

    theme: str = Theme.SYSTEM.value
    accent: str = Accent.SPRUCE.value
    font: str = Font.SANS.value
    letter_size: str = Size.NORMAL.value
    size: str = Size.NORMAL.value
    density: str = Density.NORMAL.value
    reader: str = Reader.RIGHT.value
    conversations: str = Conversations.ON.value
    shortcuts: str = Shortcuts.ON.value

    @property
    def letter_percent(self) -> int:
        """Give the size of a letter that our style sheet does not reach."""
        return round(_LETTER_PERCENT[self.letter_size] * _PERCENT[self.size] / 100)


class Preferences(models.Model):
    """One account's choices; somebody without a row has chosen nothing yet."""

    account = models.OneToOneField(
        "accounts.Account",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="kept_preferences",
    )

    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    accent = models.CharField(max_length=12, choices=Accent, default=Accent.SPRUCE)
    font = models.CharField(max_length=8, choices=Font, default=Font.SANS)
    letter_size = models.CharField(max_length=8, choices=Size, default=Size.NORMAL)
    size_desk = models.CharField(max_length=8, choices=Size, default=Size.NORMAL)
    size_tablet = models.CharField(max_length=8, choices=Size, default=Size.NORMAL)
    size_phone = models.CharField(max_length=8, choices=Size, default=Size.NORMAL)
    density_desk = models.CharField(
        max_length=8, choices=Density, default=Density.NORMAL
    )
    density_tablet = models.CharField(
        max_length=8, choices=Density, default=Density.NORMAL
    )
    density_phone = models.CharField(
        max_length=8, choices=Density, default=Density.NORMAL
    )
    reader_desk = models.CharField(max_length=8, choices=Reader, default=Reader.RIGHT)
    reader_tablet = models.CharField(max_length=8, choices=Reader, default=Reader.RIGHT)

    conversations = models.CharField(
        max_length=4, choices=Conversations, default=Conversations.ON
    )
    mark_read = models.CharField(
        max_length=8, choices=MarkRead, default=MarkRead.AT_ONCE
    )
    after_filing = models.CharField(
        max_length=8, choices=AfterFiling, default=AfterFiling.LIST
    )
    images = models.CharField(max_length=8, choices=Images, default=Images.ASK)

    shortcuts = models.CharField(max_length=4, choices=Shortcuts, default=Shortcuts.ON)
    writing = models.CharField(max_length=8, choices=Writing, default=Writing.RICH)
    undo_seconds = models.PositiveSmallIntegerField(
        default=default_undo_seconds,
        validators=(
            MaxValueValidator(
                LONGEST_UNDO_SECONDS, _("At most %(limit_value)s seconds.")
            ),
        ),
    )
    reply_to = models.CharField(max_length=8, choices=ReplyTo, default=ReplyTo.SENDER)
    quoting = models.CharField(max_length=8, choices=Quoting, default=Quoting.ABOVE)

    check_file = models.CharField(max_length=4, choices=OnOff, default=OnOff.ON)
    check_subject = models.CharField(max_length=4, choices=OnOff, default=OnOff.ON)
    check_outsider = models.CharField(max_length=4, choices=OnOff, default=OnOff.ON)
    check_placeholder = models.CharField(max_length=4, choices=OnOff, default=OnOff.ON)
    check_crowd = models.CharField(max_length=4, choices=OnOff, default=OnOff.ON)

    hour_clock = models.CharField(
        max_length=2, choices=HourClock, default=HourClock.H24
    )
    date_order = models.CharField(
        max_length=8, choices=DateOrder, default=DateOrder.LANGUAGE
    )
    first_weekday = models.PositiveSmallIntegerField(
        choices=Weekday, default=Weekday.MONDAY
    )

    PER_DEVICE: ClassVar = {
        "size": frozenset(Device),
        "density": frozenset(Device),
        "reader": frozenset({Device.DESK, Device.TABLET}),
    }

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(undo_seconds__lte=LONGEST_UNDO_SECONDS),
                name="preferences_undo_30s",
            ),
        )

    def __str__(self) -> str:
        return f"Preferences of account {self.account_id}"

    def look_on(self, device: Device) -> Look:
        """Give the look that was chosen for a class of device."""
        return Look(
            theme=self.theme,
            accent=self.accent,
            font=self.font,
            letter_size=self.letter_size,
            size=self.chosen("size", device),
            density=self.chosen("density", device),
            reader=self.chosen("reader", device),
            conversations=self.conversations,
            shortcuts=self.shortcuts,
        )

    def chosen(self, name: str, device: Device) -> str:
        """Give a choice by name, for the device where it is kept for each."""
        return str(getattr(self, field_of(name, device)))


def field_of(name: str, device: Device) -> str:
    """Name the column that keeps a choice; a phone borrows what it has none for."""
    kept_for = Preferences.PER_DEVICE.get(name)
    if kept_for is None:
        return name
    return f"{name}_{device if device in kept_for else Device.TABLET}"
