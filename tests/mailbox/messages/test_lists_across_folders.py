"""Starred, and the lists of tags: across folders, but for Trash and Spam."""

from __future__ import annotations

import pytest

from accounts.models import Account
from mailbox.messages import deeds, flags, listing, moving
from mailbox.messages.selecting import Kind, Selection, count
from mailbox.messages.tags import create_tag, tag_entries
from mailbox.messages.verbs import Verb
from mailbox.models import Role, Tag
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive

READ = Verb("read")


@pytest.fixture
def tag(ann: Account) -> Tag:
    """A tag on four starred letters: in Inbox, Archive, Trash and Spam."""
    mailbox = mailbox_of(ann)
    names = ("Inbox", "Archive", "Trash", "Spam")
    receive(ann, *(Letter(subject=name) for name in names))
    entries = [entry.pk for entry in entries_of(ann)]
    flags.mark_flagged(mailbox.pk, entries, flagged=True)
    tag = create_tag(mailbox, "Work")
    tag_entries(tag, entries)
    roles = (Role.ARCHIVE, Role.TRASH, Role.JUNK)
    for entry, role in zip(entries[1:], roles, strict=True):
        moving.move_entries(mailbox.pk, [entry], folder_of(ann, role).pk)
    return Tag.objects.get(pk=tag.pk)


def subjects(page: listing.Page) -> list[str]:
    return [line.message.subject for line in page.lines]


def test_lists_across_folders_leave_out_trash_and_spam(ann: Account, tag: Tag) -> None:
    assert subjects(listing.list_flagged(mailbox_of(ann))) == ["Archive", "Inbox"]
    assert subjects(listing.list_tagged(tag)) == ["Archive", "Inbox"]
    assert listing.count_tagged(tag) == 2


@pytest.mark.parametrize("kind", [Kind.STARRED, Kind.TAG])
def test_all_of_such_a_list_is_what_it_shows(
    ann: Account, tag: Tag, kind: Kind
) -> None:
    mailbox = mailbox_of(ann)
    selection = Selection(kind, tag_id=tag.pk if kind == Kind.TAG else 0)
    assert count(mailbox, selection, READ) == 2

    deed = deeds.do_deed(mailbox, READ, selection, "a" * 8)
    while deeds.run_deed(deed.pk, seconds=0):
        pass

    unread = {role: not entries_of(ann, role)[0].seen for role in listing.AWAY}
    assert unread == {Role.TRASH: True, Role.JUNK: True}
    assert all(entries_of(ann, role)[0].seen for role in (Role.INBOX, Role.ARCHIVE))
