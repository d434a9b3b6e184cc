"""The values that pages of settings show, filled from the table and the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language_info

from accounts.models import Account, Device, Preferences
from accounts.models.preferences import LONGEST_UNDO_SECONDS, field_of
from accounts.preferences.choosing import KEPT_WITH_ACCOUNT, chosen
from accounts.preferences.zones import describe_zone, is_zone, list_zones
from accounts.web.settings_table import Section, Setting
from mailsvc.kit import clock, formats

SKETCHED: Final = frozenset({"theme", "reader"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose settings are asked for, on what device, in what zone that is."""

    account: Account
    device: Device
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed and not kept, with the reasons, by the setting's name."""

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from; `sketch` names a drawing of it."""

    value: str
    label: str
    is_chosen: bool
    language: str = ""
    example: str = ""
    sketch: str = ""


@dataclass(frozen=True, slots=True)
class SettingView:
    """One setting with its value; `fault` is the reason why it was not kept.

    For a time zone, `device_zone` is where the device says it is.
    """

    name: str
    label: str | Promise
    hint: str | Promise
    kind: str
    value: str
    device: str | Promise = ""
    options: tuple[Option, ...] = ()
    most: int = 0
    fault: str = ""
    suggestions: tuple[str, ...] = ()
    device_zone: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A form of settings under one heading."""

    key: str
    title: str | Promise
    settings: tuple[SettingView, ...]


def view_section(section: Section, asker: Asker, answers: Answers) -> SectionView:
    """Fill a section with what the account chose, or with what was just refused."""
    return SectionView(
        key=section.key,
        title=section.title,
        settings=tuple(
            view_setting(setting, asker, answers)
            for setting in section.settings
            if not (setting.name == "reader" and asker.device == Device.PHONE)
        ),
    )


def view_setting(setting: Setting, asker: Asker, answers: Answers) -> SettingView:
    """Fill one setting."""
    name = setting.name
    value = answers.typed.get(name, chosen(asker.account, name, asker.device))
    view = SettingView(
        name=name,
        label=setting.label,
        hint=setting.hint,
        kind=setting.kind,
        value=value,
        device=asker.device.label if setting.is_per_device else "",
        options=_options(name, value, asker.device),
        most=LONGEST_UNDO_SECONDS if name == "undo_seconds" else 0,
        fault=answers.faults.get(name, ""),
    )
    return _with_zones(view, asker.zone) if setting.kind == "zone" else view


def _with_zones(view: SettingView, device_zone: str) -> SettingView:
    now = clock.now()
    return replace(
        view,
        value=describe_zone(view.value, now).label
        if is_zone(view.value)
        else view.value,
        suggestions=tuple(zone.label for zone in list_zones()),
        device_zone=describe_zone(device_zone, now).label if device_zone else "",
    )


def _options(name: str, value: str, device: Device) -> tuple[Option, ...]:
    if name == "language":
        return tuple(
            Option(code, get_language_info(code)["name_local"], code == value, code)
            for code, _name in settings.LANGUAGES
        )
    if name in KEPT_WITH_ACCOUNT:
        return ()
    choices = Preferences._meta.get_field(field_of(name, device)).choices or ()  # type: ignore[union-attr]  # a column
    return tuple(
        Option(
            value=str(key),
            label=str(label),
            is_chosen=str(key) == value,
            example=_example(name, str(key)),
            sketch=f"{name}-{key}" if name in SKETCHED else "",
        )
        for key, label in choices
    )


def _example(name: str, key: str) -> str:
    now = timezone.localtime(clock.now())
    if name == "hour_clock":
        afternoon = now.replace(hour=14, minute=5)
        return formats.write_hour(afternoon, formats.Formats(hour_clock=key))
    if name == "date_order":
        return formats.write_date(now.date(), formats=formats.Formats(date_order=key))
    return ""
