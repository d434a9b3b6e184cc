"""Large files in pieces: resumed, cancelled, never twice, never too much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.compose import uploads
from mailbox.compose.files import FilesTooBig, NoPicture, file_facts
from mailbox.compose.saving import AlreadySent
from mailbox.errors import MailboxFull
from mailbox.messages.blob_use import used_digests
from mailbox.models import Draft, Mailbox, OutgoingEnvelope, Upload
from mailbox.store.blobs import blobs
from mailbox.tasks.housekeeping import sweep_blobs
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound
from tests.builders.mail import mailbox_of

ROOM = 1 << 30


@pytest.fixture
def draft(ann: Account) -> Draft:
    return Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)


def begin(draft: Draft, size_bytes: int = 10, mark: str = "") -> Upload:
    facts = file_facts("film.mp4", "video/mp4", size_bytes)
    return uploads.begin_upload(draft, facts, mark)


def test_pieces_become_one_file(draft: Draft) -> None:
    upload = uploads.add_piece(begin(draft), 0, [b"abc", b"def"])

    upload = uploads.add_piece(upload, 6, [b"ghij"])

    file = draft.files.get()
    assert upload.file == file
    assert (file.filename, file.size_bytes) == ("film.mp4", 10)
    assert blobs().read(file.digest) == b"abcdefghij"
    assert not upload.pieces.exists()


def test_what_has_arrived_is_in_use_until_it_is_joined(draft: Draft) -> None:
    upload = uploads.add_piece(begin(draft), 0, [b"abcdef"])
    (digest,) = upload.pieces.values_list("digest", flat=True)
    assert used_digests([digest]) == {digest}

    uploads.add_piece(upload, 6, [b"ghij"])

    assert used_digests([digest]) == set()


def test_same_file_goes_on_where_it_broke_off(draft: Draft) -> None:
    upload = uploads.add_piece(begin(draft, mark="film"), 0, [b"abc"])

    again = begin(draft, mark="film")

    assert (again.pk, again.received_bytes) == (upload.pk, 3)
    assert begin(draft, mark="other").pk != upload.pk


@pytest.mark.parametrize("start", [0, 2, 4])
def test_piece_at_a_wrong_offset_is_not_kept(draft: Draft, start: int) -> None:
    upload = uploads.add_piece(begin(draft), 0, [b"abc"])

    with pytest.raises(uploads.WrongOffset):
        uploads.add_piece(upload, start, [b"x"])
    assert Upload.objects.get().received_bytes == 3


def test_piece_that_another_request_brought_first_is_not_kept(draft: Draft) -> None:
    upload = begin(draft)
    late = Upload.objects.get()
    uploads.add_piece(upload, 0, [b"abc"])

    with pytest.raises(uploads.WrongOffset):
        uploads.add_piece(late, 0, [b"abc"])
    assert Upload.objects.get().received_bytes == 3


def test_end_that_is_reached_twice_makes_one_file(draft: Draft) -> None:
    upload = begin(draft)
    uploads.add_piece(upload, 0, [b"abcdefghij"])

    again = uploads.add_piece(Upload.objects.get(), 10, [])

    assert again.file == draft.files.get()


def test_piece_beyond_the_end_is_not_kept(draft: Draft) -> None:
    with pytest.raises(uploads.WrongPiece):
        uploads.add_piece(begin(draft), 0, [b"abcdef", b"ghijkl"])
    assert Upload.objects.get().received_bytes == 0


def test_file_that_does_not_fit_into_the_letter_is_refused_at_once(
    draft: Draft, settings: Settings
) -> None:
    settings.MAILSVC_MESSAGE_LIMIT = 1370
    begin(draft, 600)

    with pytest.raises(FilesTooBig):
        begin(draft, 500)
    assert begin(draft, 390).size_bytes == 390


def test_full_mailbox_takes_no_file(draft: Draft) -> None:
    rows = Mailbox.objects.filter(pk=draft.mailbox_id)
    rows.update(used_bytes=90, quota_bytes=100)
    draft.refresh_from_db()
    begin(draft, 6)

    with pytest.raises(MailboxFull):
        begin(draft, 6)


def test_room_is_asked_again_at_the_end(draft: Draft) -> None:
    upload = begin(draft)
    Mailbox.objects.update(used_bytes=ROOM, quota_bytes=ROOM)

    with pytest.raises(MailboxFull):
        uploads.add_piece(upload, 0, [b"abcdefghij"])
    assert not draft.files.exists()

    Mailbox.objects.update(used_bytes=0)
    assert uploads.add_piece(Upload.objects.get(), 10, []).file == draft.files.get()


def test_only_so_many_are_open_at_once(draft: Draft) -> None:
    for _number in range(uploads.MOST_OPEN):
        begin(draft, 1)

    with pytest.raises(uploads.TooManyUploads):
        begin(draft, 1)


def test_cancelled_upload_takes_no_more(draft: Draft) -> None:
    upload = begin(draft)
    uploads.cancel_upload(upload)
    uploads.cancel_upload(upload)

    with pytest.raises(NotFound):
        uploads.add_piece(upload, 0, [b"abc"])


def test_letter_that_was_sent_takes_no_file(draft: Draft) -> None:
    upload = begin(draft)
    envelope = OutgoingEnvelope.objects.create(mailbox=draft.mailbox, size_bytes=0)
    Draft.objects.update(envelope=envelope)

    with pytest.raises(AlreadySent):
        uploads.add_piece(upload, 0, [b"abcdefghij"])
    with pytest.raises(AlreadySent):
        begin(draft)


def test_only_pictures_stand_in_the_text() -> None:
    with pytest.raises(NoPicture):
        file_facts("a.svg", "image/svg+xml", 10, is_inline=True)


def test_upload_that_rests_for_a_day_is_forgotten(draft: Draft) -> None:
    old, young = begin(draft, 1), begin(draft, 2)
    before = clock.now() - timedelta(hours=25)
    Upload.objects.filter(pk=old.pk).update(touched_at=before)

    sweep_blobs()
    sweep_blobs()

    assert Upload.objects.get() == young
