"""Who comes to the admin pages: admins; everyone else is led away, and told why."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import Account
from tests.builders.mail import open_test_account

LISTS = (
    "accounts_account",
    "mailbox_mailbox",
    "mailbox_mailaddress",
    "mailbox_domain",
    "mailbox_outgoingenvelope",
    "mailbox_arrival",
    "mailbox_tracestep",
)


def client_of(account: Account | None) -> Client:
    client = Client()
    if account is not None:
        client.force_login(account)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_is_led_to_our_own_sign_in(db: None, name: str) -> None:
    url = reverse(f"admin:{name}_changelist")

    answer = Client().get(url, follow=True)

    assert [to for to, _status in answer.redirect_chain][-1] == f"/sign-in/?next={url}"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rights", ["none", "staff", "not active"])
def test_who_is_no_admin_sees_nothing(ann: Account, name: str, rights: str) -> None:
    ann.is_staff, ann.is_superuser = rights == "staff", rights == "not active"
    ann.save()

    answer = client_of(ann).get(reverse(f"admin:{name}_changelist"), follow=True)

    assert answer.status_code == 403


def test_an_admin_who_is_no_longer_active_is_out(pages: Client, olga: Account) -> None:
    assert pages.get("/admin/").status_code == 200

    Account.objects.filter(pk=olga.pk).update(is_active=False)

    assert pages.get("/admin/").status_code == 302


def test_no_password_can_be_guessed_at_the_admin_pages(olga: Account) -> None:
    form = {"username": olga.address, "password": "correct-horse-9"}

    answer = Client().post("/admin/login/", form)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    assert not answer.cookies.get("sessionid")


def test_signing_out_here_is_signing_out_everywhere(pages: Client) -> None:
    answer = pages.post("/admin/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert pages.get("/admin/").status_code == 302


def test_pages_keep_the_policy_but_for_trusted_types(pages: Client) -> None:
    policy = pages.get("/admin/")["Content-Security-Policy"].split("; ")

    assert {"script-src 'self'", "style-src 'self'", "default-src 'none'"} <= {*policy}
    assert not [rule for rule in policy if "unsafe" in rule or "trusted" in rule]


def test_other_pages_keep_trusted_types(pages: Client) -> None:
    assert (
        "trusted-types"
        in pages.get("/sign-in/", follow=True)["Content-Security-Policy"]
    )


def test_only_admins_find_the_way_in_the_bar(pages: Client, ann: Account) -> None:
    cleo = open_test_account("cleo")
    Account.objects.filter(pk=cleo.pk).update(is_staff=True)

    assert b'href="/admin/"' in pages.get("/", follow=True).content
    for account in (ann, cleo):
        assert b'href="/admin/"' not in client_of(account).get("/", follow=True).content


def test_every_admin_page_asks_who_comes(ann: Account) -> None:
    asked = client_of(ann)
    for path in admin_paths():
        answer = asked.get(path, follow=True)
        assert answer.status_code in (403, 404, 405), path


def admin_paths() -> list[str]:
    """List every path of the admin pages, with 1 for each argument."""
    (admin,) = (
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and each.namespace == "admin"
    )
    return [f"/{path}" for path in _paths(admin, "")]


def _paths(found: URLResolver | URLPattern, before: str) -> list[str]:
    path = before + re.sub(r"<[^>]+>|\(\?P.*", "1", str(found.pattern).strip("^$"))
    if isinstance(found, URLPattern):
        return [path] if "logout" not in path else []
    return [each for inner in found.url_patterns for each in _paths(inner, path)]
