"""Text in any charset, rightly or wrongly labelled, becomes what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.charsets import decode_text, decode_unlabelled, find_codec
from mailbox.mime.parse import parse_message
from mailbox.mime.summary import summarise
from tests.mailbox.mime.charset_cases import BODIES, FILENAMES, SUBJECTS, Case


@pytest.mark.parametrize("case", SUBJECTS, ids=lambda case: case.name)
def test_subject_is_read_as_it_was_written(case: Case) -> None:
    parsed = parse_message(b"Subject: " + case.data + b"\r\n\r\n")

    assert parsed.header.get("Subject") == case.text


@pytest.mark.parametrize("case", FILENAMES, ids=lambda case: case.name)
def test_file_name_is_read_as_it_was_written(case: Case) -> None:
    parsed = parse_message(case.data + b"\r\n\r\nx")

    assert parsed.root.filename == case.text


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.name)
def test_body_is_read_as_it_was_written(case: Case) -> None:
    assert summarise(case.data).text == case.text


def test_the_table_is_wide() -> None:
    assert len(SUBJECTS) + len(FILENAMES) + len(BODIES) >= 90


@pytest.mark.parametrize(
    "label",
    [
        "hex",
        "base64",
        "rot13",
        "zlib",
        "unicode_escape",
        "idna",
        "punycode",
        "x" * 99,
        "",
        "undefined",
        "\x00",
        "é",
        "../../etc/passwd",
        "utf-8\x00",
    ],
)
def test_label_that_is_no_charset_finds_no_codec(label: str) -> None:
    assert find_codec(label) is None


def test_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode_text(b"\xef\xbb\xbfhello", "iso-8859-1") == "hello"


def test_utf8_damaged_in_one_place_stays_utf8() -> None:
    data = "这是一封很长的中文邮件".encode()

    assert decode_text(data[:4] + data[5:], "utf-8").endswith("一封很长的中文邮件")


def test_utf8_cut_within_its_last_character_loses_only_that() -> None:
    assert decode_unlabelled("会议通知".encode()[:-1]) == "会议通"


def test_half_a_pair_in_utf7_cannot_be_stored_and_is_replaced() -> None:
    decode_text(b"+2AA-", "utf-7").encode("utf-8")


@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "utf-7", "big5", "x"]))
def test_any_bytes_decode_to_text_that_can_be_stored(
    data: bytes, charset: str | None
) -> None:
    decode_text(data, charset).encode("utf-8")
    decode_unlabelled(data, charset).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf8_always_comes_back(text: str) -> None:
    assert decode_unlabelled(text.encode()) == text or "\x1b" in text
