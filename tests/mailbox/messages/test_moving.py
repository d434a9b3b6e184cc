"""Moving, flags, tags and deleting; the kept counts follow each."""

from __future__ import annotations

import pytest

from accounts.models import Account
from mailbox.messages import deeds, flags, folders, moving, tags
from mailbox.messages.reckoning import (
    correct_counts,
    find_wrong_counts,
)
from mailbox.models import (
    Folder,
    FolderConversation,
    Message,
    Role,
    Tag,
    Tombstone,
)
from mailbox.search.execute import search_mailbox
from mailsvc.kit.errors import InvalidInput
from tests.builders.mail import (
    Letter,
    entries_of,
    folder_of,
    mailbox_of,
    receive,
)


@pytest.fixture
def three(ann: Account) -> list[int]:
    receive(ann, *(Letter(subject=f"Letter {number}") for number in range(3)))
    return [entry.pk for entry in entries_of(ann)]


def test_move_takes_a_new_uid_and_leaves_a_tombstone(
    ann: Account, three: list[int]
) -> None:
    archive = folder_of(ann, Role.ARCHIVE)

    moved = moving.move_entries(mailbox_of(ann).pk, three[:2], archive.pk)

    assert moved == 2
    assert [entry.uid for entry in entries_of(ann, Role.ARCHIVE)] == [1, 2]
    assert [entry.pk for entry in entries_of(ann, Role.ARCHIVE)] == three[:2]
    gone = Tombstone.objects.filter(folder=folder_of(ann, Role.INBOX))
    assert sorted(gone.values_list("uid", flat=True)) == [1, 2]
    assert find_wrong_counts() == []


def test_move_to_where_it_is_does_nothing(ann: Account, three: list[int]) -> None:
    inbox = folder_of(ann, Role.INBOX)

    assert moving.move_entries(mailbox_of(ann).pk, three, inbox.pk) == 0
    assert not Tombstone.objects.exists()


def test_expunged_message_is_gone_from_list_search_and_quota(
    ann: Account, three: list[int]
) -> None:
    moving.expunge_entries(mailbox_of(ann).pk, three)

    mailbox = mailbox_of(ann)
    assert not Message.objects.exists()
    assert not FolderConversation.objects.exists()
    assert search_mailbox(mailbox, "letter").message_ids == ()
    assert (mailbox.used_bytes, mailbox.message_count) == (0, 0)


def test_another_mailbox_entries_cannot_be_moved(
    ann: Account, ben: Account, three: list[int]
) -> None:
    trash = folder_of(ben, Role.TRASH)

    assert moving.move_entries(mailbox_of(ben).pk, three, trash.pk) == 0
    assert len(entries_of(ann)) == 3


def test_reading_counts_down_and_unreading_up(ann: Account, three: list[int]) -> None:
    mailbox_id = mailbox_of(ann).pk

    assert flags.mark_seen(mailbox_id, three, seen=True) == 3
    assert flags.mark_seen(mailbox_id, three, seen=True) == 0
    assert folder_of(ann, Role.INBOX).unread == 0
    flags.mark_seen(mailbox_id, three[:1], seen=False)

    assert folder_of(ann, Role.INBOX).unread == 1
    assert find_wrong_counts() == []


def test_tag_counts_follow_tagging_and_reading(ann: Account, three: list[int]) -> None:
    tag = tags.create_tag(mailbox_of(ann), "Invoices")

    assert tags.tag_entries(tag, three) == 3
    assert tags.tag_entries(tag, three) == 0
    flags.mark_seen(mailbox_of(ann).pk, three[:1], seen=True)
    tags.untag_entries(tag, three[1:2])

    tag = Tag.objects.get(pk=tag.pk)
    assert (tag.total, tag.unread) == (2, 1)
    assert find_wrong_counts() == []


def test_tag_stays_on_a_moved_letter(ann: Account, three: list[int]) -> None:
    tag = tags.create_tag(mailbox_of(ann), "Invoices")
    tags.tag_entries(tag, three[:1])

    moving.move_entries(mailbox_of(ann).pk, three, folder_of(ann, Role.ARCHIVE).pk)

    assert Tag.objects.get(pk=tag.pk).total == 1
    assert entries_of(ann, Role.ARCHIVE)[0].taggings.count() == 1


def test_deleted_folder_leaves_its_letters_in_trash(
    ann: Account, three: list[int]
) -> None:
    folder = folders.create_folder(mailbox_of(ann), "Kiln project")
    moving.move_entries(mailbox_of(ann).pk, three, folder.pk)

    deeds.remove_folder(mailbox_of(ann), folder, "r" * 8)

    assert len(entries_of(ann, Role.TRASH)) == 3
    assert find_wrong_counts() == []


@pytest.mark.parametrize("name", ["", "   ", "a/b", "x" * 101, "a\u0007b"])
def test_a_bad_folder_name_is_refused(ann: Account, name: str) -> None:
    with pytest.raises(InvalidInput):
        folders.create_folder(mailbox_of(ann), name)


def test_a_name_is_taken_once(ann: Account) -> None:
    folders.create_folder(mailbox_of(ann), "Kiln project")

    with pytest.raises(InvalidInput):
        folders.create_folder(mailbox_of(ann), "Kiln  project")


def test_a_system_folder_can_be_neither_renamed_nor_deleted(ann: Account) -> None:
    inbox = folder_of(ann, Role.INBOX)

    with pytest.raises(InvalidInput):
        folders.rename_folder(inbox, "Mine")
    with pytest.raises(InvalidInput):
        deeds.remove_folder(mailbox_of(ann), inbox, "r" * 8)


def test_a_new_folder_never_reuses_a_uid_validity(ann: Account) -> None:
    first = folders.create_folder(mailbox_of(ann), "One")
    deeds.remove_folder(mailbox_of(ann), first, "r" * 8)

    second = folders.create_folder(mailbox_of(ann), "One")

    assert second.uid_validity > first.uid_validity


def test_doctor_finds_and_mends_a_wrong_count(ann: Account, three: list[int]) -> None:
    Folder.objects.filter(pk=folder_of(ann, Role.INBOX).pk).update(unread=99)

    assert [wrong.kept for wrong in find_wrong_counts()] == [99]
    correct_counts()

    assert find_wrong_counts() == []
