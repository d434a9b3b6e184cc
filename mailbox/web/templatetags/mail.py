"""The tags of our pages: icons, faces, times, sizes and lists of people.

They only print; what to print was decided in ``faces``, ``times`` and ``icons``.
Load with ``{% load mail %}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from mailbox.reading.languages import language_of
from mailbox.web import faces, icons, keys, moments, row_markup, times
from mailbox.web.page_values import Person, Row
from mailbox.web.schedule_times import list_choices as list_schedule_choices
from mailbox.web.schedule_times import zone_words
from mailbox.web.snooze_times import list_choices
from mailsvc.kit import clock, formats

register = template.Library()

_UNITS = ("KB", "MB", "GB", "TB")


class IconNode(template.Node):
    """One icon: a reference into the sprite."""

    def __init__(self, name: FilterExpression, look: FilterExpression | None) -> None:
        self.name, self.look = name, look

    def render(self, context: Context) -> SafeString:
        name = str(self.name.resolve(context))
        look = str(self.look.resolve(context)) if self.look else ""
        return icons.reference(name, look)


@register.tag("icon")
def show_icon(parser: Parser, token: Token) -> IconNode:
    """``{% icon "star" %}`` or ``{% icon folder.icon "i-s" %}``; purely decorative."""
    words = token.split_contents()[1:]
    parts = [parser.compile_filter(word) for word in words]
    if not 1 <= len(parts) <= 2:
        raise template.TemplateSyntaxError("icon takes a name and perhaps a class")
    return IconNode(parts[0], parts[1] if len(parts) == 2 else None)


@register.simple_tag
def rows(shown: Iterable[Row]) -> SafeString:
    """``{% rows day.rows %}``: the rows of a list, without their ``<ul>``."""
    words, today = row_markup.collect_words(), times.today_of(clock.now())
    parts = [row_markup.row_markup(row, words, today) for row in shown]
    return mark_safe("".join(parts))  # noqa: S308  # row_markup escapes


@register.simple_tag
def avatar(person: Person | str, look: str = "") -> SafeString:
    """``{% avatar person "av--lg" %}``: a disc with initials (a square for a firm)."""
    if isinstance(person, str):
        return SafeString("")
    letters = faces.initials_of(person.name, person.address)
    classes = ["av", f"h{faces.hue_of(person.address)}"]
    if person.is_org:
        classes.append("av--org")
    if look:
        classes.append(look)
    return format_html(
        '<span class="{}"{} aria-hidden="true">{}</span>',
        " ".join(classes),
        lang_attribute(letters),
        letters,
    )


@register.simple_tag
def snooze_choices() -> tuple[moments.Choice, ...]:
    """``{% snooze_choices as choices %}``: when a letter may come back."""
    return list_choices(clock.now())


@register.simple_tag
def schedule_choices() -> tuple[moments.Choice, ...]:
    """``{% schedule_choices as choices %}``: when a letter may go."""
    return list_schedule_choices(clock.now())


@register.simple_tag
def reader_zone() -> str:
    """``{% reader_zone %}``: the zone that times are said in."""
    return zone_words(clock.now())


@register.simple_tag
def keymap() -> str:
    """``{% keymap %}``: which key gives which command, as JSON."""
    return keys.keymap()


@register.filter("lang")
def lang_attribute(text: object) -> SafeString:
    """Print `` lang="zh-Hans"`` where a text is in another script than the page."""
    language = language_of(str(text))
    page = (get_language() or "")[:2]
    if not language or language[:2] == page:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def senders(people: Iterable[Person]) -> SafeString:
    """Join names for a row: ``You, Wen Jing``."""
    return _join(people, pgettext("sender", "You"))


@register.simple_tag
def recipients(people: Iterable[Person]) -> SafeString:
    """Join names after "to": ``you, Zhang Wei``."""
    return _join(people, pgettext("recipient", "you"))


@register.simple_tag
def hour_now() -> str:
    """``{% hour_now as time %}``: the time of day, as the reader writes it."""
    return formats.write_hour(timezone.localtime(clock.now()))


@register.filter
def when(at: datetime | None) -> str:
    """Say when, as short as a list row needs."""
    return times.list_time(at, times.today_of(clock.now())) if at else ""


@register.filter
def when_message(at: datetime | None) -> str:
    """Say when, with the day if it was not today."""
    return times.message_time(at, clock.now()) if at else ""


@register.filter
def when_written(at: datetime | None) -> str:
    """Say when, with day and time if it was not today."""
    return times.written_time(at, clock.now()) if at else ""


@register.filter
def when_exact(at: datetime | None) -> str:
    """Say when in full, with the zone."""
    return times.exact_time(at) if at else ""


@register.filter
def when_day(at: datetime | None) -> str:
    """Say on which day, in full."""
    return times.full_date(at) if at else ""


@register.filter
def number(amount: int) -> str:
    """Write a number with its thousands apart: ``48,210``."""
    return f"{amount:,}"


@register.filter
def size(size_bytes: int | None) -> str:
    """Say a size: ``64 KB``, ``1.8 MB``; units of 1024, at least 1 KB if not empty."""
    amount, units = float(size_bytes or 0) / 1024, iter(_UNITS)
    unit = next(units)
    while amount >= 1000 and unit != _UNITS[-1]:
        amount, unit = amount / 1024, next(units)
    if unit == "KB" and amount:
        amount = max(1, round(amount))
    amount = round(amount, 1 if unit != "KB" and amount < 100 else 0)
    places = 0 if amount == int(amount) else 1
    return f"{number_format(amount, places)}\N{NO-BREAK SPACE}{unit}"


@register.filter
def file_word(filename: str) -> str:
    """Give the letters on a file's icon."""
    return faces.extension_of(filename)


@register.filter
def file_hue(filename: str) -> int:
    """Give the hue of a file's icon."""
    return faces.file_hue_of(filename)


def _join(people: Iterable[Person], you: str) -> SafeString:
    comma = pgettext("between names", ", ")
    return format_html_join(
        comma,
        "<span{}>{}</span>",
        (
            (lang_attribute(person.label), you if person.is_me else person.label)
            for person in people
        ),
    )
