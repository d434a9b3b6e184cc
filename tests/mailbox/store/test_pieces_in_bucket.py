"""A file that comes in pieces is joined in a bucket as in a folder."""

from __future__ import annotations

from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.compose import uploads
from mailbox.compose.files import file_facts
from mailbox.models import Draft
from mailbox.store.blobs import blobs
from tests.builders.mail import mailbox_of
from tests.mailbox.store.conftest import s3_url


def test_pieces_in_a_bucket_become_one_file(
    ann: Account, settings: Settings, s3_endpoint: str, s3_bucket: str
) -> None:
    settings.MAILSVC_BLOBS = s3_url(s3_endpoint, s3_bucket)
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    facts = file_facts("film.mp4", "video/mp4", 10)

    upload = uploads.add_piece(uploads.begin_upload(draft, facts, ""), 0, [b"abcdef"])
    uploads.add_piece(upload, 6, [b"ghij"])

    assert blobs().read(draft.files.get().digest) == b"abcdefghij"
