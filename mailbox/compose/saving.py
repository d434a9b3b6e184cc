"""Saving a draft, from whatever tab: the later save wins, and nothing is lost.

Each save says which version its writer had before it. If another wrote in
between, what that one had written is kept as a version, one for each writer,
and the answer says so. Saves of one tab carry a serial, because a browser that
is closing sends its last save beside the one that is under way.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailbox.compose.identities import get_identity
from mailbox.models import Draft, DraftVersion
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound, ServiceError

LONGEST_SUBJECT: Final = 900
LONGEST_WRITER: Final = 40
CONTENT: Final = ("from_address", "to", "cc", "bcc", "subject", "text")


class AlreadySent(ServiceError):
    """The letter was sent from another tab; nothing more can be written into it."""

    code = "mail.already_sent"
    words = _("This message has been sent.")


@dataclass(frozen=True, slots=True)
class Written:
    """What a person has written into the form, as typed."""

    from_address: str
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    text: str = ""


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
    """
    writer = writer or Writer()
    with transaction.atomic():
        locked = _lock(draft)
        if _is_late(locked, writer):
            return Saved(locked)
        tidy = _tidied(locked, written)
        replaced = None
        if _has_another_written(locked, writer) and _content(locked) != tidy:
            replaced = keep_version(locked)
        _write(locked, tidy, writer)
    draft.__dict__.update(locked.__dict__)
    return Saved(draft, replaced)


def keep_version(draft: Draft) -> DraftVersion:
    """Keep what a draft says now, as the latest of its writer."""
    kept, _created = DraftVersion.objects.update_or_create(
        draft=draft,
        writer=draft.writer,
        defaults={
            **{name: getattr(draft, name) for name in CONTENT},
            "html": draft.html,
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
        locked = _lock(draft)
        content = tuple(getattr(version, name) for name in CONTENT)
        html, writer = version.html, version.writer
        keep_version(locked)
        if writer != locked.writer:
            DraftVersion.objects.filter(pk=version.pk).delete()
        locked.html = html
        _write(locked, content, Writer(name=writer))
    draft.__dict__.update(locked.__dict__)
    return draft


def _lock(draft: Draft) -> Draft:
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise NotFound(detail=f"draft {draft.pk}")
    if locked.envelope_id is not None:
        raise AlreadySent(detail=f"draft {draft.pk}")
    return locked


def _is_late(draft: Draft, writer: Writer) -> bool:
    """Tell whether a later save of the same tab is here already."""
    is_same = bool(writer.name) and writer.name == draft.writer
    return is_same and 0 < writer.serial <= draft.writer_serial


def _has_another_written(draft: Draft, writer: Writer) -> bool:
    if writer.known_version is None or writer.known_version == draft.version:
        return False
    return not writer.name or writer.name != draft.writer


def _tidied(draft: Draft, written: Written) -> tuple[str, ...]:
    identity = get_identity(draft.mailbox, written.from_address)
    subject = " ".join(written.subject.split())[:LONGEST_SUBJECT]
    text = written.text.replace("\r\n", "\n")
    _from, to, cc, bcc, _subject, _text = astuple(written)
    return (identity.address, to, cc, bcc, subject, text)


def _content(draft: Draft) -> tuple[str, ...]:
    return tuple(getattr(draft, name) for name in CONTENT)


def _write(draft: Draft, content: tuple[str, ...], writer: Writer) -> None:
    for name, value in zip(CONTENT, content, strict=True):
        setattr(draft, name, value)
    draft.version += 1
    draft.writer = writer.name[:LONGEST_WRITER]
    draft.writer_serial = writer.serial
    draft.updated_at = clock.now()
    draft.save()
