"""The composer: on a page of its own, or in the dock of another page."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mailbox.compose import files, uploads
from mailbox.compose.checks import Noticed
from mailbox.compose.recipients import usable_recipients
from mailbox.compose.replies import Action
from mailbox.compose.signatures import list_signatures
from mailbox.messages import access
from mailbox.models import Draft, DraftVersion, Role
from mailbox.web.compose_values import (
    ComposePage,
    DraftFileLink,
    OtherVersion,
    OwnTextLink,
    UploadLink,
    key_of,
)
from mailbox.web.doors import MailRequest
from mailbox.web.forms import LetterForm, initial_of

QUOTE_SHOWN = 8000
ANSWERS = (Action.REPLY, Action.REPLY_ALL)


def show_composer(
    request: MailRequest,
    found: Draft,
    form: LetterForm | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    """Answer with the composer; a form that is given came back with words."""
    shown = form or LetterForm(request.mailbox, initial=initial_of(found))
    shown.auto_id = f"{key_of(found.pk)}-%s"
    request.shell_current = {"folder_id": None}  # type: ignore[attr-defined]
    page = compose_page(request, found, is_conflict=status == 409)
    template = "mailbox/compose_dock.html" if page.is_docked else "mailbox/compose.html"
    answer = status or (422 if form is not None else 200)
    return render(request, template, {"compose": page, "form": shown}, status=answer)


def show_noticed(
    request: MailRequest, found: Draft, noticed: tuple[Noticed, ...], doing: str
) -> HttpResponse:
    """Answer with the composer, which says what to look at before the letter goes."""
    form = LetterForm(request.mailbox, initial=initial_of(found))
    form.auto_id = f"{key_of(found.pk)}-%s"
    request.shell_current = {"folder_id": None}  # type: ignore[attr-defined]
    page = replace(compose_page(request, found), noticed=noticed, doing=doing)
    shown = {"compose": page, "form": form, "when": request.POST.get("when", "")}
    return render(request, "mailbox/compose.html", shown, status=422)


def is_docked(request: MailRequest) -> bool:
    """Tell whether a script asks for a composer beside what is on the page."""
    return request.headers.get("HX-Target") == "dock"


def compose_page(
    request: MailRequest, found: Draft, *, is_conflict: bool = False
) -> ComposePage:
    """Make the value of the composer for a draft, kept or not kept yet."""
    is_kept = found.pk is not None
    return ComposePage(
        kind=found.action,
        action_url=draft_url(found) if is_kept else request.path,
        close_url=close_url(request, found),
        title=title_of(found),
        draft_id=found.pk,
        version=found.version,
        parent_number=found.parent_number,
        files=_files(found) if is_kept else (),
        uploads=_uploads(found) if is_kept else (),
        saved_at=found.updated_at if is_kept and found.version > 1 else None,
        undo_seconds=request.user.preferences.undo_seconds,
        limit_bytes=files.most_bytes_of_files(),
        show_cc=bool(found.cc),
        show_bcc=bool(found.bcc),
        others=_others(found) if is_kept else (),
        fault=found.fault,
        is_conflict=is_conflict,
        is_rich=found.is_rich,
        quote=_quote(found),
        with_quote=found.with_quote,
        is_docked=is_docked(request),
        signatures=_signatures(request),
    )


def title_of(found: Draft) -> str:
    """Say what is being written: an answer names whom it answers."""
    if found.action == Action.FORWARD:
        return _("Forward")
    if found.action not in ANSWERS:
        return _("New message")
    people = usable_recipients(found.to)[:2]
    if not people:
        return _("Reply")
    if found.action == Action.REPLY_ALL:
        return _("Reply to all")
    return _("Reply to %(name)s") % {"name": people[0].name or people[0].address}


def draft_url(found: Draft) -> str:
    """Where a kept draft is."""
    return reverse("mailbox:draft", args=[found.pk])


def close_url(request: MailRequest, found: Draft) -> str:
    """Where closing leads: to the letter that is answered, else to the Inbox."""
    if found.parent_number:
        return parent_url(request, found.parent_number)
    folder = access.get_role_folder(request.user, Role.INBOX)
    return reverse("mailbox:folder", args=[folder.pk])


def parent_url(request: MailRequest, number: int) -> str:
    """Where the letter is that is answered; the Inbox if it has gone."""
    entry = access.list_entries_of_messages(request.user, [number]).first()
    if entry is None:
        return reverse("mailbox:inbox")
    return reverse(
        "mailbox:conversation", args=[entry.folder_id, entry.conversation_id]
    )


def other_version(version: DraftVersion) -> OtherVersion:
    """Give the link to a kept version."""
    url = reverse("mailbox:draft_version", args=[version.draft_id, version.pk])
    return OtherVersion(url, version.written_at)


def _files(found: Draft) -> tuple[DraftFileLink, ...]:
    """Show what goes as a file; of a plain letter that is every picture, too."""
    rows = found.files.order_by("pk")
    rows = rows.filter(is_inline=False) if found.is_rich else rows
    return tuple(
        DraftFileLink(file.pk, file.filename, file.size_bytes) for file in rows
    )


def _uploads(found: Draft) -> tuple[UploadLink, ...]:
    return tuple(
        UploadLink(
            reverse("mailbox:draft_upload", args=[found.pk, each.pk]),
            each.filename,
            each.size_bytes,
            each.received_bytes,
        )
        for each in uploads.list_open_uploads(found)
    )


def _signatures(request: MailRequest) -> tuple[OwnTextLink, ...]:
    return tuple(
        OwnTextLink(each.pk, each.name) for each in list_signatures(request.mailbox)
    )


def _others(found: Draft) -> tuple[OtherVersion, ...]:
    rows = found.versions.order_by("-written_at").defer("text", "html")
    return tuple(other_version(row) for row in rows)


def _quote(found: Draft) -> str:
    """Begin the quote that is folded below; none if it is in the text already."""
    first = found.quote_text.partition("\n")[0]
    is_unfolded = not found.with_quote and first in found.text
    return "" if is_unfolded else found.quote_text[:QUOTE_SHOWN]
