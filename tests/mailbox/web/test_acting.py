"""Each action on conversations over HTTP: what it does, its undo, its refusals."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.messages.deeds import run_deed
from mailbox.messages.folders import create_folder
from mailbox.messages.moving import move_entries
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.messages.tags import create_tag
from mailbox.models import Deed, Entry, Message, Role, Tag
from tests.builders.annas import everything_of, own_one_of_each
from tests.builders.mail import (
    Letter,
    entries_of,
    folder_of,
    mailbox_of,
    receive,
)

LATER: Final = "r1@hearthworks.example"


class UndoForm(HTMLParser):
    """The fields of the form that a page offers to take the last action back."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] | None = None
        self._is_inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("action") == "/mail/act/undo/"
            self.fields = {} if self._is_inside else self.fields
        elif tag == "input" and self._is_inside and self.fields is not None:
            self.fields[given["name"]] = given["value"]


@pytest.fixture
def letters(ann: Account) -> list[Message]:
    """Two conversations in Ann's Inbox, of two letters and of one."""
    first = Letter("Kiln", message_id=LATER)
    answer = Letter("Re: Kiln", in_reply_to=LATER, references=(LATER,))
    return receive(ann, first, answer, Letter("Clay"))


def act(client: Client, action: str, *letters: Message, **more: Any) -> str:
    """Do something with the conversations of letters; gives the page that follows."""
    fields = {"action": action, "conversation": [m.conversation_id for m in letters]}
    return client.post("/mail/act/", {**fields, **more}, follow=True).text


def undo(client: Client, page: str) -> str:
    fields = UndoForm(page).fields
    assert fields is not None, "no undo is offered"
    return client.post("/mail/act/undo/", fields, follow=True).text


def state_of(account: Account) -> set[tuple[object, ...]]:
    """Give what a person sees of each letter: place, flags, tags."""
    rows = Entry.objects.filter(mailbox=mailbox_of(account))
    return set(
        rows.values_list(
            "message_id", "folder__role", "folder__name", "seen", "flagged"
        )
    ) | set(rows.values_list("message_id", "taggings__tag__name"))


@pytest.mark.parametrize(
    ("action", "role"),
    [("archive", Role.ARCHIVE), ("delete", Role.TRASH), ("junk", Role.JUNK)],
)
def test_whole_conversation_moves_and_comes_back(
    action: str, role: Role, as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    before = state_of(ann)

    page = act(as_ann, action, letters[0])

    assert [each.message_id for each in entries_of(ann, role)] == [
        letters[0].pk,
        letters[1].pk,
    ]
    assert "2 letters moved to" in page
    assert "Taken back." in undo(as_ann, page)
    assert state_of(ann) == before
    assert not list(find_wrong_counts())


def test_letter_that_is_no_spam_goes_to_the_inbox(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    act(as_ann, "junk", letters[2])

    page = act(as_ann, "not_junk", letters[2], folder=folder_of(ann, Role.JUNK).pk)

    assert not entries_of(ann, Role.JUNK)
    assert "1 letter moved to Inbox." in page


def test_letters_of_two_folders_come_back_to_both(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    plans = create_folder(mailbox_of(ann), "Plans")
    move_entries(mailbox_of(ann).pk, [entries_of(ann)[0].pk], plans.pk)
    before = state_of(ann)

    page = act(as_ann, "delete", letters[0])

    assert len(entries_of(ann, Role.TRASH)) == 2
    undo(as_ann, page)
    assert state_of(ann) == before


def test_move_goes_to_the_folder_that_is_named(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    plans = create_folder(mailbox_of(ann), "Plans")
    before = state_of(ann)

    page = act(
        as_ann, f"move:{plans.pk}", letters[2], folder=folder_of(ann, Role.INBOX).pk
    )

    assert Entry.objects.get(folder=plans).message_id == letters[2].pk
    undo(as_ann, page)
    assert state_of(ann) == before


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("read", {"seen": True}),
        ("unread", {"seen": False}),
        ("star", {"flagged": True}),
        ("unstar", {"flagged": False}),
    ],
)
def test_flag_is_set_and_only_what_changed_is_taken_back(
    action: str,
    fields: dict[str, bool],
    as_ann: Client,
    ann: Account,
    letters: list[Message],
) -> None:
    Entry.objects.filter(message=letters[0]).update(seen=True, flagged=True)
    before = state_of(ann)

    page = act(as_ann, action, *letters)

    assert Entry.objects.filter(**fields).count() == 3
    undo(as_ann, page)
    assert state_of(ann) == before


def test_tag_is_put_on_and_taken_off_and_each_is_taken_back(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    tag = create_tag(mailbox_of(ann), "Kilns", 2)
    act(as_ann, f"tag:{tag.pk}", letters[2])
    before = state_of(ann)

    page = act(as_ann, f"tag:{tag.pk}", letters[0], letters[2])

    assert Tag.objects.get().total == 3
    undo(as_ann, page)
    assert state_of(ann) == before
    page = act(as_ann, f"untag:{tag.pk}", letters[0], letters[2])
    assert Tag.objects.get().total == 0
    undo(as_ann, page)
    assert state_of(ann) == before


def test_erasing_asks_first_and_cannot_be_taken_back(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    act(as_ann, "delete", letters[2])
    trash = folder_of(ann, Role.TRASH).pk

    question = act(as_ann, "erase", letters[2], folder=trash)
    assert "Delete 1 conversation for ever?" in question
    assert entries_of(ann, Role.TRASH)

    page = act(as_ann, "erase", letters[2], folder=trash, confirmed="yes")
    assert "1 letter deleted for ever." in page
    assert UndoForm(page).fields is None
    assert not Message.objects.filter(pk=letters[2].pk).exists()


def test_trash_is_emptied_after_one_question(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    act(as_ann, "delete", letters[0])
    trash = folder_of(ann, Role.TRASH)
    place = f"/mail/{trash.pk}/"
    fields = {"action": "erase", "all": "1", "folder": trash.pk, "in": "folder"}
    assert 'form="empty-form"' in as_ann.get(place).text
    inbox = folder_of(ann, Role.INBOX)
    assert "empty-form" not in as_ann.get(f"/mail/{inbox.pk}/").text

    question = as_ann.post("/mail/act/", {**fields, "next": place}).text
    assert "for ever?" in question
    assert len(entries_of(ann, Role.TRASH)) == 2
    as_ann.post("/mail/act/", {**fields, "next": place, "confirmed": "yes"})
    for deed in Deed.objects.filter(verb="erase"):
        run_deed(deed.pk)

    assert entries_of(ann, Role.TRASH) == []
    assert len(entries_of(ann)) == 1


def test_button_of_a_row_means_that_row_alone(
    as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    one = f"{letters[2].conversation_id}:archive"

    act(as_ann, "star", letters[0], one=one)

    (entry,) = entries_of(ann, Role.ARCHIVE)
    assert entry.message_id == letters[2].pk
    assert not Entry.objects.filter(flagged=True).exists()


def test_outside_a_folder_what_was_sent_is_left_where_it_is(
    as_ann: Client, ann: Account
) -> None:
    things = own_one_of_each(ann)
    sent = Entry.objects.filter(folder__role=Role.SENT).latest("pk")
    fields = {"action": "delete", "conversation": sent.conversation_id}

    page = as_ann.post("/mail/act/", fields, follow=True).text

    assert "What was sent, written or deleted stays where it is." in page
    sent.refresh_from_db()
    assert sent.folder_id == folder_of(ann, Role.SENT).pk
    assert things


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("fly", "This cannot be done here."),
        ("move:", "This cannot be done here."),
        ("tag:x", "This cannot be done here."),
        ("", "This cannot be done here."),
    ],
)
def test_what_is_no_action_changes_nothing(
    action: str, words: str, as_ann: Client, ann: Account, letters: list[Message]
) -> None:
    before = everything_of(mailbox_of(ann))

    assert words in act(as_ann, action, letters[0])
    assert everything_of(mailbox_of(ann)) == before


@pytest.mark.parametrize("action", ["archive", "star", "erase", "read"])
def test_nothing_ticked_is_said(action: str, as_ann: Client) -> None:
    assert "Tick the letters you mean first." in act(as_ann, action)


def test_undo_of_nothing_says_so(as_ann: Client) -> None:
    page = as_ann.post("/mail/act/undo/", {"key": "of nothing"}, follow=True).text

    assert "There is nothing to take back." in page


def test_star_given_while_reading_stays_with_the_letter(
    as_ann: Client, letters: list[Message]
) -> None:
    fields = {"action": "star", "conversation": letters[0].conversation_id}
    ways = {"next": "/mail/starred/", "stay": "/search/?q=kiln"}

    response = as_ann.post("/mail/act/", {**fields, **ways})

    assert response["Location"] == "/search/?q=kiln"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "\t//evil.test",
        "javascript:alert(1)",
        "mailbox:inbox",
        "evil",
        "http:///evil.test",
    ],
)
def test_action_never_leads_to_another_site(
    wanted: str, as_ann: Client, letters: list[Message]
) -> None:
    fields = {"action": "star", "conversation": letters[0].conversation_id}

    done = as_ann.post("/mail/act/", {**fields, "next": wanted, "stay": wanted})
    undone = as_ann.post("/mail/act/undo/", {"next": wanted})

    assert done["Location"] == undone["Location"] == "/"


@pytest.mark.parametrize(
    "action", ["archive", "delete", "star", "read", "erase", "move", "tag", "untag"]
)
def test_another_person_does_nothing_to_annas_letters(
    action: str, as_ben: Client, ann: Account, ben: Account
) -> None:
    annas, bens = own_one_of_each(ann), own_one_of_each(ben)
    number = {"move": "own_folder_id", "tag": "tag_id", "untag": "tag_id"}.get(action)
    mine = f"{action}:{bens[number]}" if number else action
    before = everything_of(mailbox_of(ann))
    fields = {"conversation": annas["conversation_id"], "confirmed": "yes"}

    for folder in (0, bens["folder_id"], annas["folder_id"]):
        response = as_ben.post(
            "/mail/act/", {**fields, "action": mine, "folder": folder}
        )
        assert response.status_code in (302, 404)
    as_ben.post("/mail/act/undo/", {"key": annas["deed_key"]})

    assert everything_of(mailbox_of(ann)) == before


@pytest.mark.parametrize("verb", ["move", "tag", "untag"])
def test_another_persons_folder_or_tag_is_not_there(
    verb: str, as_ben: Client, ann: Account, ben: Account
) -> None:
    annas, bens = own_one_of_each(ann), own_one_of_each(ben)
    target = annas["own_folder_id" if verb == "move" else "tag_id"]
    before = everything_of(mailbox_of(ann)), everything_of(mailbox_of(ben))
    fields = {"action": f"{verb}:{target}", "conversation": bens["conversation_id"]}

    assert as_ben.post("/mail/act/", fields).status_code == 404

    assert (everything_of(mailbox_of(ann)), everything_of(mailbox_of(ben))) == before
