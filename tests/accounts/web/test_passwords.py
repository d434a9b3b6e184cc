"""A password is changed with the current one, and other sessions end."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account, Device
from accounts.preferences.choosing import change_choice
from tests.builders.mail import PASSWORD

URL = "/settings/account/password/"
NEW = "battery staple 7"
FORM = {"current": PASSWORD, "wanted": NEW, "again": NEW}


def test_password_is_changed_and_only_this_session_stays(
    browser: Client, ann: Account
) -> None:
    elsewhere = Client()
    elsewhere.force_login(ann)

    answer = browser.post(URL, FORM, follow=True)

    assert "signed out everywhere else" in answer.text
    assert browser.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302
    assert Account.objects.get(pk=ann.pk).check_password(NEW)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("current", "wrong", "This is not your current password."),
        ("again", "another one 8", "The two new passwords are not the same."),
        ("wanted", PASSWORD, "This is the password you have now."),
        ("wanted", "short", "This is too short to be safe"),
        ("wanted", "password", "passwords that are guessed first"),
        ("wanted", "", "This field is required."),
        ("wanted", "x" * 1025, "at most 1024 characters"),
    ],
)
def test_password_stays_where_something_is_wrong(
    browser: Client, ann: Account, field: str, typed: str, words: str
) -> None:
    form = {**FORM, field: typed}
    if field == "wanted":
        form["again"] = typed

    answer = browser.post(URL, form)

    assert answer.status_code == 422
    assert words in answer.text
    assert NEW not in answer.text
    assert PASSWORD not in answer.text
    assert Account.objects.get(pk=ann.pk).check_password(PASSWORD)


def test_wrong_guesses_slow_down_as_at_the_door(browser: Client, ann: Account) -> None:
    for _ in range(6):
        browser.post(URL, {**FORM, "current": "wrong"})

    answer = browser.post(URL, FORM)

    assert answer.status_code == 422
    assert "Too many wrong guesses" in answer.text


def test_refusal_is_told_in_chinese(browser: Client, ann: Account) -> None:
    change_choice(ann, "language", "zh-hans", Device.DESK)

    wrong = browser.post(URL, {**FORM, "current": "x"}).text
    short = browser.post(URL, {**FORM, "wanted": "x", "again": "x"}).text

    assert "这不是您当前的密码。" in wrong
    assert "8 个字符" in short.split('id="note-wanted"')[1]


def test_looking_at_the_address_of_the_form_leads_to_its_page(browser: Client) -> None:
    assert browser.get(URL)["Location"] == "/settings/account/"
