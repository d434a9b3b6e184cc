"""What a person chooses is kept by itself, and what cannot be is refused."""

from __future__ import annotations

import pytest

from accounts.models import Account, Device, Preferences
from accounts.preferences.choosing import WrongChoice, change_choice, chosen
from accounts.preferences.devices import guess_device

DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537"
PHONE = "Mozilla/5.0 (Linux; Android 16; K) Chrome/140.0.0.0 Mobile Safari/537.36"
TABLET = "Mozilla/5.0 (Linux; Android 16; K) Chrome/140.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Mobile/15E148"
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) Mobile/15E148 Safari/604.1"


def test_who_chose_nothing_has_the_defaults_and_no_row(ann: Account) -> None:
    look = ann.preferences.look_on(Device.DESK)

    assert (look.theme, look.accent, look.reader) == ("system", "spruce", "right")
    assert not Preferences.objects.exists()


def test_each_choice_is_kept_beside_the_others(ann: Account) -> None:
    change_choice(ann, "theme", "dark", Device.DESK)
    change_choice(ann, "accent", "plum", Device.DESK)

    kept = Account.objects.get(pk=ann.pk).preferences
    assert (kept.theme, kept.accent) == ("dark", "plum")
    assert ann.preferences.theme == "dark"


def test_density_is_kept_for_the_device_in_hand(ann: Account) -> None:
    change_choice(ann, "density", "compact", Device.DESK)
    change_choice(ann, "density", "roomy", Device.PHONE)

    looks = {device: ann.preferences.look_on(device).density for device in Device}
    assert looks == {"desk": "compact", "tablet": "normal", "phone": "roomy"}


def test_phone_has_no_panes_of_its_own(ann: Account) -> None:
    change_choice(ann, "reader", "below", Device.TABLET)

    assert chosen(ann, "reader", Device.PHONE) == "below"


def test_one_persons_choice_is_not_anothers(ann: Account, ben: Account) -> None:
    change_choice(ann, "theme", "dark", Device.DESK)

    assert ben.preferences.theme == "system"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("theme", "pink"),
        ("theme", ""),
        ("undo_seconds", "31"),
        ("undo_seconds", "-1"),
        ("undo_seconds", "soon"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("name", "Ann\nBcc: all"),
        ("name", "x" * 201),
        ("account", "1"),
        ("pk", "1"),
        ("size_desk", "huge"),
        ("first_weekday", "3"),
    ],
)
def test_what_cannot_be_is_refused(ann: Account, name: str, typed: str) -> None:
    with pytest.raises(WrongChoice):
        change_choice(ann, name, typed, Device.DESK)

    assert not Preferences.objects.exists()


@pytest.mark.parametrize(
    ("headers", "device"),
    [
        ({}, Device.DESK),
        ({"User-Agent": DESK}, Device.DESK),
        ({"User-Agent": PHONE}, Device.PHONE),
        ({"User-Agent": TABLET}, Device.TABLET),
        ({"User-Agent": IPHONE}, Device.PHONE),
        ({"User-Agent": IPAD}, Device.TABLET),
        ({"User-Agent": DESK, "Sec-CH-UA-Mobile": "?1"}, Device.PHONE),
    ],
)
def test_device_is_guessed_from_what_the_browser_says(
    headers: dict[str, str], device: Device
) -> None:
    assert guess_device(headers) == device


def test_letter_grows_with_everything_else(ann: Account) -> None:
    change_choice(ann, "size", "largest", Device.DESK)
    change_choice(ann, "letter_size", "large", Device.DESK)

    assert ann.preferences.look_on(Device.DESK).letter_percent == 150
    assert ann.preferences.look_on(Device.PHONE).letter_percent == 120
