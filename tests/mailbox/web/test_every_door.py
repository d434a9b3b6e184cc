"""What holds at every URL, from its row in the table of doors alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from tests.builders.annas import SECRET, Things, everything_of, own_one_of_each
from tests.builders.mail import mailbox_of
from tests.mailbox.web.doors_table import DOORS, Door, find_urls

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_SUCH: Final = {"IntConverter": (0, 987_654_321, 10**30), "StringConverter": ("9",)}
ARGUMENTS: Final = dict(find_urls())
PRIVATE: Final = [name for name, door in DOORS.items() if not door.is_public]
NAMING: Final = [name for name in PRIVATE if ARGUMENTS[name]]
POSTING: Final = [name for name, door in DOORS.items() if "POST" in door.methods]
MAIL: Final = [name for name in PRIVATE if name.startswith("mailbox:")]
READING: Final = [name for name, door in DOORS.items() if "GET" in door.methods]

every_door = pytest.mark.parametrize("name", DOORS)


@pytest.fixture
def annas(ann: Account) -> Things:
    """One of everything, Ann's."""
    return own_one_of_each(ann)


def signed_in(account: Account, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(account)
    return client


def url_of(name: str, annas: Things, **other: object) -> str:
    names = DOORS[name].names
    given = {each: annas[names.get(each, each)] for each in ARGUMENTS[name]}
    return reverse(name, kwargs={**given, **other})


def knock(
    client: Client, method: str, name: str, annas: Things, **headers: str
) -> HttpResponseBase:
    """Use a door as its row says."""
    url, fields = url_of(name, annas), DOORS[name].fields
    if method == "POST":
        data = {each: text.format(**annas) for each, text in fields.items()}
        return client.post(url, data, headers=headers)
    return client.generic(method, url, headers=headers)


def content_of(response: HttpResponseBase) -> bytes:
    return response.getvalue() if hasattr(response, "getvalue") else b""


@pytest.mark.parametrize("name", PRIVATE)
def test_stranger_has_to_sign_in(name: str, annas: Things) -> None:
    for method in DOORS[name].methods.split():
        response = knock(Client(), method, name, annas)

        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=/")


@every_door
def test_owner_passes(name: str, ann: Account, annas: Things) -> None:
    for method in DOORS[name].methods.split():
        response = knock(signed_in(ann), method, name, annas)

        assert response.status_code in (200, 302)


@pytest.mark.parametrize("name", [name for name in POSTING if DOORS[name].changes])
def test_owner_changes_something(name: str, ann: Account, annas: Things) -> None:
    before = everything_of(mailbox_of(ann))

    knock(signed_in(ann), "POST", name, annas)

    assert everything_of(mailbox_of(ann)) != before


@every_door
def test_another_person_sees_nothing_and_changes_nothing(
    name: str, ann: Account, ben: Account, annas: Things
) -> None:
    before = everything_of(mailbox_of(ann))
    for method in DOORS[name].methods.split():
        response = knock(signed_in(ben), method, name, annas)

        assert SECRET.encode() not in content_of(response)
        assert response.status_code == 404 or name not in NAMING
    assert everything_of(mailbox_of(ann)) == before


@pytest.mark.parametrize("name", NAMING)
def test_what_is_not_there_is_not_found(name: str, ann: Account, annas: Things) -> None:
    for argument, converter in ARGUMENTS[name].items():
        for absent in NO_SUCH[converter]:
            url = url_of(name, annas, **{argument: absent})
            for method in DOORS[name].methods.split():
                response = signed_in(ann).generic(method, url)

                assert response.status_code == 404, url


@every_door
def test_other_methods_are_refused(name: str, ann: Account, annas: Things) -> None:
    for method in METHODS:
        if method not in DOORS[name].methods:
            response = knock(signed_in(ann), method, name, annas)

            assert response.status_code == 405, method
            assert DOORS[name].methods.split()[0] in response["Allow"]


@pytest.mark.parametrize("name", POSTING)
def test_form_without_its_token_changes_nothing(
    name: str, ann: Account, annas: Things
) -> None:
    before = everything_of(mailbox_of(ann))

    response = signed_in(ann, enforce_csrf_checks=True).post(url_of(name, annas))

    assert response.status_code == 403
    assert everything_of(mailbox_of(ann)) == before


@pytest.mark.parametrize("name", READING)
def test_looking_ahead_changes_nothing(name: str, ann: Account, annas: Things) -> None:
    before = everything_of(mailbox_of(ann))
    ahead = {"Sec-Purpose": "prefetch;prerender"}

    knock(signed_in(ann), "HEAD", name, annas)
    knock(signed_in(ann), "GET", name, annas, **ahead)
    knock(signed_in(ann), "GET", name, annas, Purpose="prefetch")
    knock(signed_in(ann), "GET", name, annas, **{"Sec-Fetch-Dest": "image"})

    assert everything_of(mailbox_of(ann)) == before


@pytest.mark.parametrize("name", READING)
def test_no_cache_keeps_it_and_nothing_in_it_may_run(
    name: str, ann: Account, annas: Things
) -> None:
    response = knock(signed_in(ann), "GET", name, annas)

    assert {"private", "no-store"} <= set(_words(response["Cache-Control"], ","))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.get("X-DNS-Prefetch-Control") == "off" or name not in MAIL
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    _check_policy(response, DOORS[name])


def _check_policy(response: HttpResponseBase, door: Door) -> None:
    policy = {
        words[0]: words[1:]
        for words in map(str.split, response["Content-Security-Policy"].split(";"))
    }
    scripts = policy.get("script-src", policy["default-src"])
    assert policy["default-src"] == ["'none'"]
    assert set(scripts) <= {"'self'", "'none'"}
    if door.is_framed:
        assert "allow-scripts" not in policy["sandbox"]
        assert policy["frame-ancestors"] == ["'self'"]
    elif "sandbox" not in policy:
        assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
        assert policy["style-src"] == ["'self'"]
        assert response["X-Frame-Options"] == "DENY"


def _words(text: str, comma: str) -> Iterator[str]:
    return (word.strip() for word in text.split(comma))
