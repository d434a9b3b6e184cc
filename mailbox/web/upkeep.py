"""Upkeep of one's own folders and tags."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mailbox.messages import access, deeds, folders, tags
from mailbox.models import HUES, Folder
from mailbox.web.detail_values import FoldersPage, NameFault, TagsPage
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.shell import folder_links, tag_links
from mailsvc.kit.errors import InvalidInput


@mail_page
@require_http_methods(["GET", "POST"])
def folders_manage(request: MailRequest) -> HttpResponse:
    """Make, rename and delete folders."""
    fault = None
    if request.method == "POST":
        try:
            _change_folder(request)
            return redirect("mailbox:folders_manage")
        except InvalidInput as error:
            fault = _fault(request, "folder", error)
    links = folder_links(request.rail.folders)
    page = FoldersPage(tuple(link for link in links if not link.role), fault)
    status = 422 if fault else 200
    return render(
        request, "mailbox/folders_manage.html", {"upkeep": page}, status=status
    )


@mail_page
@require_http_methods(["GET", "POST"])
def tags_manage(request: MailRequest) -> HttpResponse:
    """Make, rename, colour and delete tags."""
    fault = None
    if request.method == "POST":
        try:
            say(request, _change_tag(request))
            return redirect("mailbox:tags_manage")
        except InvalidInput as error:
            fault = _fault(request, "tag", error)
    page = TagsPage(tag_links(request.rail.tags), fault)
    context = {"upkeep": page, "hues": range(HUES)}
    status = 422 if fault else 200
    return render(request, "mailbox/tags_manage.html", context, status=status)


def _change_folder(request: MailRequest) -> None:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    if do == "create":
        folders.create_folder(request.mailbox, name)
        return say(request, _("Folder created."))
    folder = access.get_folder(request.user, _number(request, "folder"))
    if do == "rename":
        folders.rename_folder(folder, name)
        return say(request, _("Folder renamed."))
    return delete_folder(request, folder)


def _change_tag(request: MailRequest) -> str:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    if do == "create":
        tags.create_tag(request.mailbox, name, _number(request, "hue"))
        return _("Tag created.")
    tag = access.get_tag(request.user, _number(request, "tag"))
    if do == "change":
        tags.change_tag(tag, name=name, hue=_number(request, "hue"))
        return _("Tag changed.")
    tags.delete_tag(tag)
    return _("Tag deleted.")


def delete_folder(request: MailRequest, folder: Folder) -> None:
    """Delete a folder, and offer to bring it back."""
    deed = deeds.remove_folder(request.mailbox, folder, str(uuid.uuid4()))
    if deed.is_shown:
        return
    say(
        request,
        _("Folder deleted. Its letters are in Trash."),
        undo_url=reverse("mailbox:undo_act"),
        undo_fields={"key": deed.key},
    )


def _fault(request: MailRequest, field: str, error: InvalidInput) -> NameFault:
    return NameFault(
        item_id=_number(request, field),
        typed=request.POST.get("name", ""),
        words=str(error.words),
    )


def _number(request: MailRequest, name: str) -> int:
    raw = request.POST.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else 0
