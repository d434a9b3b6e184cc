"""Reading over HTTP: what marks a letter read, and letters too large to show whole."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.messages.flags import mark_flagged
from mailbox.mime.build import FileToSend
from mailbox.models import Entry, Message, Role
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive


def url_of(message: Message, account: Account) -> str:
    inbox = folder_of(account, Role.INBOX).pk
    return f"/mail/{inbox}/c/{message.conversation_id}/"


def test_opening_a_letter_marks_it_read(as_ann: Client, ann: Account) -> None:
    (message,) = receive(ann, Letter())

    as_ann.get(url_of(message, ann))

    assert entries_of(ann)[0].seen


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Dest": "iframe"},
    ],
)
def test_looking_ahead_leaves_it_unread(
    headers: dict[str, str], as_ann: Client, ann: Account
) -> None:
    (message,) = receive(ann, Letter())

    response = as_ann.get(url_of(message, ann), headers=headers)
    as_ann.head(url_of(message, ann))

    assert response.status_code == 200
    assert not Entry.objects.filter(seen=True).exists()


def test_of_thousands_of_recipients_some_are_named_and_the_rest_counted(
    as_ann: Client, ann: Account
) -> None:
    people = tuple(f"p{number}@ok.test" for number in range(2000))
    (message,) = receive(ann, Letter(to=people))

    page = as_ann.get(url_of(message, ann)).text

    assert "p99@ok.test" in page
    assert "p100@ok.test" not in page
    assert "and 1900 more" in page
    assert "p1999@ok.test" in as_ann.get(f"/m/{message.pk}/headers/").text


def test_of_hundreds_of_files_some_are_named_and_all_can_be_saved(
    as_ann: Client, ann: Account
) -> None:
    files = tuple(FileToSend(f"f{n}.txt", "text/plain", b"x") for n in range(120))
    (message,) = receive(ann, Letter(files=files))

    page = as_ann.get(url_of(message, ann)).text

    assert "f99.txt" in page
    assert "f100.txt" not in page
    assert "and 20 more" in page
    assert "Save all" in page


def test_letter_without_words_says_so(as_ann: Client, ann: Account) -> None:
    (message,) = receive(ann, b"From: eve@evil.test\r\nSubject: Nothing\r\n\r\n \r\n")

    assert "This letter has no text." in as_ann.get(url_of(message, ann)).text


def test_letter_from_nobody_has_a_name_to_press(as_ann: Client, ann: Account) -> None:
    (message,) = receive(ann, b"\r\nWords\r\n")

    assert "Reply to (not named)" in as_ann.get(url_of(message, ann)).text
    assert ">(not named)<" in as_ann.get("/", follow=True).text


ARROW = re.compile(r'<a class="iconbtn"(?: href="([^"]*)")?(?: hidden)? rel="(\w+)"')


def arrows(page: str) -> dict[str, str]:
    """Where the arrows of a page lead, by `prev` and `next`; "" for nowhere."""
    return {name: unescape(url) for url, name in ARROW.findall(page)}


def test_arrows_follow_the_list_that_a_letter_was_opened_from(
    as_ann: Client, ann: Account
) -> None:
    oldest, middle, newest = receive(ann, *(Letter(subject=f"Kiln {n}") for n in "abc"))
    outer = [e.pk for e in entries_of(ann) if e.message_id != middle.pk]
    mark_flagged(mailbox_of(ann).pk, outer, flagged=True)
    in_inbox, second = url_of(newest, ann), url_of(middle, ann)

    assert arrows(as_ann.get(in_inbox).text) == {"prev": "", "next": second}
    beside = arrows(as_ann.get(f"{in_inbox}?in=starred").text)
    assert beside["prev"] == ""
    assert beside["next"].startswith(f"{url_of(oldest, ann)}?in=starred")
    alone = as_ann.get(in_inbox, headers={"HX-Request": "true", "HX-Target": "thread"})
    assert arrows(alone.text)["next"] == second
