"""The values that pages of settings show, filled from the table and the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language_info

from accounts.models import Account, Device, Preferences
from accounts.models.preferences import LONGEST_UNDO_SECONDS, field_of
from accounts.preferences import KEPT_WITH_ACCOUNT, chosen
from accounts.web.settings_table import Section, Setting


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from."""

    value: str
    label: str | Promise
    is_chosen: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class SettingView:
    """One setting with its value; `faults` are sentences under it."""

    name: str
    label: str | Promise
    hint: str | Promise
    kind: str
    value: str
    device: str | Promise = ""
    options: tuple[Option, ...] = ()
    most: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """A form of settings under one heading."""

    key: str
    title: str | Promise
    settings: tuple[SettingView, ...]
    about: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed and not kept, with the reasons, by the setting's name."""

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def view_section(
    section: Section, account: Account, device: Device, answers: Answers
) -> SectionView:
    """Fill a section with what the account chose, or with what was just refused."""
    return SectionView(
        key=section.key,
        title=section.title,
        about=section.about,
        settings=tuple(
            view_setting(setting, account, device, answers)
            for setting in section.settings
            if not (setting.name == "reader" and device == Device.PHONE)
        ),
    )


def view_setting(
    setting: Setting, account: Account, device: Device, answers: Answers
) -> SettingView:
    """Fill one setting."""
    name = setting.name
    value = answers.typed.get(name, chosen(account, name, device))
    fault = answers.faults.get(name)
    return SettingView(
        name=name,
        label=setting.label,
        hint=setting.hint,
        kind=setting.kind,
        value=value,
        device=device.label if setting.is_per_device else "",
        options=_options(name, value, device),
        most=LONGEST_UNDO_SECONDS if name == "undo_seconds" else 0,
        faults=(fault,) if fault else (),
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
        Option(str(key), str(label), str(key) == value) for key, label in choices
    )
