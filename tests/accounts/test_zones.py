"""Time zones are found by the words that people have for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from accounts.models import Account, Device
from accounts.preferences.choosing import WrongChoice, change_choice
from accounts.preferences.zones import (
    describe_zone,
    find_zones,
    list_zones,
    zone_names,
)
from mailsvc.kit import clock

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("  san  francisco ", "America/Los_Angeles"),
        ("北京", "Asia/Shanghai"),
        ("上海、北京、广州、深圳、重庆 (UTC+8)", "Asia/Shanghai"),
        ("Berlin, Frankfurt, Munich (UTC+2)", "Europe/Berlin"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Reykj", "Atlantic/Reykjavik"),
        ("UTC", "UTC"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_one_zone_is_meant(typed: str, zone: str, language: str) -> None:
    with translation.override(language):
        assert find_zones(typed) == [zone]


@pytest.mark.parametrize("typed", ["", "Atlantis", "(", "UTC+25", "\x00", "a" * 9999])
def test_nonsense_is_no_zone(typed: str) -> None:
    assert find_zones(typed) == []


def test_every_zone_has_words_of_its_own_that_lead_back_to_it() -> None:
    for language in ("en", "zh-hans"):
        with translation.override(language), clock.at(SUMMER):
            zones = list_zones()
            assert [z for z in zones if find_zones(z.label) != [z.name]] == []
            assert len({zone.label for zone in zones}) == len(zone_names())


def test_offset_is_that_of_the_season() -> None:
    with clock.at(SUMMER):
        labels = {zone.name: zone.label for zone in list_zones()}

    assert labels["Europe/London"] == "London (UTC+1)"
    assert labels["Asia/Kathmandu"] == "Kathmandu (UTC+5:45)"


def test_what_could_be_several_is_asked_again(ann: Account) -> None:
    with pytest.raises(WrongChoice) as wrong:
        change_choice(ann, "time_zone", "Indiana", Device.DESK)

    assert "several time zones" in str(wrong.value.words)


def test_nothing_typed_means_the_zone_of_the_device(ann: Account) -> None:
    change_choice(ann, "time_zone", "柏林", Device.DESK)
    assert ann.time_zone == "Europe/Berlin"

    change_choice(ann, "time_zone", " ", Device.DESK)
    assert ann.time_zone == ""


def test_browsers_old_name_is_shown_by_its_present_cities() -> None:
    with translation.override("zh-hans"):
        assert describe_zone("Asia/Katmandu", SUMMER).cities == "加德满都"
