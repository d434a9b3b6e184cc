"""An answer goes to the right people, in the right thread, below the right line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from accounts.models import Account, Preferences
from accounts.models.preferences import Quoting
from mailbox.compose.replies import Action, Beginning, begin_forward, begin_reply
from mailbox.messages.access import get_mailbox
from mailbox.mime.quotes import find_quote_start
from mailbox.models import MailAddress
from tests.builders.mail import Letter, receive

LETTER = Letter(
    subject="Kiln no. 2",
    text="Shall we fire it?\n\n> Last week we said\n\nWen",
    to=("ann@example.test", "Lu@far.test"),
    cc=("ann@example.test", "mia@far.test"),
    date=datetime(2026, 11, 24, 2, 42, tzinfo=UTC),
    message_id="kiln-2@hearthworks.example",
    references=("kiln-1@hearthworks.example",),
)


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        yield


def reply_to(
    ann: Account, letter: Letter | bytes = LETTER, *, to_all: bool = False
) -> Beginning:
    (parent,) = receive(ann, letter)
    return begin_reply(get_mailbox(ann), parent, to_all=to_all)


def addresses(people: tuple[object, ...]) -> list[str]:
    return [person.address for person in people]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On Tue 24 Nov 2026 at 10:42, Wen Jing wrote:"),
        ("zh-hans", "2026年11月24日 周二 10:42，Wen Jing 写道："),
    ],
)
def test_quote_is_led_in_by_a_line_in_the_answerers_language_and_zone(
    ann: Account, language: str, line: str
) -> None:
    with translation.override(language):
        text = reply_to(ann).quote.text

    assert text == f"{line}\n> Shall we fire it?\n>\n>> Last week we said\n>\n> Wen"
    assert find_quote_start(f"Yes.\n\n{text}") == len("Yes.\n\n")


def test_reply_goes_to_the_author_alone(ann: Account) -> None:
    reply = reply_to(ann)

    assert (addresses(reply.to), addresses(reply.cc)) == (
        ["wen@hearthworks.example"],
        [],
    )
    assert reply.action is Action.REPLY
    assert reply.subject == "Re: Kiln no. 2"


def test_reply_to_all_names_each_once_and_never_oneself(ann: Account) -> None:
    reply = reply_to(ann, to_all=True)

    assert addresses(reply.to) == ["wen@hearthworks.example"]
    assert addresses(reply.cc) == ["Lu@far.test", "mia@far.test"]


def test_reply_goes_where_the_author_wants_answers(ann: Account) -> None:
    raw = b"Reply-To: Kilns <kilns@hearthworks.example>\r\n" + LETTER.raw

    assert addresses(reply_to(ann, raw).to) == ["kilns@hearthworks.example"]


def test_thread_grows_by_the_parent(ann: Account) -> None:
    reply = reply_to(ann)

    assert reply.in_reply_to == "kiln-2@hearthworks.example"
    assert reply.references == (
        "kiln-1@hearthworks.example",
        "kiln-2@hearthworks.example",
    )


@pytest.mark.parametrize(
    ("in_reply_to", "references"),
    [
        ("root@a.test", ("root@a.test", "kiln-2@hearthworks.example")),
        (None, ("kiln-2@hearthworks.example",)),
    ],
)
def test_thread_of_a_parent_without_references_is_its_in_reply_to(
    ann: Account, in_reply_to: str | None, references: tuple[str, ...]
) -> None:
    reply = reply_to(ann, replace(LETTER, references=(), in_reply_to=in_reply_to))

    assert reply.references == references


@pytest.mark.parametrize("subject", ["Re: Kiln", "回复：窑", "RE: Kiln"])
def test_subject_is_marked_once(ann: Account, subject: str) -> None:
    assert reply_to(ann, replace(LETTER, subject=subject)).subject == subject


def test_answer_comes_from_the_address_that_was_written_to(ann: Account) -> None:
    alias = MailAddress.objects.create(
        mailbox=get_mailbox(ann), address="kiln@example.test"
    )

    assert reply_to(ann).from_address == "ann@example.test"
    to_alias = replace(LETTER, to=("Kiln@Example.test",), cc=())
    assert reply_to(ann, to_alias).from_address == alias.address


def test_forward_says_who_wrote_what_to_whom_and_when(ann: Account) -> None:
    (parent,) = receive(ann, LETTER)

    forward = begin_forward(get_mailbox(ann), parent)

    assert forward.subject == "Fwd: Kiln no. 2"
    assert forward.to == ()
    assert forward.in_reply_to == ""
    assert forward.quote.text.startswith(
        "---------- Forwarded message ----------\n"
        "From: Wen Jing <wen@hearthworks.example>\n"
        "Date: Tue 24 Nov 2026, 10:42 UTC+8\n"
        "Subject: Kiln no. 2\n"
        "To: ann@example.test, Lu@far.test\n"
        "Cc: ann@example.test, mia@far.test\n"
        "\nShall we fire it?\n"
    )


@pytest.mark.parametrize(
    ("quoting", "text", "quoted"),
    [
        (Quoting.ABOVE, "", True),
        (Quoting.BELOW, "> Shall we fire it?", False),
        (Quoting.NONE, "", False),
    ],
)
def test_quote_stands_where_the_answerer_wants_it(
    ann: Account, quoting: Quoting, text: str, quoted: bool
) -> None:
    Preferences.objects.update_or_create(account=ann, defaults={"quoting": quoting})
    reply = reply_to(Account.objects.get(pk=ann.pk))

    assert text in reply.text
    assert bool(reply.text) == bool(text)
    assert bool(reply.quote.text) == quoted


def test_quoted_page_runs_and_loads_nothing(ann: Account) -> None:
    page = (
        "<style>p{color:red}</style><p style='color:blue' onclick='x()'>Kiln</p>"
        "<img src='https://spy.test/1.gif'><script>alert(1)</script>"
    )

    reply = reply_to(ann, replace(LETTER, html=page))

    assert '<blockquote type="cite">' in reply.quote.html
    assert '<p style="color:blue">Kiln</p>' in reply.quote.html
    assert "spy" not in reply.quote.html
    assert "alert" not in reply.quote.html


def test_forwarded_page_keeps_its_pictures(ann: Account) -> None:
    page = "<p>Kiln</p><img src='https://shop.test/a.png'><img src='cid:a@b'>"
    (parent,) = receive(ann, replace(LETTER, html=page))

    html = begin_forward(get_mailbox(ann), parent).quote.html

    assert 'src="https://shop.test/a.png"' in html
    assert 'src="cid:a@b"' in html
