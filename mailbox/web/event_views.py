"""Events of a calendar file in words, in the reader's zone and formats."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from mailbox.reading.converters.values import Event, Guest
from mailbox.reading.moments import WEEKDAYS
from mailbox.reading.plain_text import text_to_html
from mailbox.web.message_views import write_to
from mailbox.web.preview_values import EventView, GuestView
from mailsvc.kit import formats

ANSWERS: Final[dict[str, Promise]] = {
    "ACCEPTED": pgettext_lazy("answer to an invitation", "accepted"),
    "DECLINED": pgettext_lazy("answer to an invitation", "declined"),
    "TENTATIVE": pgettext_lazy("answer to an invitation", "perhaps"),
    "DELEGATED": pgettext_lazy("answer to an invitation", "sends somebody else"),
}
NOTES: Final[dict[str, Promise]] = {
    "REQUEST": pgettext_lazy("calendar", "Invitation"),
    "REPLY": pgettext_lazy("calendar", "Answer to an invitation"),
    "CANCEL": pgettext_lazy("calendar", "Cancelled"),
    "COUNTER": pgettext_lazy("calendar", "Another time is proposed"),
}
EVERY: Final[dict[str, Promise]] = {
    "DAILY": gettext_lazy("Every day"),
    "WEEKLY": gettext_lazy("Every week"),
    "MONTHLY": gettext_lazy("Every month"),
    "YEARLY": gettext_lazy("Every year"),
}
EVERY_FEW: Final[dict[str, Promise]] = {
    "DAILY": gettext_lazy("Every %(n)d days"),
    "WEEKLY": gettext_lazy("Every %(n)d weeks"),
    "MONTHLY": gettext_lazy("Every %(n)d months"),
    "YEARLY": gettext_lazy("Every %(n)d years"),
}
_RULE: Final = re.compile(r"([A-Z]+)=([^;]{1,100})")


def event_view(event: Event) -> EventView:
    """Put one event into words."""
    note = "CANCEL" if event.status == "CANCELLED" else event.method
    return EventView(
        title=event.title or _("(no title)"),
        when=_when(event),
        note=str(NOTES.get(note, "")),
        place=event.place,
        about=SafeString(text_to_html(event.about, write_to=write_to))
        if event.about
        else SafeString(""),
        repeats=_repeats(event.repeats),
        organiser=_guest(event.organiser) if event.organiser else None,
        guests=tuple(_guest(each) for each in event.guests),
    )


def _guest(guest: Guest) -> GuestView:
    return GuestView(guest.name, guest.address, str(ANSWERS.get(guest.answer, "")))


def _when(event: Event) -> str:
    start, end = _read(event.start), _read(event.end)
    if isinstance(start, datetime):
        return _hours(start, end if isinstance(end, datetime) else None, event.zone)
    if start is None:
        return _("No time is given.")
    last = end - timedelta(days=1) if end and not isinstance(end, datetime) else start
    if last <= start:
        return pgettext("event", "%(day)s, all day") % {"day": _day(start)}
    return pgettext("event", "%(start)s to %(end)s, all day") % {
        "start": _day(start),
        "end": _day(last),
    }


def _hours(start: datetime, end: datetime | None, zone: str) -> str:
    """Say day and hours; a time without a zone is told with the name it came with."""
    is_known = start.tzinfo is not None
    first = timezone.localtime(start) if is_known else start
    last = timezone.localtime(end) if end and end.tzinfo else end
    shown = formats.write_offset(first.utcoffset()) if is_known else zone
    begins = {"day": _day(first.date()), "time": formats.write_hour(first)}
    if last is None:
        words = pgettext("event", "%(day)s, %(time)s") % begins
    elif last.date() == first.date():
        ends = {"end": formats.write_hour(last)}
        words = pgettext("event", "%(day)s, %(time)s to %(end)s") % (begins | ends)
    else:
        ends = {"last": _day(last.date()), "end": formats.write_hour(last)}
        words = pgettext("event", "%(day)s, %(time)s to %(last)s, %(end)s") % (
            begins | ends
        )
    return f"{words} {shown}".strip()


def _day(day: date) -> str:
    return pgettext("weekday and date", "%(weekday)s %(date)s") % {
        "weekday": WEEKDAYS[day.weekday()],
        "date": formats.write_date(day, with_year=True),
    }


def _read(text: str) -> date | datetime | None:
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _repeats(rule: str) -> str:
    """Say how often it repeats (RFC 5545 §3.3.10), as far as a sentence can."""
    parts = dict(_RULE.findall(rule))
    interval = int(parts["INTERVAL"]) if parts.get("INTERVAL", "").isdecimal() else 1
    every = (EVERY_FEW if interval > 1 else EVERY).get(parts.get("FREQ", ""))
    if every is None:
        return ""
    words = str(every) % {"n": interval} if interval > 1 else str(every)
    if parts.get("COUNT", "").isdecimal():
        count = int(parts["COUNT"])
        times = ngettext("%(n)d time", "%(n)d times", count) % {"n": count}
        return pgettext("event", "%(every)s, %(times)s") % {
            "every": words,
            "times": times,
        }
    until = _read(_dashed(parts.get("UNTIL", "")[:8]))
    if until is not None:
        return pgettext("event", "%(every)s until %(day)s") % {
            "every": words,
            "day": _day(until),
        }
    return words


def _dashed(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else ""
