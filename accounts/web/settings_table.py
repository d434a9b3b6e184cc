"""Every setting: which page and section it is in, how it is asked for, in what words.

The choices themselves come from the model. `words` are everyday words by which
people look for the setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.settings_pages import (
    ACCOUNT,
    LOOK,
    READING,
    TIME,
    WRITING,
    SettingsPage,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set; `kind` is cards, line, seconds, text or zone."""

    name: str
    label: Promise
    hint: Promise | str = ""
    words: Promise | str = ""
    kind: str = "cards"
    is_per_device: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Settings that belong together, under one heading."""

    key: str
    title: Promise
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class SectionedPage:
    """A page of settings that is made of sections."""

    key: str
    page: SettingsPage
    sections: tuple[Section, ...]
    template: str = "accounts/settings/page.html"


LOOK_SECTIONS: Final = (
    Section(
        "colours",
        _("Light and colour"),
        (
            Setting(
                "theme",
                _("Theme"),
                words=_("dark light night black white bright mode"),
            ),
            Setting(
                "accent",
                _("Colour"),
                hint=_("The colour of what you can press, and of where you are."),
                words=_("accent colour color theme green blue purple red grey"),
                kind="line",
            ),
        ),
    ),
    Section(
        "type",
        _("Type and spacing"),
        (
            Setting(
                "font",
                _("Font"),
                words=_("font typeface letters serif sans"),
                kind="line",
            ),
            Setting(
                "size",
                _("Size of everything"),
                words=_("font size text bigger smaller zoom eyes"),
                kind="line",
                is_per_device=True,
            ),
            Setting(
                "letter_size",
                _("Size of letters you read"),
                words=_("font size text bigger smaller body message"),
                kind="line",
            ),
            Setting(
                "density",
                _("Spacing of the list"),
                hint=_("Compact leaves out the first words of each letter."),
                words=_("density rows spacing compact cosy lines per page"),
                kind="line",
                is_per_device=True,
            ),
        ),
    ),
)

READING_SECTIONS: Final = (
    Section(
        "layout",
        _("Layout"),
        (
            Setting(
                "reader",
                _("A letter opens"),
                words=_("layout reading pane preview split right below bottom"),
                is_per_device=True,
            ),
            Setting(
                "conversations",
                _("Conversations"),
                hint=_("A letter and its answers can share one line of the list."),
                words=_("threads group conversation view"),
                kind="line",
            ),
        ),
    ),
    Section(
        "opening",
        _("Opening and filing"),
        (
            Setting(
                "mark_read",
                _("An open letter counts as read"),
                words=_("mark as read unread seen"),
                kind="line",
            ),
            Setting(
                "after_filing",
                _("After archiving or deleting, go"),
                words=_("auto advance next previous list archive delete"),
                kind="line",
            ),
            Setting(
                "shortcuts",
                _("Keys as commands"),
                hint=_("While you are not writing, single keys act: ? shows them all."),
                words=_("keyboard shortcuts keys hotkeys accessibility"),
                kind="line",
            ),
            Setting(
                "images",
                _("Pictures from elsewhere"),
                hint=_(
                    "They can tell the sender that you opened the letter. We fetch "
                    "them for you, so the sender does not learn where you are."
                ),
                words=_("images remote pictures tracking pixel privacy load"),
                kind="line",
            ),
        ),
    ),
)

CHECKS: Final = Section(
    "checks",
    _("Before a letter goes"),
    (
        Setting(
            "check_file",
            _("“Attached”, and no file"),
            hint=_("We ask once, and you can send anyway."),
            words=_("forgotten attachment reminder missing file check"),
            kind="line",
        ),
        Setting(
            "check_subject",
            _("An empty subject"),
            words=_("missing subject warning check"),
            kind="line",
        ),
        Setting(
            "check_outsider",
            _("Somebody from outside among colleagues"),
            words=_("external recipient warning outside confidential check"),
            kind="line",
        ),
        Setting(
            "check_placeholder",
            _("A gap that is not filled in, such as {name}"),
            words=_("template placeholder variable curly braces check"),
            kind="line",
        ),
        Setting(
            "check_crowd",
            _("Very many people who see each other"),
            words=_("bcc many recipients reply all privacy check"),
            kind="line",
        ),
    ),
)

WRITING_SECTIONS: Final = (
    Section(
        "writing",
        pgettext_lazy("settings section", "Writing"),
        (
            Setting(
                "writing",
                _("New letters are written"),
                words=_("format rich text html plain editor bold"),
                kind="line",
            ),
            Setting(
                "undo_seconds",
                _("Seconds to take a letter back"),
                hint=_(
                    "From 0 to 30. We hold every letter that long before it leaves, "
                    "even if you close this page."
                ),
                words=_("undo send unsend recall delay cancel"),
                kind="seconds",
            ),
        ),
    ),
    Section(
        "replies",
        _("Replies"),
        (
            Setting(
                "reply_to",
                _("The reply button answers"),
                words=_("reply all default answer everyone"),
                kind="line",
            ),
            Setting(
                "quoting",
                _("The letter you answer"),
                words=_("quote quoting top bottom posting original reply style"),
                kind="line",
            ),
        ),
    ),
    CHECKS,
)

TIME_SECTIONS: Final = (
    Section(
        "language",
        _("Language"),
        (
            Setting(
                "language",
                _("Language of our pages"),
                words=_("language english chinese translation locale"),
            ),
        ),
    ),
    Section(
        "time",
        _("Dates and hours"),
        (
            Setting(
                "time_zone",
                _("Time zone"),
                hint=_("Type a city. Leave it empty to follow the device in hand."),
                words=_("timezone clock city region utc gmt travel"),
                kind="zone",
            ),
            Setting(
                "hour_clock",
                _("Clock"),
                words=_("time format 12 24 hours am pm"),
                kind="line",
            ),
            Setting(
                "date_order",
                _("Dates are written"),
                words=_("date format day month year iso"),
            ),
            Setting(
                "first_weekday",
                _("The week begins on"),
                words=_("week start first day monday sunday calendar"),
                kind="line",
            ),
        ),
    ),
)

ACCOUNT_SECTIONS: Final = (
    Section(
        "name",
        pgettext_lazy("settings section", "Name"),
        (
            Setting(
                "name",
                _("Your name as others see it"),
                hint=_("It stands before your address on every letter you send."),
                words=_("display name sender from profile"),
                kind="text",
            ),
        ),
    ),
)

ACCOUNT_PAGE: Final = SectionedPage(
    "account", ACCOUNT, ACCOUNT_SECTIONS, "accounts/settings/account.html"
)

PAGES: Final = (
    SectionedPage("look", LOOK, LOOK_SECTIONS, "accounts/settings/look.html"),
    SectionedPage("reading", READING, READING_SECTIONS),
    SectionedPage("writing", WRITING, WRITING_SECTIONS),
    SectionedPage("time", TIME, TIME_SECTIONS),
    ACCOUNT_PAGE,
)
