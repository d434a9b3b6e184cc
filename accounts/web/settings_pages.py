"""The pages of settings, as the rail and the overview list them.

A new page takes one line here: the name of its URL, which may be of another
package; a label and a sentence; an icon of the sprite; and everyday words that
people may look for it by (translate them by the words of your language, not one
by one). Its template extends ``layouts/settings.html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """One page of settings in the rail."""

    url_name: str
    label: Promise
    about: Promise
    icon: str
    words: Promise | str = ""


@dataclass(frozen=True, slots=True)
class SettingsGroup:
    """Pages under one heading of the rail."""

    title: Promise
    pages: tuple[SettingsPage, ...]


LOOK: Final = SettingsPage(
    "accounts:settings_look",
    pgettext_lazy("settings", "Look"),
    _("Theme, colour, font, size and spacing"),
    "palette",
)
READING: Final = SettingsPage(
    "accounts:settings_reading",
    pgettext_lazy("settings", "Reading"),
    _("Layout, conversations, what happens when you open a letter"),
    "eye",
)
WRITING: Final = SettingsPage(
    "accounts:settings_writing",
    pgettext_lazy("settings", "Writing"),
    _("Format, time to take a letter back, replies, questions before sending"),
    "pen",
)
TIME: Final = SettingsPage(
    "accounts:settings_time",
    _("Language and time"),
    _("Language, time zone, how dates and hours are written"),
    "globe",
)
ACCOUNT: Final = SettingsPage(
    "accounts:settings_account",
    pgettext_lazy("settings", "Name and password"),
    _("How others see you, and how you sign in"),
    "user",
    _("password change sign in login security"),
)

GROUPS: Final = (
    SettingsGroup(_("Yours"), (LOOK, READING, WRITING, TIME)),
    SettingsGroup(
        pgettext_lazy("settings", "Mail"),
        (
            SettingsPage(
                "mailbox:signatures",
                _("Signatures"),
                _("What stands below your letters, for each address"),
                "sign",
                _("signature footer sign off name below regards greeting end"),
            ),
            SettingsPage(
                "mailbox:folders_manage",
                _("Folders"),
                _("Make, rename and delete folders"),
                "folder",
            ),
            SettingsPage(
                "mailbox:tags_manage",
                _("Tags"),
                _("Make, rename, colour and delete tags"),
                "tag",
            ),
            SettingsPage(
                "mailbox:image_senders",
                _("Pictures from senders"),
                _("Whose letters show remote pictures at once"),
                "image",
                _("images remote trust always sender allow"),
            ),
        ),
    ),
    SettingsGroup(pgettext_lazy("settings", "Account"), (ACCOUNT,)),
)
