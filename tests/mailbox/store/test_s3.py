"""What only a bucket does: conditions, parts, marks, and servers that are away."""

from __future__ import annotations

import io
import random
import threading
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from mailbox.store.bucket import PART_BYTES, Bucket, open_bucket
from mailbox.store.errors import StoreUnreachable
from mailbox.store.files import FileBlobStore
from mailbox.store.s3 import DOOMED, S3BlobStore, key_of

TOMORROW = datetime.now(UTC) + timedelta(days=1)
LARGE = random.Random(9).randbytes(PART_BYTES * 2 + 12_345)


class RememberingBucket(Bucket):
    """A real bucket that notes which words were said to it."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(bucket._client, bucket._name, bucket._prefix)
        self.said: list[str] = []

    def get(self, key: str) -> bytes:
        self.said.append("get")
        return super().get(key)

    def get_tail(self, key: str, length: int) -> tuple[bytes, int]:
        self.said.append("tail")
        return super().get_tail(key, length)

    def get_range(self, key: str, start: int, end: int) -> bytes:
        self.said.append(f"range of {end - start}")
        return super().get_range(key, start, end)

    def touch(self, key: str) -> bool:
        self.said.append("touch")
        return super().touch(key)


@pytest.fixture
def remembering(empty_bucket: S3BlobStore) -> RememberingBucket:
    return RememberingBucket(empty_bucket.bucket)


def test_blob_above_8_mb_goes_up_in_parts_and_comes_back(
    remembering: RememberingBucket,
) -> None:
    store = S3BlobStore(remembering)
    ref = store.put(LARGE)

    assert store.stored_size(ref.digest) > 2 * PART_BYTES
    store.verify(ref.digest)
    assert store.put(LARGE) == ref
    assert remembering.said.count("touch") == 1


def test_small_part_of_a_large_blob_costs_two_requests(
    remembering: RememberingBucket,
) -> None:
    store = S3BlobStore(remembering)
    digest = store.put(LARGE).digest

    piece = store.read_range(digest, 5_000_000, 5_000_100)

    assert piece == LARGE[5_000_000:5_000_100]
    tail, frame = remembering.said
    assert tail == "tail"
    assert int(frame.removeprefix("range of ")) < 1_100_000


def test_small_blob_costs_one_request(remembering: RememberingBucket) -> None:
    store = S3BlobStore(remembering)
    digest = store.put(b"letter").digest

    store.read(digest)
    store.read_range(digest, 0, 3)

    assert remembering.said == ["get", "tail"]


def test_object_is_written_only_where_there_is_none(empty_bucket: S3BlobStore) -> None:
    bucket = empty_bucket.bucket

    assert bucket.put_new("key", io.BytesIO(b"first"))
    assert not bucket.put_new("key", io.BytesIO(b"second"))
    assert not bucket.put_new("key", io.BytesIO(LARGE))
    assert bucket.get("key") == b"first"
    assert bucket.abort_uploads(TOMORROW) == 0


def test_bucket_and_folder_hold_the_same_files(
    empty_bucket: S3BlobStore, empty_folder: FileBlobStore
) -> None:
    digest = empty_folder.put(b"letter").digest
    path = empty_folder.path_of(digest)

    empty_bucket.put(b"letter")

    assert key_of(digest) == str(path.relative_to(empty_folder.root))
    assert empty_bucket.bucket.get(key_of(digest)) == path.read_bytes()


def test_put_beside_a_sweep_stores_the_blob_anew(empty_bucket: S3BlobStore) -> None:
    bucket = empty_bucket.bucket
    digest = empty_bucket.put(b"letter").digest
    bucket.put_new(DOOMED + digest, io.BytesIO())

    putting = threading.Thread(target=empty_bucket.put, args=(b"letter",))
    putting.start()
    putting.join(0.1)
    waited = putting.is_alive()
    bucket.delete(key_of(digest))
    bucket.delete(DOOMED + digest)
    putting.join(10)

    assert waited
    assert empty_bucket.read(digest) == b"letter"


def test_sweep_leaves_a_blob_that_another_sweep_has_marked(
    empty_bucket: S3BlobStore,
) -> None:
    digest = empty_bucket.put(b"letter").digest
    empty_bucket.bucket.put_new(DOOMED + digest, io.BytesIO())

    assert not empty_bucket.delete_if_older(digest, TOMORROW)
    assert empty_bucket.exists(digest)


def test_deleting_leaves_no_mark(empty_bucket: S3BlobStore) -> None:
    old, young = empty_bucket.put(b"old").digest, empty_bucket.put(b"young").digest

    assert empty_bucket.delete_if_older(old, TOMORROW)
    assert not empty_bucket.delete_if_older(young, TOMORROW - timedelta(days=2))

    assert list(empty_bucket.bucket.list_keys(DOOMED)) == []
    assert [digest for digest, _at in empty_bucket.iterate()] == [young]


def test_leftovers_are_marks_and_unfinished_uploads(
    empty_bucket: S3BlobStore, s3_endpoint: str, s3_bucket: str
) -> None:
    bucket = empty_bucket.bucket
    bucket.put_new(DOOMED + "0" * 64, io.BytesIO())
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    client.create_multipart_upload(Bucket=s3_bucket, Key=f"{bucket._prefix}ab/begun")

    # The test server says that every upload was begun in 2010.
    assert empty_bucket.delete_leftovers(datetime(2009, 1, 1, tzinfo=UTC)) == 0
    assert empty_bucket.delete_leftovers(TOMORROW) == 2
    assert empty_bucket.delete_leftovers(TOMORROW) == 0


def test_server_that_is_away_is_a_temporary_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    store = S3BlobStore(open_bucket("s3://mail?endpoint=http://127.0.0.1:1&region=x"))

    for attempt in (lambda: store.put(b"letter"), lambda: store.read("0" * 64)):
        with pytest.raises(StoreUnreachable) as raised:
            attempt()
        assert raised.value.temporary


def test_bucket_that_does_not_exist_is_unreachable(
    s3_endpoint: str, s3_bucket: str
) -> None:
    store = S3BlobStore(
        open_bucket(f"s3://{s3_bucket}-other?endpoint={s3_endpoint}&region=us-east-1")
    )

    with pytest.raises(StoreUnreachable):
        store.put(b"letter")
    with pytest.raises(StoreUnreachable):
        store.read("0" * 64)


@pytest.mark.parametrize(
    "url", ["s3://", "http://bucket/prefix", "s3://bucket?colour=red", "bucket"]
)
def test_url_that_is_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        open_bucket(url)
