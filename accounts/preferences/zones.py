"""Time zones as people know them: by their cities, in the reader's language.

The list is that of the time zone database, without its old names. What a person
types may be a zone's name, the words we show for it, or a city in either language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils.translation import get_language, override

from accounts.preferences.cities import CITIES
from mailsvc.kit import clock
from mailsvc.kit.formats import write_offset

MOST_SUGGESTED: Final = 4


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone: its name in the database, its cities, its offset now."""

    name: str
    cities: str
    offset: timedelta

    @property
    def label(self) -> str:
        """Give the words that people choose it by: ``Berlin (UTC+2)``."""
        return f"{self.cities} ({write_offset(self.offset)})"


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """List the zones in use, from the database's own table."""
    lines = _read_database("zone.tab").splitlines()
    rows = (line.split("\t") for line in lines if line[:1] != "#")
    return ("UTC", *sorted({row[2] for row in rows} & _all_names()))


def is_zone(name: str) -> bool:
    """Tell whether a name is of a time zone, in use or old."""
    return name in _all_names()


def name_in_use(name: str) -> str:
    """Give the present name of a zone: browsers still say Asia/Calcutta."""
    return name if name in zone_names() else _renamed().get(name, name)


def list_zones() -> list[Zone]:
    """List all zones in the reader's language, from west to east."""
    now = clock.now()
    zones = (describe_zone(name, now) for name in zone_names())
    return sorted(zones, key=lambda zone: (zone.offset, zone.cities))


def describe_zone(name: str, now: datetime) -> Zone:
    """Describe one zone in the reader's language."""
    offset = now.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
    return Zone(name, cities_of(name), offset)


def cities_of(name: str) -> str:
    """Name a zone's cities: those people look for, else the one in its own name."""
    name = name_in_use(name)
    known = CITIES.get(name)
    return str(known) if known else name.rpartition("/")[2].replace("_", " ")


def find_zones(typed: str) -> list[str]:
    """Find the zones that somebody may mean, the best first; empty if none."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return []
    exact = [name for name in _all_names() if name.casefold() == wanted]
    if exact:
        return [name_in_use(exact[0])]
    wanted = wanted.partition(" (utc")[0]
    table = _known_by(get_language() or settings.LANGUAGE_CODE)
    whole = [name for name, words in table.items() if wanted in words]
    if whole:
        return whole
    return [name for name, words in table.items() if any(wanted in w for w in words)]


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Give the zones that have another name now, from the database's links."""
    lines = _read_database("tzdata.zi").splitlines()
    links = (line.split(" ") for line in lines if line.startswith("L "))
    return {old: new for _mark, new, old in links}


def _read_database(name: str) -> str:
    return files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    """Give every name there is, kept: to look for them goes through the disk."""
    return frozenset(available_timezones())


@lru_cache(maxsize=8)
def _known_by(_language: str) -> dict[str, frozenset[str]]:
    """Give the words that each zone is known by, in every language of ours."""
    known = {}
    for name in zone_names():
        words = {name.casefold(), name.rpartition("/")[2].replace("_", " ").casefold()}
        for language, _title in settings.LANGUAGES:
            with override(language):
                cities = cities_of(name).casefold()
            words |= {cities, *cities.replace("、", ",").split(",")}
        known[name] = frozenset(word.strip() for word in words)
    return known
