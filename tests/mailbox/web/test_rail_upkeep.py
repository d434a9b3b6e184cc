"""The menus of the rail over HTTP: as pages, and as a script asks for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from mailbox.messages import folders, tags
from mailbox.models import Folder, Role, Tag
from tests.builders.mail import folder_of, mailbox_of

SCRIPT = {"HX-Request": "true", "HX-Target": "rail-menu"}


@pytest.fixture
def kilns(ann: Account) -> Folder:
    return folders.create_folder(mailbox_of(ann), "Kilns")


def url_of(folder: Folder) -> str:
    return reverse("mailbox:folder_manage", args=[folder.pk])


def post(client: Client, folder: Folder, **fields: str) -> Any:
    return client.post(url_of(folder), fields, headers=SCRIPT)


def test_a_script_gets_the_menu_alone(as_ann: Client, kilns: Folder) -> None:
    page = as_ann.get(url_of(kilns)).content
    menu = as_ann.get(url_of(kilns), headers=SCRIPT).content

    assert b'class="rail-acts"' in page
    assert page.count(b"<main") == 1
    assert menu.strip().startswith(b'<div class="rail-acts"')
    assert b"<main" not in menu


def test_a_script_is_answered_with_the_rail_as_it_is_now(
    as_ann: Client, kilns: Folder
) -> None:
    answer = post(as_ann, kilns, do="create", name="Invoices")

    rail = answer.content.decode()
    assert '<hx-partial hx-target="#rail"' in rail
    assert 'data-depth="2"' in rail
    assert "Folder created." in rail


def test_without_a_script_a_page_follows(as_ann: Client, kilns: Folder) -> None:
    renamed = as_ann.post(url_of(kilns), {"do": "rename", "name": "Ovens"})
    deleted = as_ann.post(url_of(kilns), {"do": "delete"})

    assert (renamed.status_code, renamed["Location"]) == (
        302,
        reverse("mailbox:folder", args=[kilns.pk]),
    )
    assert (deleted.status_code, deleted["Location"]) == (302, reverse("mailbox:inbox"))
    assert not Folder.objects.filter(pk=kilns.pk).exists()


def test_who_stands_in_what_is_deleted_is_sent_on(
    as_ann: Client, kilns: Folder
) -> None:
    here = reverse("mailbox:folder", args=[kilns.pk])
    answer = as_ann.post(
        url_of(kilns),
        {"do": "delete"},
        headers={**SCRIPT, "HX-Current-URL": f"http://testserver{here}"},
    )

    assert answer["HX-Location"] == reverse("mailbox:inbox")
    assert b"Undo" in answer.content


def test_folding_is_remembered_and_hides_what_is_within(
    as_ann: Client, ann: Account, kilns: Folder
) -> None:
    folders.create_folder(mailbox_of(ann), "Invoices", kilns)

    folded = post(as_ann, kilns, do="fold").content
    unfolded = post(as_ann, kilns, do="unfold").content

    assert b'data-depth="2" hidden' in folded
    assert b'aria-expanded="false"' in folded
    assert b'data-depth="2" hidden' not in unfolded


def test_a_refused_name_stays_in_its_field(as_ann: Client, kilns: Folder) -> None:
    answer = as_ann.post(
        reverse("mailbox:folder_new"), {"name": "Kilns"}, headers=SCRIPT
    )

    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert b'value="Kilns" aria-invalid="true"' in answer.content


@pytest.mark.parametrize(
    "fields", [{"do": "rename", "name": "Mine"}, {"do": "delete"}, {"do": "burn"}]
)
def test_a_system_folder_stays_as_it_is(
    as_ann: Client, ann: Account, fields: dict[str, str]
) -> None:
    inbox = folder_of(ann, Role.INBOX)

    assert post(as_ann, inbox, **fields).status_code == 422
    assert Folder.objects.get(pk=inbox.pk).name == inbox.name


def test_no_folder_moves_into_anothers(
    as_ann: Client, ben: Account, kilns: Folder
) -> None:
    bens = folders.create_folder(mailbox_of(ben), "Ben's")

    assert post(as_ann, kilns, do="move", parent=str(bens.pk)).status_code == 404
    assert post(as_ann, bens, do="move", parent=str(kilns.pk)).status_code == 404
    kilns.refresh_from_db()
    bens.refresh_from_db()
    assert (kilns.parent_id, bens.parent_id) == (None, None)


def test_anothers_tag_is_not_there(as_ann: Client, ben: Account) -> None:
    tag = tags.create_tag(mailbox_of(ben), "Fair")

    for name in ("tag", "tag_manage"):
        answer = as_ann.get(reverse(f"mailbox:{name}", args=[tag.pk]))
        assert answer.status_code == 404
    as_ann.post(reverse("mailbox:tag_manage", args=[tag.pk]), {"do": "delete"})
    assert Tag.objects.filter(pk=tag.pk).exists()
