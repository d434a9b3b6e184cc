"""What we send passes a strict reader, whatever its author wrote."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import (
    FileToSend,
    NeedsSmtpUtf8,
    NotAnAddress,
    Outgoing,
    build_message,
    new_message_id,
    with_bcc,
)
from mailbox.mime.encoding import UnsafeField
from mailbox.mime.summary import summarise
from mailbox.mime.words import decode_words

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN = NamedAddress("Ann Lee", "ann@example.test")
BEN = NamedAddress("", "ben@remote.test")
FORGIVEN = {  # in `name=` of Content-Type only, for old readers
    "encoded word inside quoted string",
    "missing trailing whitespace after encoded-word",
}
ENCODED_WORD = re.compile(rb"=\?[^\s]+?\?=")

sensible = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=150
)
wild = st.one_of(
    sensible,
    st.text(st.sampled_from('a"\\,;:<>()@ =?_.é中😀👨‍👩‍👧'), max_size=120),
    st.text(st.sampled_from("漢字仮名交じり文"), min_size=60, max_size=300),
)


def outgoing(**telling: Any) -> Outgoing:
    plain: dict[str, Any] = {
        "from_": ANN,
        "to": (BEN,),
        "subject": "Lunch",
        "text": "At noon?",
        "message_id": "<1@example.test>",
        "date": NOON,
    }
    return Outgoing(**{**plain, **telling})


def check(raw: bytes) -> EmailMessage:
    """Read a message as strictly as can be."""
    assert not raw.replace(b"\r\n", b"").count(b"\n")
    assert not raw.replace(b"\r\n", b"").count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(len(word) <= 75 for word in ENCODED_WORD.findall(head))
    parsed = email.message_from_bytes(raw, policy=email.policy.strict)
    assert isinstance(parsed, EmailMessage)
    for part in parsed.walk():
        assert not part.defects
        for name, value in part.items():
            found = {str(defect) for defect in value.defects}
            allowed = FORGIVEN if name == "Content-Type" else set()
            assert found <= allowed, (name, value, found)
    return parsed


def subject_of(raw: bytes) -> str:
    match = re.search(rb"^Subject:[ ]?((?:.|\r\n[ \t])*?)\r\n(?![ \t])", raw, re.M)
    assert match
    return decode_words(match[1].replace(b"\r\n", b"").decode("ascii"))


def test_plain_letter_is_as_plain_as_can_be() -> None:
    assert build_message(outgoing()) == (
        b"Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
        b"From: Ann Lee <ann@example.test>\r\n"
        b"To: ben@remote.test\r\n"
        b"Subject: Lunch\r\n"
        b"Message-ID: <1@example.test>\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"\r\n"
        b"At noon?\r\n"
    )


@given(subject=wild, name=wild, other=wild)
def test_any_subject_and_names_pass_a_strict_reader(
    subject: str, name: str, other: str
) -> None:
    to = (
        NamedAddress(other, "ben@remote.test"),
        NamedAddress(name, "cleo@bücher.test"),
    )

    raw = build_message(outgoing(subject=subject, to=to))

    parsed = check(raw)
    assert subject_of(raw) == subject.strip()
    found = [address.addr_spec for address in parsed["To"].addresses]
    assert found == ["ben@remote.test", "cleo@xn--bcher-kva.test"]


@given(filename=wild, data=st.binary(max_size=200))
def test_any_file_name_passes_a_strict_reader(filename: str, data: bytes) -> None:
    file = FileToSend(filename, "application/pdf", data)

    parsed = check(build_message(outgoing(attachments=(file,))))

    (part,) = parsed.iter_attachments()
    assert part["Content-Disposition"].params["filename"] == (
        re.sub(r"[/\\]", "_", filename.strip()) or "attachment"
    )
    assert part.get_content() == data


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.lists(st.sampled_from(["From a", ".", "x" * 90, "é ", "", "= ", "\t"])).map(
            "\n".join
        ),
    )
)
def test_any_text_arrives_as_it_was_written(text: str) -> None:
    parsed = check(build_message(outgoing(text=text)))

    body = parsed.get_payload(decode=True)
    assert isinstance(body, bytes)
    written = re.sub(r"\r\n|\r|\n", "\r\n", text)
    assert body.decode() in (written, written + "\r\n")


def test_tree_holds_alternatives_images_and_files() -> None:
    raw = build_message(
        outgoing(
            html='<p>At noon? <img src="cid:logo@x"></p>',
            inline=(FileToSend("logo.png", "image/png", b"png", "logo@x"),),
            attachments=(FileToSend("报告 终稿.pdf", "application/pdf", b"pdf"),),
        )
    )

    kinds = [part.get_content_type() for part in check(raw).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert b"Content-ID: <logo@x>" in raw


def test_file_name_is_written_for_new_and_for_old_readers() -> None:
    file = FileToSend("报告.pdf", "application/pdf", b"pdf")

    raw = build_message(outgoing(attachments=(file,)))

    assert b"filename*=utf-8''%E6%8A%A5%E5%91%8A.pdf" in raw
    assert b'name="=?utf-8?b?5oql5ZGKLnBkZg==?="' in raw


@pytest.mark.parametrize("field", ["subject", "from", "to", "filename"])
@pytest.mark.parametrize("mark", ["\r", "\n", "\r\n", "\0"])
def test_line_break_in_a_field_is_refused(field: str, mark: str) -> None:
    forged = f"x{mark}Bcc: evil@x.test"
    changes: dict[str, dict[str, Any]] = {
        "subject": {"subject": forged},
        "from": {"from_": NamedAddress(forged, "ann@example.test")},
        "to": {"to": (NamedAddress(forged, "ben@remote.test"),)},
        "filename": {"attachments": (FileToSend(forged, "text/plain", b""),)},
    }

    with pytest.raises(UnsafeField):
        build_message(outgoing(**changes[field]))


@pytest.mark.parametrize(
    "address",
    ["", "ben", "@remote.test", "ben@", "b\r\nen@remote.test", "ben@a b", "ben@x..y"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress):
        build_message(outgoing(to=(NamedAddress("", address),)))


def test_local_part_outside_ascii_is_named_as_such() -> None:
    with pytest.raises(NeedsSmtpUtf8) as caught:
        build_message(outgoing(to=(NamedAddress("", "bén@remote.test"),)))

    assert caught.value.address == "bén@remote.test"


def test_hidden_recipients_stand_in_the_authors_copy_only() -> None:
    cleo = NamedAddress("Cleo", "cleo@remote.test")
    raw = build_message(outgoing(bcc=(cleo,)))
    kept = with_bcc(raw, (cleo,))

    assert b"cleo" not in raw
    assert check(kept)["Bcc"] == "Cleo <cleo@remote.test>"
    assert with_bcc(raw, ()) == raw


def test_letter_to_hidden_recipients_alone_has_a_to() -> None:
    raw = build_message(outgoing(to=(), bcc=(BEN,)))

    assert b"To: undisclosed-recipients:;\r\n" in raw
    check(raw)


def test_long_ids_of_a_thread_are_never_cut() -> None:
    chain = tuple(f"<{number}{'x' * 300}@remote.test>" for number in range(300))

    raw = build_message(outgoing(in_reply_to=chain[-1][1:-1], references=chain))

    parsed = check(raw)
    assert f"In-Reply-To: {chain[-1]}\r\n".encode() in raw
    found = str(parsed["References"]).split()
    assert len(found) == 100
    assert (found[0], found[-1]) == (chain[0], chain[-1])


def test_ids_that_no_reader_knows_are_left_out() -> None:
    raw = build_message(
        outgoing(in_reply_to="a b", references=("no at all\r\nX: y", "<ok@x>", "é@x"))
    )

    assert b"In-Reply-To" not in raw
    assert b"References: <ok@x>\r\n" in raw


def test_enclosed_message_stays_seven_bit_or_becomes_a_file() -> None:
    clean = FileToSend("a.eml", "message/rfc822", b"Subject: x\r\n\r\nHi\r\n")
    dirty = FileToSend("b.eml", "message/rfc822", "Subject: é\r\n\r\nHi\r\n".encode())

    raw = build_message(outgoing(attachments=(clean, dirty)))

    kinds = [part.get_content_type() for part in check(raw).iter_attachments()]
    assert kinds == ["message/rfc822", "application/octet-stream"]
    assert raw.count(clean.data) == 1


def test_boundary_is_found_in_no_part() -> None:
    files = (FileToSend("x", "application/pdf", b"x"),)
    inner = build_message(outgoing(attachments=files))
    enclosed = FileToSend("i.eml", "message/rfc822", inner)

    parsed = check(build_message(outgoing(attachments=(enclosed,))))

    kinds = [part.get_content_type() for part in parsed.iter_attachments()]
    assert kinds == ["message/rfc822"]


def test_many_recipients_stand_one_on_a_line() -> None:
    people = tuple(NamedAddress("李雷", f"p{n}@remote.test") for n in range(500))

    parsed = check(build_message(outgoing(to=people)))

    assert len(parsed["To"].addresses) == 500


def test_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        build_message(outgoing(date=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_message_ids_are_new_each_time() -> None:
    first, second = new_message_id("bücher.test"), new_message_id("bücher.test")

    assert first != second
    assert re.fullmatch(r"<[0-9a-f]{32}@xn--bcher-kva\.test>", first)


@given(subject=sensible, name=sensible, filename=sensible)
def test_our_own_reader_sees_what_was_written(
    subject: str, name: str, filename: str
) -> None:
    file = FileToSend(filename, "application/pdf", b"pdf")
    to = (NamedAddress(name, "ben@remote.test"),)

    summary = summarise(
        build_message(outgoing(subject=subject, to=to, attachments=(file,)))
    )

    assert " ".join(summary.subject.split()) == " ".join(subject.split())
    assert [person.address for person in summary.to] == ["ben@remote.test"]
    assert [fact.size_bytes for fact in summary.attachments] == [3]
    assert summary.message_id in ("1@example.test", "<1@example.test>")
