"""Saving a draft, from whatever tab: the later save wins, and nothing is lost.

Each save says which version its writer had before it. If another wrote in
between, what that one had written is kept as a version, one for each writer,
and the answer says so. Saves of one tab carry a serial, because a browser that
is closing sends its last save beside the one that is under way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailbox.compose.assembling import bodies_of
from mailbox.compose.identities import get_identity
from mailbox.compose.pictures import own_pictures
from mailbox.compose.rich_text import clean_letter
from mailbox.compose.signing import follow_author
from mailbox.compose.text_alternative import text_alternative
from mailbox.models import Draft, DraftVersion
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, NotFound, ServiceError

LONGEST_SUBJECT: Final = 900
LONGEST_WRITER: Final = 40
LONGEST_TEXT: Final = 1_000_000
CONTENT: Final = (
    "from_address",
    "to",
    "cc",
    "bcc",
    "subject",
    "text",
    "html",
    "is_rich",
    "with_quote",
)


class Format(StrEnum):
    """How a letter was written: by an editor, as plain text, or without scripts."""

    RICH = "rich"
    PLAIN = "plain"
    TYPED = ""


class AlreadySent(ServiceError):
    """The letter was sent from another tab; nothing more can be written into it."""

    code = "mail.already_sent"
    words = _("This message has been sent.")


class IsScheduled(AlreadySent):
    """The letter waits for its time; nothing more can be written into it."""

    code = "mail.is_scheduled"
    words = _("This letter is scheduled. To change it, press Edit under Scheduled.")


class TextTooLong(InvalidInput):
    """More text than a letter can hold."""

    code = "mail.text_too_long"
    words = _("This text is too long for a letter. Send it as a file instead.")


Content = tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a person has written into the form, as typed.

    `html` counts where the format is rich; what is typed without scripts keeps the
    formatting of a letter whose words it does not change.
    """

    from_address: str
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    format: Format = Format.TYPED
    with_quote: bool = True


@dataclass(frozen=True, slots=True)
class Writer:
    """Who saves: a tab with the place of this save among its own.

    A page without scripts has no name. `known_version` is the version that the
    writer had before it wrote; None asks nothing and always wins quietly.
    """

    known_version: int | None = None
    name: str = ""
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved draft, and what another had written, if that was replaced."""

    draft: Draft
    replaced: DraftVersion | None = None


def save_draft(draft: Draft, written: Written, writer: Writer | None = None) -> Saved:
    """Keep what was written; durable on return.

    The copy in the Drafts folder is left to `copies`. `draft` itself is brought up
    to date too.

    Raises:
        AlreadySent: Another tab has sent it; nothing was kept.
        NotFound: Another tab has discarded it.
        InvalidInput: The text is too much to be kept; nothing was.
    """
    writer = writer or Writer()
    with transaction.atomic():
        locked = lock_writable(draft)
        if _is_late(locked, writer):
            return Saved(locked)
        tidy = _tidied(locked, written)
        replaced = None
        if _has_another_written(locked, writer) and _content(locked) != tidy:
            replaced = keep_version(locked)
        _write(locked, tidy, writer)
    draft.__dict__.update(locked.__dict__)
    return Saved(draft, replaced)


def unfold_quote(draft: Draft) -> Draft:
    """Take the quote into the text, to be changed there.

    Raises:
        AlreadySent, NotFound: As `save_draft`.
    """
    with transaction.atomic():
        locked = lock_writable(draft)
        if locked.quote_text and locked.with_quote:
            locked.text, html = bodies_of(locked)
            locked.html = html or ""
            locked.with_quote = False
            _write(locked, _content(locked), Writer(name=locked.writer))
    draft.__dict__.update(locked.__dict__)
    return draft


def change_body(draft: Draft, change: Callable[[Draft], tuple[str, str]]) -> Draft:
    """Change what a letter says, outside of its form; gives text and HTML.

    Raises:
        AlreadySent, NotFound: As `save_draft`.
    """
    with transaction.atomic():
        locked = lock_writable(draft)
        locked.text, locked.html = change(locked)
        _write(locked, _content(locked), Writer(name=locked.writer))
    draft.__dict__.update(locked.__dict__)
    return draft


def keep_version(draft: Draft) -> DraftVersion:
    """Keep what a draft says now, as the latest of its writer."""
    kept, _created = DraftVersion.objects.update_or_create(
        draft=draft,
        writer=draft.writer,
        defaults={
            **{name: getattr(draft, name) for name in CONTENT},
            "written_at": draft.updated_at,
        },
    )
    return kept


def restore_version(draft: Draft, version: DraftVersion) -> Draft:
    """Put a kept version in the place of what the draft says, which is kept instead.

    Raises:
        AlreadySent, NotFound: As `save_draft`.
    """
    with transaction.atomic():
        locked = lock_writable(draft)
        content = tuple(getattr(version, name) for name in CONTENT)
        writer = version.writer
        keep_version(locked)
        if writer != locked.writer:
            DraftVersion.objects.filter(pk=version.pk).delete()
        _write(locked, content, Writer(name=writer))
    draft.__dict__.update(locked.__dict__)
    return draft


def lock_writable(draft: Draft) -> Draft:
    """Lock a draft that may still be written into, within a transaction.

    Raises:
        AlreadySent, NotFound: As `save_draft`.
    """
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise NotFound(detail=f"draft {draft.pk}")
    if locked.envelope_id is not None:
        raise AlreadySent(detail=f"draft {draft.pk}")
    if locked.scheduled_for is not None:
        raise IsScheduled(detail=f"draft {draft.pk}")
    return locked


def _is_late(draft: Draft, writer: Writer) -> bool:
    """Tell whether a later save of the same tab is here already."""
    is_same = bool(writer.name) and writer.name == draft.writer
    return is_same and 0 < writer.serial <= draft.writer_serial


def _has_another_written(draft: Draft, writer: Writer) -> bool:
    if writer.known_version is None or writer.known_version == draft.version:
        return False
    return not writer.name or writer.name != draft.writer


def _tidied(draft: Draft, written: Written) -> Content:
    """Give what is to be kept, in the order of `CONTENT`."""
    identity = get_identity(draft.mailbox, written.from_address)
    subject = " ".join(written.subject.split())[:LONGEST_SUBJECT]
    text, html, is_rich = _body(draft, written)
    if written.format == Format.TYPED and identity.address != draft.from_address:
        text, html = follow_author(draft, identity.address, (text, html))
        html = html if is_rich else ""
    people = (written.to, written.cc, written.bcc)
    ending = (text, html, is_rich, written.with_quote)
    return (identity.address, *people, subject, *ending)


def _body(draft: Draft, written: Written) -> tuple[str, str, bool]:
    text = written.text.replace("\r\n", "\n")
    if written.format == Format.RICH:
        html = clean_letter(written.html, picture=own_pictures(draft))
        return text_alternative(html), html, True
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(field="body", detail=f"{len(text)} characters")
    if written.format == Format.TYPED and draft.is_rich and text == draft.text:
        return text, draft.html, True
    return text, "", False


def _content(draft: Draft) -> Content:
    return tuple(getattr(draft, name) for name in CONTENT)


def _write(draft: Draft, content: Content, writer: Writer) -> None:
    for name, value in zip(CONTENT, content, strict=True):
        setattr(draft, name, value)
    draft.version += 1
    draft.writer = writer.name[:LONGEST_WRITER]
    draft.writer_serial = writer.serial
    draft.updated_at = clock.now()
    draft.save()
