"""Settings over HTTP, without a script: asked, kept, refused, shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, Device
from accounts.preferences.choosing import change_choice
from accounts.web.settings_pages import GROUPS
from accounts.web.settings_table import PAGES
from mailbox.models import Role
from mailsvc.kit import clock
from tests.builders.mail import PASSWORD, Letter, folder_of, receive

LOOK = "/settings/look/"
REPORT = "/settings/device/"
PATHS = ["/settings/", *(f"/settings/{page.key}/" for page in PAGES)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "path", ["/settings/", *(f"/settings/{p.key}/" for p in PAGES)]
)
def test_page_of_settings_opens(
    browser: Client, ann: Account, path: str, language: str
) -> None:
    change_choice(ann, "language", language, Device.DESK)

    answer = browser.get(path)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_settings_ask_who_it_is(db: None) -> None:
    for page in PAGES:
        path = f"/settings/{page.key}/"
        assert Client().get(path)["Location"] == f"/sign-in/?next={path}"
        assert Client().post(path, {"theme": "dark"}).status_code == 302


def test_rail_leads_to_every_page(browser: Client) -> None:
    html = browser.get(LOOK).text

    for page in (page for group in GROUPS for page in group.pages):
        assert f'href="{reverse(page.url_name)}"' in html
    assert f'href="{LOOK}" aria-current="page"' in html


def test_choice_is_kept_and_the_next_page_has_it(browser: Client, ann: Account) -> None:
    answer = browser.post(LOOK, {"theme": "dark", "accent": "plum"}, follow=True)

    assert answer.redirect_chain == [(LOOK, 302)]
    assert 'data-theme="dark" data-accent="plum"' in answer.text
    assert "Saved." in answer.text


def test_wrong_choice_comes_back_with_words_and_the_rest_is_kept(
    browser: Client, ann: Account
) -> None:
    answer = browser.post(LOOK, {"theme": "pink", "accent": "plum"})

    assert answer.status_code == 422
    assert "This is not one of the choices." in answer.text
    assert 'data-accent="plum"' in answer.text


def test_page_takes_only_its_own_settings(browser: Client, ann: Account) -> None:
    browser.post(LOOK, {"undo_seconds": "0"})

    assert Account.objects.get(pk=ann.pk).preferences.undo_seconds == 10


def test_language_changes_the_very_answer(browser: Client) -> None:
    answer = browser.post("/settings/time/", {"language": "zh-hans"}, follow=True)

    assert '<html lang="zh-hans"' in answer.text
    assert "已保存。" in answer.text


def test_frame_says_how_the_list_looks_on_this_device(
    browser: Client, ann: Account
) -> None:
    change_choice(ann, "density", "compact", Device.PHONE)
    change_choice(ann, "reader", "below", Device.DESK)

    desk = browser.get("/", follow=True).text
    phone = browser.get("/", follow=True, headers={"User-Agent": "x Mobile"}).text

    assert 'data-reader="below" data-density="normal"' in desk
    assert 'data-density="compact"' in phone


def test_preferences_come_with_the_account_and_cost_no_query(
    browser: Client, ann: Account
) -> None:
    receive(ann, Letter())
    change_choice(ann, "theme", "dark", Device.DESK)
    url = f"/mail/{folder_of(ann, Role.INBOX).pk}/"

    with CaptureQueriesContext(connection) as asked:
        html = browser.get(url).text

    of_account = [each["sql"] for each in asked if '"accounts_account"' in each["sql"]]
    of_preferences = [each["sql"] for each in asked if "preferences" in each["sql"]]
    assert 'data-theme="dark"' in html
    assert of_account == of_preferences
    assert len(of_account) == 1


def test_device_reports_its_class_and_zone_for_the_session(
    browser: Client, ann: Account
) -> None:
    change_choice(ann, "density", "roomy", Device.TABLET)

    answer = browser.post(REPORT, {"device": "tablet", "zone": "Asia/Kathmandu"})

    assert answer.json() == {"size": "normal", "density": "roomy", "reader": "right"}
    with clock.at(datetime(2026, 9, 24, 12, tzinfo=UTC)):
        assert 'data-density="roomy"' in browser.get("/", follow=True).text
        assert "17:45" in browser.get("/", follow=True).text


def test_chosen_zone_wins_over_that_of_the_device(
    browser: Client, ann: Account
) -> None:
    change_choice(ann, "time_zone", "Asia/Shanghai", Device.DESK)
    change_choice(ann, "hour_clock", "12", Device.DESK)

    browser.post(REPORT, {"device": "desk", "zone": "Asia/Kathmandu"})

    with clock.at(datetime(2026, 9, 24, 12, tzinfo=UTC)):
        assert "8:00 pm" in browser.get("/", follow=True).text


def test_device_is_known_from_the_first_page_on(ann: Account) -> None:
    client = Client()
    form = {"address": "ann", "password": PASSWORD, "device": "phone", "zone": "UTC"}

    client.post("/sign-in/", form)

    assert (client.session["device"], client.session["zone"]) == ("phone", "UTC")


def test_nonsense_about_the_device_is_not_remembered(browser: Client) -> None:
    browser.post(REPORT, {"device": "toaster", "zone": "Mars/Olympus"})

    assert not {"device", "zone"} & set(browser.session.keys())
