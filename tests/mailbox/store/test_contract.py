"""What `mailbox/store/interface.py` promises, tried on files and on S3 alike."""

from __future__ import annotations

import hashlib
import io
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mailbox.store.encoding import FRAME_BYTES
from mailbox.store.errors import BlobMissing
from mailbox.store.interface import BlobStore

ABSENT = "0" * 64
NOT_DIGESTS = ["", "ab", "A" * 64, "../" + "a" * 61, "g" * 64, "a" * 64 + "\n"]

# Half of it does not compress, so that stored bytes exceed one fetch of a reader.
LARGE = random.Random(5).randbytes(FRAME_BYTES * 2) + b"quoted line\r\n" * 200_000

shared_store = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_put_names_bytes_by_their_digest_and_length(store: BlobStore) -> None:
    ref = store.put(b"Subject: hello\r\n\r\nworld\r\n")

    assert ref.digest == hashlib.sha256(b"Subject: hello\r\n\r\nworld\r\n").hexdigest()
    assert ref.size_bytes == 25
    assert store.exists(ref.digest)


@shared_store
@example(chunks=[])
@example(chunks=[b"x" * FRAME_BYTES])
@example(chunks=[b"x" * (FRAME_BYTES - 1), b"yy", b"z" * FRAME_BYTES])
@given(chunks=st.lists(st.binary(max_size=400), max_size=8))
def test_any_bytes_in_any_chunking_come_back(
    store: BlobStore, chunks: list[bytes]
) -> None:
    whole = b"".join(chunks)

    with store.writer() as writer:
        for chunk in chunks:
            assert writer.write(chunk) == len(chunk)
        ref = writer.commit()

    assert store.read(ref.digest) == whole
    assert ref == store.put(whole)


@shared_store
@given(data=st.binary(max_size=400), start=st.integers(0, 500), end=st.integers(0, 500))
def test_any_range_of_a_small_blob_equals_the_slice(
    store: BlobStore, data: bytes, start: int, end: int
) -> None:
    ref = store.put(data)

    assert store.read_range(ref.digest, start, end) == data[start:end]


@shared_store
@example(start=0, end=len(LARGE) + 1)
@example(start=FRAME_BYTES, end=FRAME_BYTES)
@example(start=FRAME_BYTES - 1, end=FRAME_BYTES + 1)
@given(
    start=st.integers(0, len(LARGE) + 100),
    end=st.integers(0, len(LARGE) + 100),
)
def test_any_range_of_a_large_blob_equals_the_slice(
    store: BlobStore, start: int, end: int
) -> None:
    digest = hashlib.sha256(LARGE).hexdigest()
    if not store.exists(digest):
        store.put(LARGE)

    assert store.read_range(digest, start, end) == LARGE[start:end]


def test_large_blob_is_read_piece_by_piece(store: BlobStore) -> None:
    digest = store.put(memoryview(LARGE)).digest

    with store.open(digest) as blob:
        pieces = list(iter(lambda: blob.read(300_001), b""))

    assert b"".join(pieces) == LARGE
    assert store.read(digest) == LARGE


def test_open_blob_seeks_like_a_file(store: BlobStore) -> None:
    digest = store.put(LARGE).digest
    like = io.BytesIO(LARGE)

    with store.open(digest) as blob:
        for offset, whence, length in (
            (FRAME_BYTES * 2 - 3, io.SEEK_SET, 10),
            (-5, io.SEEK_END, 100),
            (7, io.SEEK_SET, 20),
            (FRAME_BYTES, io.SEEK_CUR, 20),
            (len(LARGE) + 9, io.SEEK_SET, 20),
        ):
            assert blob.seek(offset, whence) == like.seek(offset, whence)
            assert blob.read(length) == like.read(length)
        blob.seek(len(LARGE) - 13 * 100)
        assert blob.readlines() == [b"quoted line\r\n"] * 100


def test_seek_before_the_start_is_refused(store: BlobStore) -> None:
    with store.open(store.put(b"short").digest) as blob, pytest.raises(ValueError):
        blob.seek(-1)


def test_range_that_counts_from_the_end_is_refused(store: BlobStore) -> None:
    digest = store.put(b"short").digest

    with pytest.raises(ValueError, match="counts from its start"):
        store.read_range(digest, -2, 5)


def test_stored_bytes_are_compressed(store: BlobStore) -> None:
    ref = store.put(b"the same line\r\n" * 10_000)

    assert store.stored_size(ref.digest) < ref.size_bytes / 20


def test_aborted_blob_is_nowhere(empty_store: BlobStore) -> None:
    with empty_store.writer() as writer:
        writer.write(LARGE)

    assert not empty_store.exists(hashlib.sha256(LARGE).hexdigest())
    assert list(empty_store.iterate()) == []


@pytest.mark.parametrize("ending", ["commit", "abort"])
def test_finished_writer_takes_no_more(store: BlobStore, ending: str) -> None:
    writer = store.writer()
    writer.write(b"before")
    getattr(writer, ending)()

    with pytest.raises(ValueError, match="committed or aborted"):
        writer.write(b"after")
    with pytest.raises(ValueError, match="committed or aborted"):
        writer.commit()
    writer.abort()


def test_writer_copies_what_it_is_given(store: BlobStore) -> None:
    buffer = bytearray(b"first")
    with store.writer() as writer:
        writer.write(buffer)
        buffer[:] = b"other"
        writer.write(buffer)
        ref = writer.commit()

    assert store.read(ref.digest) == b"firstother"


@pytest.mark.parametrize("method", ["open", "read", "verify", "stored_size"])
def test_absent_blob_is_missing(store: BlobStore, method: str) -> None:
    with pytest.raises(BlobMissing):
        getattr(store, method)(ABSENT)


def test_range_of_an_absent_blob_is_missing(store: BlobStore) -> None:
    with pytest.raises(BlobMissing):
        store.read_range(ABSENT, 0, 10)
    assert not store.exists(ABSENT)


@pytest.mark.parametrize("name", NOT_DIGESTS)
def test_what_is_no_digest_is_refused(store: BlobStore, name: str) -> None:
    for method in (store.open, store.read, store.exists, store.delete):
        with pytest.raises(ValueError, match="not a SHA-256"):
            method(name)


def test_deleted_blob_is_gone_and_can_be_put_again(store: BlobStore) -> None:
    ref = store.put(b"to be deleted")

    store.delete(ref.digest)
    store.delete(ref.digest)

    assert not store.exists(ref.digest)
    assert store.put(b"to be deleted") == ref
    assert store.read(ref.digest) == b"to be deleted"


def test_iterate_names_each_blob_once(empty_store: BlobStore) -> None:
    digests = {empty_store.put(b"%d" % number).digest for number in range(12)}
    empty_store.put(b"3")

    listed = [digest for digest, _modified in empty_store.iterate()]

    assert len(listed) == 12
    assert set(listed) == digests


def test_threads_that_put_the_same_bytes_share_one_blob(empty_store: BlobStore) -> None:
    with ThreadPoolExecutor(6) as pool:
        refs = list(pool.map(empty_store.put, [b"the same letter"] * 24))

    assert len(set(refs)) == 1
    assert [digest for digest, _at in empty_store.iterate()] == [refs[0].digest]
    empty_store.verify(refs[0].digest)
