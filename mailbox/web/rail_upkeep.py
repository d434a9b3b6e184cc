"""One folder or tag: what its menu in the rail offers, also as a page of its own.

A script asks for the menu alone (`HX-Target: rail-menu`) and posts its forms; it is
answered with the rail as it is now, and where to go if what was shown has gone.
"""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.device import device_of
from mailbox.messages import access, folders, tags
from mailbox.models import HUES, Folder, Tag
from mailbox.web.detail_values import FolderUpkeep, NameFault, TagUpkeep
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.shell import folder_links, is_part, tag_links
from mailbox.web.upkeep import delete_folder
from mailbox.web.whereabouts import whereabouts_of
from mailsvc.kit.errors import InvalidInput


@mail_page
@require_http_methods(["GET", "POST"])
def folder_manage(request: MailRequest, folder_id: int) -> HttpResponse:
    """Do with one folder what its menu offers."""
    folder = access.get_folder(request.user, folder_id)
    fault = None
    if request.method == "POST":
        try:
            _change_folder(request, folder)
            return _answer(request, "folder", folder.pk)
        except InvalidInput as error:
            fault = _fault(request, folder.pk, error)
    links = folder_links(request.rail.folders)
    page = FolderUpkeep.of(folder.pk, links, fault, uuid.uuid4().hex)
    return _page(request, "mailbox/folder_manage.html", page, fault)


@mail_page
@require_http_methods(["GET", "POST"])
def folder_new(request: MailRequest) -> HttpResponse:
    """Make a folder at the top level."""
    fault = None
    if request.method == "POST":
        try:
            folders.create_folder(request.mailbox, request.POST.get("name", ""))
            say(request, _("Folder created."))
            return _answer(request)
        except InvalidInput as error:
            fault = _fault(request, 0, error)
    return _page(request, "mailbox/folder_new.html", fault, fault)


@mail_page
@require_http_methods(["GET", "POST"])
def tag_manage(request: MailRequest, tag_id: int) -> HttpResponse:
    """Do with one tag what its menu offers."""
    tag = access.get_tag(request.user, tag_id)
    fault = None
    if request.method == "POST":
        try:
            _change_tag(request, tag)
            return _answer(request, "tag", tag_id)
        except InvalidInput as error:
            fault = _fault(request, tag_id, error)
    (link,) = tag_links([tag])
    page = TagUpkeep(link, tag.total, fault)
    return _page(request, "mailbox/tag_manage.html", page, fault)


@mail_page
@require_http_methods(["GET", "POST"])
def tag_new(request: MailRequest) -> HttpResponse:
    """Make a tag."""
    fault = None
    if request.method == "POST":
        try:
            name = request.POST.get("name", "")
            tags.create_tag(request.mailbox, name, _number(request, "hue"))
            say(request, _("Tag created."))
            return _answer(request)
        except InvalidInput as error:
            fault = _fault(request, 0, error)
    return _page(request, "mailbox/tag_new.html", fault, fault)


def _change_folder(request: MailRequest, folder: Folder) -> None:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    if do in ("fold", "unfold"):
        device = device_of(request)
        return folders.fold_folder(folder, device, is_folded=do == "fold")
    if do == "create":
        folders.create_folder(request.mailbox, name, folder)
        return say(request, _("Folder created."))
    if do == "rename":
        folders.rename_folder(folder, name)
        return say(request, _("Folder renamed."))
    if do == "move":
        number = _number(request, "parent")
        parent = access.get_folder(request.user, number) if number else None
        folders.move_folder(folder, parent)
        return say(request, _("Folder moved."))
    if do == "delete":
        return delete_folder(request, folder)
    raise InvalidInput(_("This cannot be done here."))


def _change_tag(request: MailRequest, tag: Tag) -> None:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    if do == "change":
        tags.change_tag(tag, name=name, hue=_number(request, "hue"))
        return say(request, _("Tag changed."))
    if do == "delete":
        tags.delete_tag(tag)
        return say(request, _("Tag deleted."))
    raise InvalidInput(_("This cannot be done here."))


def _answer(request: MailRequest, kind: str = "", number: int = 0) -> HttpResponse:
    """Give a script the rail as it is now; everyone else goes on to a page."""
    is_gone = request.POST.get("do") == "delete"
    here = whereabouts_of(request)
    if not is_part(request):
        if kind and not is_gone:
            return redirect(f"mailbox:{kind}", number)
        return redirect("mailbox:inbox")
    response = render(request, "mailbox/rail_changed.html")
    if is_gone and number == (here.folder_id if kind == "folder" else here.tag_id):
        response["HX-Location"] = reverse("mailbox:inbox")
    return response


def _page(
    request: MailRequest, template: str, page: object, fault: NameFault | None
) -> HttpResponse:
    context = {"upkeep": page, "hues": range(HUES)}
    return render(request, template, context, status=422 if fault else 200)


def _fault(request: MailRequest, number: int, error: InvalidInput) -> NameFault:
    typed, do = request.POST.get("name", ""), request.POST.get("do", "")
    return NameFault(number, typed, str(error.words), do)


def _number(request: MailRequest, name: str) -> int:
    raw = request.POST.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else 0
