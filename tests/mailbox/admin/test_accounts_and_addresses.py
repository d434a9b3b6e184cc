"""Opening and changing accounts, mailboxes, addresses and domains by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from accounts.signin.authenticate import find_account
from mailbox.models import Domain, MailAddress, Mailbox
from mailbox.provisioning import SYSTEM_FOLDERS
from mailbox.recipients import resolve_recipient
from tests.builders.mail import PASSWORD, mailbox_of

ADD = "admin:accounts_account_add"


def new_account(**fields: str) -> dict[str, str]:
    form = {"address": "cleo", "name": "张伟", "password1": PASSWORD}
    return {**form, "password2": PASSWORD, **fields}


def errors_of(answer: Any) -> str:
    return str(answer.context["adminform"].form.errors)


def test_an_account_is_opened_with_its_mailbox(pages: Client) -> None:
    answer = pages.post(reverse(ADD), new_account(is_staff="on"))

    assert answer.status_code == 302
    cleo = find_account("cleo", PASSWORD)
    assert cleo is not None
    assert (cleo.name, cleo.is_staff, cleo.is_superuser) == ("张伟", True, False)
    assert Mailbox.objects.get(account=cleo).folders.count() == len(SYSTEM_FOLDERS)
    assert answer["Location"] == reverse(
        "admin:accounts_account_change", args=[cleo.pk]
    )
    assert LogEntry.objects.get().object_id == str(cleo.pk)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": "ann"}, "This address is taken."),
        ({"address": "abuse"}, "This address is taken."),
        ({"address": "cleo@elsewhere.test"}, "at our own domain"),
        ({"address": "cleo+x"}, "cannot be a mailbox"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another-horse-9"}, "match"),
    ],
)
def test_what_cannot_be_opened_is_said(
    pages: Client, fields: dict[str, str], words: str
) -> None:
    from mailbox.provisioning import prepare_postmaster

    prepare_postmaster(Domain.objects.get())
    before = Account.objects.count()

    answer = pages.post(reverse(ADD), new_account(**fields))

    assert answer.status_code == 200
    assert words in errors_of(answer)
    assert Account.objects.count() == before


def test_an_account_can_be_stopped_and_is_out_at_once(
    pages: Client, ann: Account
) -> None:
    hers = Client()
    hers.force_login(ann)
    form = {"name": "Ann B.", "language": "zh-hans"}

    answer = pages.post(reverse("admin:accounts_account_change", args=[ann.pk]), form)

    assert answer.status_code == 302
    ann.refresh_from_db()
    assert (ann.name, ann.language, ann.is_active) == ("Ann B.", "zh-hans", False)
    assert ann.address == "ann@example.test"
    assert hers.get("/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_an_admin_cannot_lock_herself_out(pages: Client, olga: Account) -> None:
    form = {"name": "Olga", "language": "en"}

    pages.post(reverse("admin:accounts_account_change", args=[olga.pk]), form)

    olga.refresh_from_db()
    assert (olga.is_active, olga.is_staff, olga.is_superuser) == (True, True, True)


def test_a_person_gets_a_new_password(pages: Client, ann: Account) -> None:
    url = reverse("admin:auth_user_password_change", args=[ann.pk])
    form = {"password1": "another-horse-9", "password2": "another-horse-9"}

    assert pages.post(url, {**form, "usable_password": "true"}).status_code == 302
    assert find_account("ann", "another-horse-9") == ann


@pytest.mark.parametrize("name", ["account", "mailbox", "domain"])
def test_what_holds_mail_cannot_be_deleted(
    pages: Client, ann: Account, name: str
) -> None:
    app = "accounts" if name == "account" else "mailbox"
    rows = {"account": ann, "mailbox": mailbox_of(ann), "domain": Domain.objects.get()}

    url = reverse(f"admin:{app}_{name}_delete", args=[rows[name].pk])

    assert pages.post(url, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "bytes_"), [("7GB", 7 << 30), ("500 mb", 500 << 20), ("123", 123)]
)
def test_a_mailbox_gets_more_room(
    pages: Client, ann: Account, typed: str, bytes_: int
) -> None:
    url = reverse("admin:mailbox_mailbox_change", args=[mailbox_of(ann).pk])
    assert b'value="5GB"' in pages.get(url).content

    answer = pages.post(url, {"quota_bytes": typed, **NO_INLINE})

    assert answer.status_code == 302
    assert mailbox_of(ann).quota_bytes == bytes_


def test_a_room_that_is_no_size_is_refused(pages: Client, ann: Account) -> None:
    url = reverse("admin:mailbox_mailbox_change", args=[mailbox_of(ann).pk])

    answer = pages.post(url, {"quota_bytes": "plenty", **NO_INLINE})

    assert "Write a size such as 500MB or 5GB." in errors_of(answer)
    assert mailbox_of(ann).quota_bytes == 5 << 30


NO_INLINE = {"addresses-TOTAL_FORMS": "0", "addresses-INITIAL_FORMS": "0"}


def test_an_alias_leads_to_its_mailbox_and_can_be_taken_away(
    pages: Client, ann: Account
) -> None:
    mailbox = mailbox_of(ann)
    form = {"address": "Info", "mailbox": str(mailbox.pk)}

    pages.post(reverse("admin:mailbox_mailaddress_add"), form)

    assert resolve_recipient("info@example.test").mailbox_id == mailbox.pk
    alias = MailAddress.objects.get(address="info@example.test")
    url = reverse("admin:mailbox_mailaddress_delete", args=[alias.pk])
    assert pages.post(url, {"post": "yes"}).status_code == 302
    assert not MailAddress.objects.filter(pk=alias.pk).exists()


def test_an_alias_that_is_somebodys_is_refused(pages: Client, ann: Account) -> None:
    form = {"address": "ann", "mailbox": str(mailbox_of(ann).pk)}

    answer = pages.post(reverse("admin:mailbox_mailaddress_add"), form)

    assert "This address is taken." in errors_of(answer)


def test_a_mailboxs_own_address_stays(pages: Client, ann: Account) -> None:
    own = MailAddress.objects.get(address=ann.address)

    url = reverse("admin:mailbox_mailaddress_delete", args=[own.pk])

    assert pages.post(url, {"post": "yes"}).status_code == 403


def test_a_new_domain_gets_key_and_postmaster(pages: Client) -> None:
    pages.post(reverse("admin:mailbox_domain_add"), {"name": "Bücher.Example"})

    domain = Domain.objects.get(name="xn--bcher-kva.example")
    assert domain.dkim_public
    assert resolve_recipient("postmaster@xn--bcher-kva.example").mailbox_id
    page = pages.get(reverse("admin:mailbox_domain_change", args=[domain.pk]))
    assert domain.dkim_public in page.content.decode()
    assert domain.dkim_key_sealed not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("example.test", "This domain is here already."),
        ("not a domain", "This is not a domain name."),
        ("[192.0.2.1]", "This is not a domain name."),
        ("localhost", "This is not a domain name."),
    ],
)
def test_a_domain_that_cannot_be_is_refused(
    pages: Client, name: str, words: str
) -> None:
    answer = pages.post(reverse("admin:mailbox_domain_add"), {"name": name})

    assert words in errors_of(answer)
    assert Domain.objects.count() == 1
