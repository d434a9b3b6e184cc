"""A message is divided where its delimiters say, and byte offsets are right."""

from __future__ import annotations

import mmap
import tempfile

import pytest

from mailbox.mime import limits
from mailbox.mime.parse import parse_message
from mailbox.mime.parts import Part, find_part, walk
from tests.mailbox.mime.letters import (
    NESTED,
    body_of,
    leaf,
    multipart,
    sections,
    with_ends,
)

ENDS = pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])


def _part(raw: bytes, section: str) -> Part:
    part = find_part(parse_message(raw).root, section)
    assert part is not None
    return part


@ENDS
def test_parts_are_numbered_as_imap_numbers_them(line_end: str) -> None:
    parsed = parse_message(with_ends(NESTED, line_end))

    assert sections(parsed.root) == {
        "": "multipart/mixed",
        "1": "text/plain",
        "2": "message/rfc822",
        "2.TEXT": "multipart/alternative",
        "2.1": "text/plain",
        "2.2": "text/html",
        "3": "application/pdf",
        "4": "message/rfc822",
        "4.1": "text/plain",
    }
    assert parsed.defects == ()


@ENDS
@pytest.mark.parametrize(
    ("section", "body"),
    [
        ("1", "first\nsecond"),
        ("2.1", "plain"),
        ("2.2", "<p>html</p>"),
        ("3", "JVBERi0xLjQ="),
        ("4", "Subject: simple\n\njust text"),
        ("4.1", "just text"),
    ],
)
def test_body_of_a_part_is_exactly_its_bytes(
    section: str, body: str, line_end: str
) -> None:
    raw = with_ends(NESTED, line_end)

    assert body_of(raw, _part(raw, section)) == with_ends(body, line_end)


@ENDS
def test_header_of_a_part_ends_with_its_blank_line(line_end: str) -> None:
    raw = with_ends(NESTED, line_end)
    part = _part(raw, "2.1")

    head = raw[part.header_start : part.body_start]

    assert head == with_ends("Content-Type: text/plain\n\n", line_end)


@ENDS
def test_enclosed_message_has_its_header_between_its_offsets(line_end: str) -> None:
    raw = with_ends(NESTED, line_end)
    enclosed = _part(raw, "2.TEXT")

    head = raw[enclosed.header_start : enclosed.body_start]

    assert head.startswith(b"Subject: enclosed")
    assert head.endswith(with_ends("\n\n", line_end))
    assert enclosed.header_start == _part(raw, "2").body_start


@ENDS
@pytest.mark.parametrize(
    ("section", "lines"), [("1", 2), ("2.1", 1), ("3", 0), ("4", 3), ("4.1", 1)]
)
def test_lines_of_text_and_messages_are_counted(
    section: str, lines: int, line_end: str
) -> None:
    raw = with_ends(NESTED, line_end)

    assert _part(raw, section).lines == lines


def test_simple_message_is_part_one() -> None:
    raw = b"Subject: hi\r\n\r\nHello\r\n"
    root = parse_message(raw).root

    assert (root.section, root.content_type) == ("1", "text/plain")
    assert (root.header_start, root.body_start, root.end) == (0, 15, 22)
    assert root.lines == 1


def test_message_that_is_an_enclosed_message_numbers_as_rfc_9051_says() -> None:
    inner = multipart("mixed", leaf("text/plain"), leaf("text/html"))
    parsed = parse_message(b"Content-Type: message/rfc822\r\n\r\n" + inner)

    assert list(sections(parsed.root)) == ["1", "1.TEXT", "1.1", "1.2"]


def test_multipart_within_multipart_goes_on_counting() -> None:
    inner = multipart(
        "alternative", leaf("text/plain"), leaf("text/html"), boundary=b"i"
    )
    parsed = parse_message(multipart("mixed", inner, leaf("image/png")))

    assert list(sections(parsed.root)) == ["", "1", "1.1", "1.2", "2"]


def test_mapped_file_is_parsed_as_bytes_are() -> None:
    raw = with_ends(NESTED, "\r\n")
    with tempfile.TemporaryFile() as file:
        file.write(raw)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            assert parse_message(mapped) == parse_message(raw)


def test_memoryview_is_parsed_as_bytes_are() -> None:
    raw = with_ends(NESTED, "\n")

    assert parse_message(memoryview(raw)) == parse_message(bytearray(raw))


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\n", b"\r\n\r\n"])
def test_message_without_anything_is_an_empty_text(raw: bytes) -> None:
    root = parse_message(raw).root

    assert (root.section, root.content_type) == ("1", "text/plain")
    assert root.end == len(raw)


def test_header_alone_has_an_empty_body() -> None:
    parsed = parse_message(b"Subject: hi\r\nFrom: a@b")

    assert parsed.header.get("from") == "a@b"
    assert parsed.root.body_start == parsed.root.end
    assert parsed.defects == ()


def test_body_begins_at_the_first_line_that_is_no_field_if_no_line_is_blank() -> None:
    raw = b"Subject: hi\r\nHello there\r\nSecond: line\r\n"
    parsed = parse_message(raw)

    assert body_of(raw, parsed.root) == b"Hello there\r\nSecond: line\r\n"
    assert parsed.defects == ("no-blank-line",)


def test_text_without_any_field_is_all_body() -> None:
    raw = b"Hello there\r\n\r\nSecond paragraph\r\n"
    parsed = parse_message(raw)

    assert body_of(raw, parsed.root) == raw
    assert parsed.defects == ("no-header",)


def test_from_line_of_an_mbox_is_passed_over() -> None:
    parsed = parse_message(b"From ann Mon Nov 23 12:00:00 2026\nSubject: hi\n\nx")

    assert parsed.header.get("Subject") == "hi"
    assert parsed.root.body_start == 47


def test_rubbish_between_fields_is_passed_over() -> None:
    parsed = parse_message(b"A: 1\r\nrubbish here\r\nSubject: hi\r\n\r\nx")

    assert parsed.header.get("Subject") == "hi"


def test_part_without_header_or_blank_line_keeps_its_text() -> None:
    raw = multipart("mixed", b"Just text")

    assert body_of(raw, _part(raw, "1")) == b"Just text"


def test_last_part_of_a_cut_message_reaches_to_the_end() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhalf a te"
    parsed = parse_message(raw)

    assert body_of(raw, _part(raw, "1")) == b"half a te"
    assert parsed.defects == ("unclosed-multipart",)


def test_outer_delimiter_ends_an_inner_multipart_that_was_never_closed() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\ninner"
    raw = multipart("mixed", inner, leaf("text/plain", b"after"))

    assert body_of(raw, _part(raw, "1.1")) == b"inner"
    assert body_of(raw, _part(raw, "2")) == b"after"


def test_line_that_only_begins_like_a_delimiter_divides_nothing() -> None:
    raw = multipart("mixed", leaf("text/plain", b"a\r\n--bc\r\n--b c\r\nd"))

    assert body_of(raw, _part(raw, "1")) == b"a\r\n--bc\r\n--b c\r\nd"


def test_delimiter_may_be_followed_by_spaces() -> None:
    raw = multipart("mixed", b"\r\nx")
    raw = raw.replace(b"--b\r\n", b"--b \t\r\n").replace(b"--b--", b"--b-- ")

    assert body_of(raw, _part(raw, "1")) == b"x"


def test_boundary_inside_another_boundary_is_not_mistaken() -> None:
    inner = multipart("mixed", leaf("text/plain", b"deep"), boundary=b"bb")
    raw = multipart("mixed", inner)

    assert body_of(raw, _part(raw, "1.1")) == b"deep"


def test_missing_boundary_is_found_by_the_fields_after_it() -> None:
    raw = multipart("mixed", leaf("text/plain", b"one"), leaf("text/html"))
    raw = raw.replace(b"; boundary=b", b"", 1)
    parsed = parse_message(raw)

    assert list(sections(parsed.root)) == ["", "1", "2"]
    assert parsed.defects == ("missing-boundary",)


def test_multipart_that_cannot_be_divided_is_shown_as_text() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\nHello\r\n-- \r\nAnn\r\n"
    parsed = parse_message(raw)

    assert sections(parsed.root) == {"1": "text/plain"}
    assert body_of(raw, parsed.root) == b"Hello\r\n-- \r\nAnn\r\n"


def test_multipart_closed_before_any_part_is_shown_as_text() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n"

    assert sections(parse_message(raw).root) == {"1": "text/plain"}


def test_empty_parts_are_parts() -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n\r\n--b--\r\n"
    )
    root = parse_message(raw).root

    assert [part.end - part.body_start for part in root.children] == [0, 0]


def test_parts_of_a_digest_are_messages() -> None:
    digest = multipart("digest", b"\r\nSubject: one\r\n\r\nx", leaf("text/plain"))

    assert sections(parse_message(digest).root) == {
        "": "multipart/digest",
        "1": "message/rfc822",
        "1.1": "text/plain",
        "2": "text/plain",
    }


def test_encoded_message_is_not_looked_into() -> None:
    raw = leaf(
        "message/rfc822", b"U3ViamVjdDogeA==", Content_Transfer_Encoding="base64"
    )

    assert sections(parse_message(raw).root) == {"1": "message/rfc822"}


def test_hundred_levels_are_followed_for_fifty() -> None:
    raw = leaf("text/plain", b"bottom")
    for level in range(100):
        raw = multipart("mixed", raw, boundary=b"level%d" % level)
    parsed = parse_message(raw)

    assert len(list(walk(parsed.root))) == limits.DEPTH + 1
    assert "too-deep" in parsed.defects


def test_hundred_enclosed_messages_are_followed_for_fifty() -> None:
    parsed = parse_message(b"Content-Type: message/rfc822\r\n\r\n" * 100 + b"bottom")

    assert len(list(walk(parsed.root))) == limits.DEPTH + 1
    assert parsed.defects == ("too-deep",)


def test_nul_is_told() -> None:
    parsed = parse_message(b"Subject: a\0b\r\n\r\nx\0y")

    assert parsed.defects == ("nul",)
    assert parsed.header.get("Subject") == "a b"


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("text", "text/plain"),
        ("", "text/plain"),
        ("/", "text/plain"),
        ("TEXT/HTML", "text/html"),
        ("text / html", "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("text/html (hello)", "text/html"),
        ('"text/html"', "text/html"),
        ("image/svg+xml;", "image/svg+xml"),
    ],
)
def test_odd_content_types_are_understood(given: str, understood: str) -> None:
    parsed = parse_message(f"Content-Type: {given}\r\n\r\n".encode())

    assert parsed.root.content_type == understood


@pytest.mark.parametrize(
    ("given", "understood"),
    [("attachment", "attachment"), ("INLINE", "inline"), ("form-data", "attachment")],
)
def test_unknown_disposition_is_an_attachment(given: str, understood: str) -> None:
    parsed = parse_message(f"Content-Disposition: {given}\r\n\r\n".encode())

    assert parsed.root.disposition == understood


def test_content_id_has_no_brackets() -> None:
    assert parse_message(b"Content-ID: <a@b>\r\n\r\n").root.content_id == "a@b"
