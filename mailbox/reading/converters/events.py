"""The events of a calendar file, as they are to be put into words. RFC 5545."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO, Final

from icalendar import Calendar

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert
from mailbox.reading.converters.values import Event, Guest

MAILTO: Final = "mailto:"


def read_events(source: BinaryIO) -> list[Event]:
    """Read the events of a calendar file.

    Raises:
        CannotConvert: It is no calendar.
    """
    try:
        calendars = Calendar.from_ical(source.read(), multiple=True)
        # Some of its values raise only when they are asked for.
        events = [
            _event(component, str(calendar.get("METHOD", "")).upper())
            for calendar in calendars
            for component in islice(calendar.walk("VEVENT"), limits.EVENTS)
        ]
    except Exception as error:  # icalendar raises whatever its types raise
        raise CannotConvert from error
    if not events:
        raise CannotConvert
    return events[: limits.EVENTS]


def _event(component: Any, method: str) -> Event:
    start, zone = _moment(component, "DTSTART")
    end, _zone = _moment(component, "DTEND")
    organiser = component.get("ORGANIZER")
    return Event(
        title=_text(component, "SUMMARY"),
        start=start,
        end=end or _end_by_duration(component),
        zone=zone,
        place=_text(component, "LOCATION"),
        about=_text(component, "DESCRIPTION"),
        url=_text(component, "URL"),
        repeats=_rule(component),
        method=method[:20],
        status=_text(component, "STATUS").upper()[:20],
        organiser=_guest(organiser) if organiser else None,
        guests=tuple(_guest(each) for each in _list(component.get("ATTENDEE"))),
    )


def _moment(component: Any, name: str) -> tuple[str, str]:
    """Write a day or a moment; an aware one with its offset."""
    field = component.get(name)
    moment = getattr(field, "dt", None)
    zone = str(field.params.get("TZID", "")) if field is not None else ""
    if isinstance(moment, datetime | date):
        return moment.isoformat(), zone[:100]
    return "", ""


def _end_by_duration(component: Any) -> str:
    start = getattr(component.get("DTSTART"), "dt", None)
    length = getattr(component.get("DURATION"), "dt", None)
    if start is None or length is None:
        return ""
    try:
        return str((start + length).isoformat())
    except (OverflowError, TypeError):
        return ""


def _rule(component: Any) -> str:
    rule = component.get("RRULE")
    if rule is None:
        return ""
    rules = rule if isinstance(rule, list) else [rule]
    return str(rules[0].to_ical().decode("utf-8", "replace"))[:300]


def _guest(field: Any) -> Guest:
    params = getattr(field, "params", {})
    address = str(field)
    if address[: len(MAILTO)].lower() == MAILTO:
        address = address[len(MAILTO) :]
    return Guest(
        name=str(params.get("CN", ""))[:320],
        address=address[:320],
        answer=str(params.get("PARTSTAT", "")).upper()[:20],
    )


def _text(component: Any, name: str) -> str:
    found = component.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return str(first)[: limits.FIELD_CHARACTERS] if first else ""


def _list(found: Any) -> list[Any]:
    if found is None:
        return []
    return found[: limits.PEOPLE] if isinstance(found, list) else [found]
