"""Signatures over HTTP, without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.compose.own_text import OwnWords
from mailbox.compose.signatures import list_chosen, list_signatures, save_signature
from mailbox.models import Draft, MailAddress, Signature
from tests.builders.mail import mailbox_of

PAGE = "/settings/signatures/"


@pytest.fixture
def page(ann: Account, client: Client) -> Client:
    """A browser in which Ann is signed in."""
    client.force_login(ann)
    return client


@pytest.fixture
def work(ann: Account) -> Signature:
    return save_signature(mailbox_of(ann), OwnWords("Work", "Ann\nKiln"))


def test_signature_is_written_shown_and_changed(page: Client, ann: Account) -> None:
    fields = {"name": "Work", "html": "<div><b>Ann</b></div>", "format": "rich"}

    answer = page.post(f"{PAGE}new/", fields, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    (kept,) = list_signatures(mailbox_of(ann))
    assert f'href="{PAGE}{kept.pk}/"' in answer.text
    assert "&lt;b&gt;Ann&lt;/b&gt;" in page.get(f"{PAGE}{kept.pk}/").text

    page.post(f"{PAGE}{kept.pk}/", {"name": "Home", "body": "A."})
    kept.refresh_from_db()
    assert (kept.name, kept.text) == ("Home", "A.")


def test_refused_signature_comes_back_as_typed(page: Client) -> None:
    answer = page.post(f"{PAGE}new/", {"name": "Long", "body": "a" * 10_001})

    assert answer.status_code == 422
    assert "This is too long to keep." in answer.text
    assert 'value="Long"' in answer.text
    assert "a" * 10_001 in answer.text


def test_table_chooses_for_each_address(
    page: Client, ann: Account, work: Signature
) -> None:
    mine = mailbox_of(ann)
    alias = MailAddress.objects.create(mailbox=mine, address="desk@example.test")
    fields = {"do": "choose", f"new-{alias.pk}": work.pk, f"answers-{alias.pk}": "0"}

    page.post(PAGE, fields)

    own, other = list_chosen(mine)
    assert (own.for_new, own.for_answers) == (work.pk, work.pk)
    assert (other.for_new, other.for_answers) == (work.pk, None)


def test_signature_of_another_cannot_be_chosen(
    page: Client, ann: Account, ben: Account
) -> None:
    theirs = save_signature(mailbox_of(ben), OwnWords("Ben", "Ben"))
    (own,) = list_chosen(mailbox_of(ann))

    page.post(PAGE, {"do": "choose", f"new-{own.address_id}": theirs.pk})

    assert list_chosen(mailbox_of(ann))[0].for_new is None


def test_deleting_offers_undo(page: Client, ann: Account, work: Signature) -> None:
    answer = page.post(PAGE, {"do": "delete", "signature": work.pk}, follow=True)

    assert "Signature “Work” deleted." in answer.text
    assert 'name="do" value="restore"' in answer.text

    page.post(PAGE, {"do": "restore", "signature": work.pk})
    assert list_signatures(mailbox_of(ann)) == [work]


def test_menu_of_the_letter_puts_another_in(
    page: Client, ann: Account, work: Signature
) -> None:
    other = save_signature(mailbox_of(ann), OwnWords("Desk", "The desk"))
    begun = page.get("/compose/").text
    assert "-- \nAnn\nKiln" in begun
    assert f'name="sign" value="{other.pk}"' in begun

    written = {"body": "Hello\n\n-- \nAnn\nKiln", "sign": other.pk}
    page.post("/compose/", written)
    draft = Draft.objects.get()
    assert draft.text == "Hello\n\n-- \nThe desk"

    page.post(f"/compose/{draft.pk}/", {"body": draft.text, "sign": "0"})
    draft.refresh_from_db()
    assert draft.text == "Hello"
