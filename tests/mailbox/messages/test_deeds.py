"""A deed is done once for its key, batch by batch, and every letter comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.messages import deeds
from mailbox.messages.folders import create_folder
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.messages.selecting import Kind, Selection
from mailbox.messages.tags import create_tag, tag_entries
from mailbox.messages.verbs import Verb, parse_verb
from mailbox.models import Deed, DeedState, Entry, Mailbox, Role
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive

ARCHIVE = Verb("archive")


@pytest.fixture
def mailbox(ann: Account, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """Ann's mailbox with seven letters in the Inbox, done in batches of three."""
    monkeypatch.setattr(deeds, "BATCH", 3)
    letters = (Letter(f"Report {number}") for number in range(7))
    receive(ann, *letters)
    return mailbox_of(ann)


def inbox(ann: Account) -> Selection:
    return Selection(Kind.FOLDER, folder_of(ann, Role.INBOX).pk)


def places(mailbox: Mailbox) -> set[tuple[int, str, bool, bool]]:
    rows = Entry.objects.filter(mailbox=mailbox)
    return set(rows.values_list("message_id", "folder__role", "seen", "flagged"))


def finish(deed: Deed) -> Deed:
    while deeds.run_deed(deed.pk, seconds=0):
        pass
    deed.refresh_from_db()
    return deed


def test_all_of_a_folder_moves_in_batches_and_comes_back(
    ann: Account, mailbox: Mailbox
) -> None:
    before = places(mailbox)

    deed = finish(deeds.do_deed(mailbox, ARCHIVE, inbox(ann), "a" * 8))

    assert (deed.state, deed.done, deed.total) == (DeedState.DONE, 7, 7)
    assert deed.batches.count() == 3
    assert len(entries_of(ann, Role.ARCHIVE)) == 7
    deeds.undo_deed(mailbox, deed.key)
    assert finish(deed).state == DeedState.UNDONE
    assert places(mailbox) == before
    assert not find_wrong_counts()


def test_what_comes_in_meanwhile_is_left_alone(ann: Account, mailbox: Mailbox) -> None:
    deed = deeds.do_deed(mailbox, Verb("delete"), inbox(ann), "a" * 8)
    assert deeds.run_deed(deed.pk, seconds=0)

    (late,) = receive(ann, Letter("Late"))
    finish(deed)

    assert [each.message_id for each in entries_of(ann)] == [late.pk]


def test_a_job_that_died_goes_on_where_it_was(ann: Account, mailbox: Mailbox) -> None:
    deed = deeds.do_deed(mailbox, Verb("read"), inbox(ann), "a" * 8)
    deeds.run_deed(deed.pk, seconds=0)
    later = clock.now() + timedelta(minutes=5)

    assert deeds.list_forsaken(later) == [deed.pk]
    assert finish(deed).done == 7
    assert deeds.list_forsaken(later) == []


def test_a_second_runner_does_nothing_twice(ann: Account, mailbox: Mailbox) -> None:
    deed = deeds.do_deed(mailbox, ARCHIVE, inbox(ann), "a" * 8)
    seen = Deed.objects.select_related("mailbox__account").get(pk=deed.pk)
    batch = deeds._choose(seen, ARCHIVE)
    deeds.run_deed(deed.pk, seconds=0)

    deeds._do_batch(seen, ARCHIVE, batch)

    deed.refresh_from_db()
    assert deed.done == 3
    assert finish(deed).done == 7


def test_undo_stops_what_is_still_going_on(ann: Account, mailbox: Mailbox) -> None:
    before = places(mailbox)
    deed = deeds.do_deed(mailbox, Verb("star"), inbox(ann), "a" * 8)
    deeds.run_deed(deed.pk, seconds=0)

    deeds.undo_deed(mailbox, deed.key)

    assert finish(deed).state == DeedState.UNDONE
    assert places(mailbox) == before


def test_the_same_key_does_it_once(ann: Account, mailbox: Mailbox) -> None:
    ticked = Selection(Kind.TICKED, conversations=(entries_of(ann)[0].conversation_id,))
    first = deeds.do_deed(mailbox, Verb("star"), ticked, "a" * 8)
    Entry.objects.update(flagged=False)

    again = deeds.do_deed(mailbox, Verb("star"), ticked, "a" * 8)

    assert again == first
    assert not Entry.objects.filter(flagged=True).exists()


def test_only_what_stayed_where_it_was_put_comes_back(
    ann: Account, mailbox: Mailbox
) -> None:
    entry = entries_of(ann)[0]
    ticked = Selection(Kind.TICKED, conversations=(entry.conversation_id,))
    deeds.do_deed(mailbox, ARCHIVE, ticked, "a" * 8)
    deeds.do_deed(mailbox, Verb("delete"), ticked_in(ann, entry), "b" * 8)

    deeds.undo_deed(mailbox, "a" * 8)

    entry.refresh_from_db()
    assert entry.folder_id == folder_of(ann, Role.TRASH).pk


def ticked_in(ann: Account, entry: Entry) -> Selection:
    archive = folder_of(ann, Role.ARCHIVE).pk
    return Selection(Kind.TICKED, archive, conversations=(entry.conversation_id,))


def test_letters_of_a_folder_that_has_gone_come_back_to_the_inbox(
    ann: Account, mailbox: Mailbox
) -> None:
    plans = create_folder(mailbox, "Plans")
    entry = entries_of(ann)[0]
    ticked = Selection(Kind.TICKED, conversations=(entry.conversation_id,))
    deeds.do_deed(mailbox, Verb("move", plans.pk), ticked, "a" * 8)
    here = Selection(Kind.TICKED, plans.pk, conversations=(entry.conversation_id,))
    deeds.do_deed(mailbox, ARCHIVE, here, "b" * 8)
    deeds.remove_folder(mailbox, plans, "r" * 8)

    deeds.undo_deed(mailbox, "b" * 8)

    entry.refresh_from_db()
    assert entry.folder_id == folder_of(ann, Role.INBOX).pk


def test_a_deed_whose_folder_is_deleted_meanwhile_ends(
    ann: Account, mailbox: Mailbox
) -> None:
    plans = create_folder(mailbox, "Plans")
    deed = deeds.do_deed(mailbox, Verb("move", plans.pk), inbox(ann), "a" * 8)
    deeds.run_deed(deed.pk, seconds=0)
    deeds.remove_folder(mailbox, plans, "r" * 8)

    assert finish(deed).state == DeedState.DONE
    assert len(entries_of(ann)) == 4


def test_all_with_a_tag_all_starred_and_all_found(
    ann: Account, mailbox: Mailbox
) -> None:
    tag = create_tag(mailbox, "Work")
    tag_entries(tag, [entry.pk for entry in entries_of(ann)[:5]])

    tagged = Selection(Kind.TAG, tag_id=tag.pk)
    assert finish(deeds.do_deed(mailbox, Verb("star"), tagged, "a" * 8)).done == 5
    starred = Selection(Kind.STARRED)
    assert finish(deeds.do_deed(mailbox, Verb("unstar"), starred, "b" * 8)).done == 5
    found = Selection(Kind.SEARCH, query="report")
    assert finish(deeds.do_deed(mailbox, Verb("read"), found, "c" * 8)).done == 7
    untag = Verb("untag", tag.pk)
    assert finish(deeds.do_deed(mailbox, untag, tagged, "d" * 8)).done == 5
    assert not find_wrong_counts()


def test_another_persons_deed_cannot_be_taken_back(
    ann: Account, ben: Account, mailbox: Mailbox
) -> None:
    entry = entries_of(ann)[0]
    ticked = Selection(Kind.TICKED, conversations=(entry.conversation_id,))
    deeds.do_deed(mailbox, ARCHIVE, ticked, "a" * 8)

    with pytest.raises(NotFound):
        deeds.undo_deed(mailbox_of(ben), "a" * 8)

    entry.refresh_from_db()
    assert entry.folder_id == folder_of(ann, Role.ARCHIVE).pk


def test_what_is_erased_cannot_be_taken_back(ann: Account, mailbox: Mailbox) -> None:
    deed = finish(deeds.do_deed(mailbox, Verb("erase"), inbox(ann), "a" * 8))

    assert deed.done == 7
    assert not Entry.objects.filter(mailbox=mailbox).exists()
    with pytest.raises(NotFound):
        deeds.undo_deed(mailbox, deed.key)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("archive", Verb("archive")),
        ("move:7", Verb("move", 7)),
        ("move", None),
        ("move:0", None),
        ("move:x", None),
        ("archive:7", None),
        ("tag:99999999999999999999", None),
        ("fly", None),
        ("", None),
    ],
)
def test_a_verb_is_read_or_refused(text: str, verb: Verb | None) -> None:
    assert parse_verb(text) == verb


def test_a_selection_is_kept_and_read_back() -> None:
    selection = Selection(Kind.SEARCH, query="报告", everywhere=True)
    ticked = Selection(Kind.TICKED, 3, conversations=(1, 2), messages=(5,))

    for each in (selection, ticked):
        assert Selection.from_json(each.to_json()) == each
