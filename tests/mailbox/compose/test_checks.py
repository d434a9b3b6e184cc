"""What is noticed before a letter goes, and what is not."""

from __future__ import annotations

import pytest

from accounts.models import Account, Preferences
from mailbox.compose.checks import CHECKS, CROWD, notice, own_text
from mailbox.models import Draft
from tests.builders.draft_files import add_file
from tests.builders.mail import Letter, mailbox_of, receive


def draft_of(ann: Account, **fields: object) -> Draft:
    """Write a letter in which nothing is amiss but what is said."""
    given = {"to": "wen@remote.test", "subject": "Kiln", "text": "Hello", **fields}
    return Draft.objects.create(
        mailbox=mailbox_of(ann), from_address=ann.address, **given
    )


def noticed(draft: Draft) -> list[str]:
    return [each.check for each in notice(draft)]


def test_nothing_is_noticed_where_nothing_is_amiss(ann: Account) -> None:
    assert noticed(draft_of(ann)) == []


@pytest.mark.parametrize(
    "text",
    [
        "I attach the contract.",
        "See the ATTACHMENT.",
        "The plan is attached",
        "Please find enclosed our offer.",
        "合同见附件。",
        "现附上扫描件",
        "随信寄上照片",
    ],
)
def test_promised_file_is_missed_until_there_is_one(ann: Account, text: str) -> None:
    draft = draft_of(ann, text=text)
    assert noticed(draft) == ["file"]

    add_file(draft, "plan.pdf", "application/pdf", b"%PDF")

    assert noticed(draft) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thanks\n> I attached the plan",
        "Thanks\n\n-- \nAnn\nAttachments welcome",
        "Thanks\n\n---------- Forwarded message ----------\nthe plan is attached",
        "We are detached.",
        "附近有一家窑",
    ],
)
def test_quote_signature_and_other_words_promise_nothing(
    ann: Account, text: str
) -> None:
    assert noticed(draft_of(ann, text=text, quote_text="> attached")) == []


def test_own_text_ends_where_that_of_others_begins() -> None:
    assert own_text("One\n> two\nthree\n-- \nfour") == "One\nthree"


def test_empty_subject_is_noticed(ann: Account) -> None:
    assert noticed(draft_of(ann, subject="  ")) == ["subject"]


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("ben@example.test, cleo@example.test, wen@remote.test", ["wen@remote.test"]),
        ("ben@example.test, wen@remote.test", []),
        ("ben@example.test, cleo@example.test", []),
        ("ben@example.test, cleo@EXAMPLE.test, a@x.test, b@x.test", []),
    ],
)
def test_outsider_among_insiders_is_named(
    ann: Account, to: str, names: list[str]
) -> None:
    found = notice(draft_of(ann, to=to))

    assert [each.about for each in found] == names
    assert all(name in found[0].words for name in names)


def test_outsider_who_is_answered_belongs_there(ann: Account) -> None:
    (parent,) = receive(ann, Letter(author="wen@remote.test"))
    to = "ben@example.test, cleo@example.test, wen@remote.test"

    assert noticed(draft_of(ann, to=to, parent_number=parent.pk)) == []


def test_other_outsider_needs_another_confirmation(ann: Account) -> None:
    people = "ben@example.test, cleo@example.test"
    (one,) = notice(draft_of(ann, to=f"{people}, wen@remote.test"))
    (other,) = notice(draft_of(ann, to=f"{people}, lu@remote.test"))

    assert one.token != other.token


@pytest.mark.parametrize(
    ("text", "is_gap"),
    [
        ("Dear {name},", True),
        ("Dear {{ first name }},", True),
        ("尊敬的{姓名}：", True),
        ("{ } and {1} and {}", False),
        ("> Dear {name},", False),
    ],
)
def test_gap_of_a_template_is_noticed(ann: Account, text: str, is_gap: bool) -> None:
    assert noticed(draft_of(ann, text=text)) == (["placeholder"] if is_gap else [])


def test_crowd_that_sees_each_other_is_noticed_and_a_hidden_one_is_not(
    ann: Account,
) -> None:
    crowd = ", ".join(f"p{number}@remote.test" for number in range(CROWD))

    assert noticed(draft_of(ann, to=crowd)) == ["crowd"]
    assert noticed(draft_of(ann, bcc=crowd)) == []


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_can_be_switched_off(ann: Account, name: str) -> None:
    crowd = ", ".join(f"p{number}@example.test" for number in range(CROWD))
    amiss = draft_of(ann, to=f"{crowd}, wen@x.test", subject="", text="{it} attached")
    assert set(noticed(amiss)) == set(CHECKS)

    Preferences.objects.update_or_create(account=ann, defaults={f"check_{name}": "off"})

    again = Draft.objects.get(pk=amiss.pk)
    assert set(noticed(again)) == set(CHECKS) - {name}
