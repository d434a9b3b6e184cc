"""Saving drafts: the later save wins, the other is kept, a late one is ignored."""

from __future__ import annotations

import pytest

from accounts.models import Account
from mailbox.compose.drafts import discard_draft
from mailbox.compose.saving import (
    AlreadySent,
    Writer,
    Written,
    restore_version,
    save_draft,
)
from mailbox.compose.sending import WrittenMeanwhile, send_draft
from mailbox.models import Draft
from mailsvc.kit.errors import NotFound
from tests.builders.mail import mailbox_of


@pytest.fixture
def draft(ann: Account) -> Draft:
    """A draft that was begun and holds nothing yet."""
    return Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)


def written(text: str, to: str = "wen@hearthworks.example") -> Written:
    return Written(from_address="ann@example.test", to=to, subject="Kiln", text=text)


def fresh(draft: Draft) -> Draft:
    return Draft.objects.select_related("mailbox").get(pk=draft.pk)


def test_one_window_saves_again_and_again_without_another_version(
    draft: Draft,
) -> None:
    first = save_draft(draft, written("Dear"), Writer(1, "w1", 1))
    second = save_draft(draft, written("Dear Wen"), Writer(1, "w1", 2))

    assert (first.replaced, second.replaced) == (None, None)
    assert fresh(draft).text == "Dear Wen"
    assert not draft.versions.exists()


def test_later_window_wins_and_the_other_is_kept(draft: Draft) -> None:
    save_draft(draft, written("from the desk"), Writer(1, "desk", 1))

    saved = save_draft(draft, written("from the phone"), Writer(1, "phone", 1))

    assert fresh(draft).text == "from the phone"
    assert saved.replaced is not None
    assert saved.replaced.text == "from the desk"


def test_two_windows_in_turn_keep_one_version_of_each(draft: Draft) -> None:
    for serial in range(1, 6):
        save_draft(draft, written(f"desk {serial}"), Writer(1, "desk", serial))
        save_draft(draft, written(f"phone {serial}"), Writer(1, "phone", serial))

    kept = {version.writer: version.text for version in draft.versions.all()}
    assert kept == {"desk": "desk 5", "phone": "phone 4"}


def test_same_words_from_two_windows_are_no_conflict(draft: Draft) -> None:
    save_draft(draft, written("the same"), Writer(1, "desk", 1))

    assert (
        save_draft(draft, written("the same"), Writer(1, "phone", 1)).replaced is None
    )


def test_save_that_arrives_after_a_later_one_of_its_window_is_ignored(
    draft: Draft,
) -> None:
    save_draft(draft, written("last words"), Writer(1, "w1", 9))

    saved = save_draft(draft, written("last wo"), Writer(1, "w1", 8))

    assert saved.draft.version == fresh(draft).version == 2
    assert fresh(draft).text == "last words"


def test_restoring_swaps_the_two_versions(draft: Draft) -> None:
    save_draft(draft, written("desk"), Writer(1, "desk", 1))
    saved = save_draft(draft, written("phone"), Writer(1, "phone", 1))
    assert saved.replaced is not None

    restore_version(draft, saved.replaced)

    assert fresh(draft).text == "desk"
    assert [version.text for version in draft.versions.all()] == ["phone"]


def test_nothing_is_written_into_a_letter_that_is_sent_or_discarded(
    draft: Draft,
) -> None:
    save_draft(draft, written("go"))
    send_draft(draft, undo_seconds=10)

    with pytest.raises(AlreadySent):
        save_draft(draft, written("too late"))
    other = Draft.objects.create(mailbox=draft.mailbox, from_address="ann@example.test")
    stale = fresh(other)
    discard_draft(other)
    with pytest.raises(NotFound):
        save_draft(stale, written("gone"))


def test_letter_is_sent_once_and_as_its_sender_saw_it(draft: Draft) -> None:
    save_draft(draft, written("seen"))
    stale, twice = fresh(draft), fresh(draft)
    save_draft(draft, written("changed elsewhere"))

    with pytest.raises(WrittenMeanwhile):
        send_draft(stale, undo_seconds=10)
    send_draft(draft, undo_seconds=10)
    with pytest.raises(AlreadySent):
        send_draft(twice, undo_seconds=10)
