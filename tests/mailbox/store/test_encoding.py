"""Frames and their index, and what becomes of them when bytes are altered."""

from __future__ import annotations

import io
import random
from itertools import pairwise

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbox.store import encoding
from mailbox.store.encoding import FRAME_BYTES, Encoder, Frame
from mailbox.store.errors import StoreDamaged
from mailbox.store.reading import BlobReader, MemorySource

LARGE = random.Random(3).randbytes(FRAME_BYTES + 999) + b"line\r\n" * 300_000


def encode(raw: bytes) -> bytes:
    encoder = Encoder()
    return b"".join(encoder.add(raw)) + encoder.finish()


def decode(stored: bytes) -> bytes:
    return BlobReader(MemorySource(stored)).readall()


STORED_LARGE = encode(LARGE)


class CountingSource(MemorySource):
    """Remembers how many stored bytes were fetched."""

    fetched = 0

    def fetch(self, start: int, end: int) -> bytes:
        self.fetched += end - start
        return super().fetch(start, end)


def test_small_message_is_one_plain_frame() -> None:
    stored = encode(b"Subject: hello\r\n")

    assert zstandard.decompress(stored) == b"Subject: hello\r\n"
    assert len(stored) < 16 + 20


def test_any_zstd_tool_restores_a_large_message() -> None:
    reader = zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(STORED_LARGE), read_across_frames=True
    )

    assert reader.read() == LARGE


def test_only_the_frames_of_a_range_are_fetched() -> None:
    source = CountingSource(STORED_LARGE)
    reader = BlobReader(source)
    source.fetched = 0

    reader.read_range(len(LARGE) - 10, len(LARGE))

    assert 0 < source.fetched < 10_000


def test_seek_fetches_nothing_until_the_next_read() -> None:
    source = CountingSource(STORED_LARGE)
    reader = BlobReader(source)
    source.fetched = 0

    reader.seek(FRAME_BYTES + 5)

    assert source.fetched == 0
    assert reader.read(4) == LARGE[FRAME_BYTES + 5 : FRAME_BYTES + 9]


def test_index_of_thousands_of_frames_is_fetched_whole() -> None:
    frame = encoding.compress(b"tiny")
    entries = [(len(frame), 4)] * 9000

    stored = frame * 9000 + encoding.encode_index(entries)

    assert BlobReader(MemorySource(stored)).size_bytes == 36_000


def test_frame_whose_checksum_looks_like_an_index_gets_one() -> None:
    assert not encoding.needs_index(b"\x00\x00\x00\x00", frames=1)
    assert encoding.needs_index(b"\xb1\xea\x92\x8f", frames=1)


@settings(max_examples=150)
@given(
    raw=st.binary(min_size=1, max_size=300), bit=st.integers(0), cut=st.integers(0, 20)
)
def test_altered_small_blob_is_never_read_as_something_else(
    raw: bytes, bit: int, cut: int
) -> None:
    stored = bytearray(encode(raw))
    stored[bit // 8 % len(stored)] ^= 1 << bit % 8

    for damaged in (bytes(stored), encode(raw)[: -1 - cut], encode(raw) + b"more"):
        try:
            read = decode(damaged)
        except StoreDamaged:
            continue
        assert read == raw


@settings(max_examples=40, deadline=None)
@example(at=len(STORED_LARGE) - 27)
@given(
    at=st.one_of(
        st.integers(0, len(STORED_LARGE) - 1),
        st.integers(len(STORED_LARGE) - 80, len(STORED_LARGE) - 1),
    )
)
def test_altered_large_blob_is_never_read_as_something_else(at: int) -> None:
    stored = bytearray(STORED_LARGE)
    stored[at] ^= 0x10

    try:
        read = decode(bytes(stored))
    except StoreDamaged:
        return
    assert read == LARGE


@given(stored=st.binary(max_size=200))
def test_bytes_that_are_no_blob_are_damage(stored: bytes) -> None:
    for hostile in (stored, stored + STORED_LARGE[-9:]):
        with pytest.raises(StoreDamaged):
            decode(hostile)


def test_frame_that_claims_a_gigabyte_takes_no_memory() -> None:
    bomb = zstandard.ZstdCompressor(level=1).compress(b"\0" * (64 << 20))

    with pytest.raises(StoreDamaged, match="impossible length"):
        decode(bomb)


def test_large_blob_without_its_index_is_damaged() -> None:
    with pytest.raises(StoreDamaged):
        decode(STORED_LARGE[:-9])


def test_index_covers_every_byte() -> None:
    index = STORED_LARGE[-encoding.index_size(STORED_LARGE) :]
    frames = encoding.decode_index(index, stored_size=len(STORED_LARGE))

    assert frames[0] == Frame(0, frames[0].stored_end, 0, FRAME_BYTES)
    for one, next_one in pairwise(frames):
        assert one.stored_end == next_one.stored_start
        assert one.raw_end == next_one.raw_start
    assert frames[-1].raw_end == len(LARGE)
