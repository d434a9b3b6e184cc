from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.smtp.reading import END, DataReader, Fault

Outcome = tuple[bool, Fault | None, bytes, bytes]

PIECES = st.sampled_from(
    [b"\r\n", b"\r", b"\n", b".", b"..", b"\r\n.", b".\r\n", b"a", b"bcd", b"\0"]
)
TEXTS = st.lists(PIECES | st.binary(max_size=6), max_size=30).map(b"".join)
SIZE_LIMIT, LINE_LIMIT = 60, 14


def read_by_chunks(chunks: list[bytes], *, repairs: bool) -> Outcome:
    reader = DataReader(size_limit=SIZE_LIMIT, line_limit=LINE_LIMIT, repairs=repairs)
    text = b""
    for number, chunk in enumerate(chunks):
        text += reader.feed(chunk)
        if reader.is_finished:
            rest = reader.rest + b"".join(chunks[number + 1 :])
            return True, reader.fault, b"" if reader.fault else text, rest
    return False, None, b"", b""


def read_whole(data: bytes, *, repairs: bool) -> Outcome:
    """The rules in their plainest form: find the end, then look at each line."""
    end = (b"\r\n" + data).find(END)
    if end < 0:
        return False, None, b"", b""
    stuffed, rest = data[:end], data[end + 3 :]
    lines = re.split(rb"(?<=\r\n)", stuffed)
    text = b"".join(line.removeprefix(b".") for line in lines)
    is_bare = re.search(rb"\r(?!\n)|(?<!\r)\n", stuffed) is not None
    if is_bare and repairs:
        text = re.sub(rb"\r\n|\r|\n", b"\r\n", text)
    by_feeds = re.split(rb"(?<=\n)", stuffed)
    if len(text) > SIZE_LIMIT:
        fault = Fault.TOO_BIG
    elif is_bare and not repairs:
        fault = Fault.BARE_LINE_ENDING
    elif max(map(len, by_feeds)) > LINE_LIMIT:
        fault = Fault.LONG_LINE
    else:
        return True, None, text, rest
    return True, fault, b"", rest


@given(
    data=TEXTS, cuts=st.lists(st.integers(0, 120), max_size=12), repairs=st.booleans()
)
def test_any_chunks_of_any_bytes_read_like_the_whole(
    data: bytes, cuts: list[int], repairs: bool
) -> None:
    data += END * (len(cuts) % 2)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    chunks = [data[a:b] for a, b in pairwise(edges)]

    assert read_by_chunks(chunks, repairs=repairs) == read_whole(data, repairs=repairs)


@given(text=st.binary(max_size=300), repairs=st.booleans())
def test_a_stuffed_text_comes_back_as_it_was(text: bytes, repairs: bool) -> None:
    lines = [re.sub(rb"[\r\n]", b"", line) for line in text.split(b"\n")]
    wire = b"".join((b"." + x if x[:1] == b"." else x) + b"\r\n" for x in lines)
    reader = DataReader(size_limit=1000, line_limit=1000, repairs=repairs)

    got = b"".join(reader.feed(bytes([octet])) for octet in wire + b".\r\nQUIT\r\n"[:3])

    assert reader.is_finished
    assert got == b"".join(line + b"\r\n" for line in lines)


def test_an_empty_message_ends_at_once() -> None:
    reader = DataReader(size_limit=10, line_limit=10)

    assert reader.feed(b".\r\nQUIT\r\n") == b""
    assert reader.is_finished
    assert reader.rest == b"QUIT\r\n"
    assert reader.size_bytes == 0


@pytest.mark.parametrize(
    "false_end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n.\r",
        b"\r.\r\n",
        b"\n.\r",
        b"\r\n\0.\r\n",
        b"\r\n.\0\r\n",
    ],
)
def test_nothing_but_crlf_dot_crlf_ends_a_message(false_end: bytes) -> None:
    reader = DataReader(size_limit=1000, line_limit=1000)

    reader.feed(b"text" + false_end + b"MAIL FROM:<evil@far.test>\r\n")

    assert not reader.is_finished


def test_text_past_the_size_limit_is_not_kept() -> None:
    reader = DataReader(size_limit=100, line_limit=100)

    pieces = [reader.feed(b"x" * 48 + b"\r\n") for _ in range(1000)]

    assert sum(map(len, pieces)) <= 100
    assert reader.fault is Fault.TOO_BIG


def test_a_line_is_long_from_the_first_octet_over_the_limit() -> None:
    exact, over = (DataReader(size_limit=100, line_limit=20) for _ in range(2))

    exact.feed(b"x" * 18 + END)
    over.feed(b"x" * 19 + END)

    assert (exact.fault, over.fault) == (None, Fault.LONG_LINE)
