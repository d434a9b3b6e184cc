"""Folders within folders: made, moved, deleted with what is in them, brought back."""

from __future__ import annotations

import pytest

from accounts.models import Account
from mailbox.messages import deeds, folders, moving
from mailbox.messages.folder_tree import grow_tree
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.models import DeedState, Entry, Folder, Mailbox, Role
from mailsvc.kit.errors import InvalidInput
from tests.builders.mail import Letter, entries_of, mailbox_of, receive

KEY = "k" * 8


@pytest.fixture
def mailbox(ann: Account) -> Mailbox:
    return mailbox_of(ann)


@pytest.fixture
def kilns(ann: Account, mailbox: Mailbox) -> Folder:
    """A folder with another in it, each with one letter."""
    outer = folders.create_folder(mailbox, "Kilns")
    inner = folders.create_folder(mailbox, "Invoices", outer)
    receive(ann, Letter(subject="Kiln"), Letter(subject="Invoice"))
    first, second = entries_of(ann)
    moving.move_entries(mailbox.pk, [first.pk], outer.pk)
    moving.move_entries(mailbox.pk, [second.pk], inner.pk)
    return Folder.objects.get(pk=outer.pk)


def paths(mailbox: Mailbox) -> list[str]:
    tree = grow_tree(Folder.objects.filter(mailbox=mailbox))
    return [branch.path for branch in tree if not branch.folder.role]


def test_what_is_in_a_folder_comes_after_it(mailbox: Mailbox, kilns: Folder) -> None:
    folders.create_folder(mailbox, "archive of 2019", kilns)
    folders.create_folder(mailbox, "Letters")

    assert paths(mailbox) == [
        "Kilns",
        "Kilns / archive of 2019",
        "Kilns / Invoices",
        "Letters",
    ]


def test_a_moved_folder_takes_along_what_is_in_it(
    mailbox: Mailbox, kilns: Folder
) -> None:
    work = folders.create_folder(mailbox, "Work")
    before = kilns.uid_validity, kilns.uid_next, kilns.total

    folders.move_folder(kilns, work)

    assert paths(mailbox) == ["Work", "Work / Kilns", "Work / Kilns / Invoices"]
    kilns.refresh_from_db()
    assert (kilns.uid_validity, kilns.uid_next, kilns.total) == before
    assert find_wrong_counts() == []


def test_a_folder_cannot_move_into_itself(mailbox: Mailbox, kilns: Folder) -> None:
    inner = Folder.objects.get(mailbox=mailbox, name="Invoices")

    for place in (kilns, inner):
        with pytest.raises(InvalidInput) as refused:
            folders.move_folder(kilns, place)
        assert "within itself" in str(refused.value.words)


def test_a_folder_is_not_put_beside_another_of_its_name(
    mailbox: Mailbox, kilns: Folder
) -> None:
    twin = folders.create_folder(mailbox, "Invoices")

    with pytest.raises(InvalidInput) as refused:
        folders.move_folder(twin, kilns)
    assert "“Invoices” there already" in str(refused.value.words)


def test_folders_are_nested_five_deep_at_most(mailbox: Mailbox, kilns: Folder) -> None:
    deep = folders.create_folder(mailbox, "1")
    for name in "234":
        deep = folders.create_folder(mailbox, name, deep)

    with pytest.raises(InvalidInput) as refused:
        folders.move_folder(kilns, deep)
    assert "five deep" in str(refused.value.words)


def test_system_folders_neither_move_nor_take_folders(
    mailbox: Mailbox, kilns: Folder
) -> None:
    inbox = Folder.objects.get(mailbox=mailbox, role=Role.INBOX)

    with pytest.raises(InvalidInput):
        folders.move_folder(inbox, kilns)
    with pytest.raises(InvalidInput):
        folders.move_folder(kilns, inbox)


def test_a_deleted_folder_comes_back_with_all_that_was_in_it(
    ann: Account, mailbox: Mailbox, kilns: Folder
) -> None:
    deed = deeds.remove_folder(mailbox, kilns, KEY)
    assert (deed.done, paths(mailbox)) == (2, [])
    assert len(entries_of(ann, Role.TRASH)) == 2

    deeds.undo_deed(mailbox, KEY)

    assert paths(mailbox) == ["Kilns", "Kilns / Invoices"]
    names = Entry.objects.order_by("pk").values_list("folder__name", flat=True)
    assert list(names) == ["Kilns", "Invoices"]
    assert Folder.objects.get(pk=kilns.pk).uid_validity > kilns.uid_validity
    assert find_wrong_counts() == []


def test_an_empty_folder_comes_back_too(mailbox: Mailbox) -> None:
    empty = folders.create_folder(mailbox, "Empty")

    deeds.remove_folder(mailbox, empty, KEY)
    deeds.undo_deed(mailbox, KEY)

    assert paths(mailbox) == ["Empty"]


def test_a_folder_comes_back_beside_one_that_has_its_name_now(
    mailbox: Mailbox, kilns: Folder
) -> None:
    deeds.remove_folder(mailbox, kilns, KEY)
    folders.create_folder(mailbox, "Kilns")

    deeds.undo_deed(mailbox, KEY)

    assert paths(mailbox) == ["Kilns", "Kilns (2)", "Kilns (2) / Invoices"]


def test_a_large_folder_goes_when_a_job_has_emptied_it(
    monkeypatch: pytest.MonkeyPatch, ann: Account, mailbox: Mailbox, kilns: Folder
) -> None:
    monkeypatch.setattr(deeds, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(deeds, "BATCH", 1)

    deed = deeds.remove_folder(mailbox, kilns, KEY)
    assert paths(mailbox) == ["Kilns", "Kilns / Invoices"]
    while deeds.run_deed(deed.pk, seconds=0):
        pass

    deed.refresh_from_db()
    assert (deed.state, paths(mailbox)) == (DeedState.DONE, [])
    deeds.undo_deed(mailbox, KEY)
    while deeds.run_deed(deed.pk, seconds=0):
        pass
    assert paths(mailbox) == ["Kilns", "Kilns / Invoices"]
    assert entries_of(ann, Role.TRASH) == []
    assert find_wrong_counts() == []
