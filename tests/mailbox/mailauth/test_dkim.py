"""What leaves carries a signature that an independent verifier accepts."""

from __future__ import annotations

import dkim as verifier
import pytest

from mailbox.mailauth import dkim

RAW = (
    b"From: Ann <ann@example.test>\r\n"
    b"To: ben@remote.test\r\n"
    b"Subject: Lunch\r\n"
    b"Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
    b"Message-ID: <1@example.test>\r\n"
    b"\r\n"
    b"At noon?\r\n"
)


@pytest.fixture(scope="module")
def key() -> tuple[bytes, str]:
    return dkim.make_key()


def is_valid(raw: bytes, public: str) -> bool:
    asked: list[bytes] = []

    def answer(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return dkim.write_record(public).encode()

    valid = verifier.verify(raw, dnsfunc=answer)
    assert asked == [b"k1._domainkey.example.test."]
    return bool(valid)


def test_signature_is_valid_for_an_independent_verifier(key: tuple[bytes, str]) -> None:
    line = dkim.sign(RAW, "example.test", "k1", key[0])

    assert line.startswith(b"DKIM-Signature: ")
    assert line.endswith(b"\r\n")
    assert b"c=relaxed/relaxed" in line
    assert max(map(len, line.split(b"\r\n"))) <= 78
    assert is_valid(line + RAW, key[1])


def test_changed_body_breaks_the_signature(key: tuple[bytes, str]) -> None:
    line = dkim.sign(RAW, "example.test", "k1", key[0])

    assert not is_valid(line + RAW.replace(b"noon", b"nine"), key[1])


@pytest.mark.parametrize("name", [b"From", b"To", b"Subject", b"Date"])
def test_added_second_field_breaks_the_signature(
    name: bytes, key: tuple[bytes, str]
) -> None:
    line = dkim.sign(RAW, "example.test", "k1", key[0])

    assert not is_valid(name + b": added\r\n" + line + RAW, key[1])


def test_white_space_may_change_on_the_way(key: tuple[bytes, str]) -> None:
    line = dkim.sign(RAW, "example.test", "k1", key[0])
    touched = RAW.replace(b"Subject: Lunch", b"subject:   Lunch  ") + b"\r\n\r\n"

    assert is_valid(line + touched, key[1])


def test_message_without_from_is_not_signed(key: tuple[bytes, str]) -> None:
    with pytest.raises(dkim.NotSigned):
        dkim.sign(RAW.replace(b"From:", b"X-From:"), "example.test", "k1", key[0])


def test_garbage_is_not_signed(key: tuple[bytes, str]) -> None:
    with pytest.raises(dkim.NotSigned):
        dkim.sign(b"no header at all\r\nreally", "example.test", "k1", key[0])


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(dkim.NotSigned):
        dkim.sign(RAW, "example.test", "k1", b"-----BEGIN PRIVATE KEY-----\n")


def test_public_key_is_derived_from_the_private_one(key: tuple[bytes, str]) -> None:
    assert dkim.public_of(key[0]) == key[1]


def test_the_record_to_publish_gives_the_key_back(key: tuple[bytes, str]) -> None:
    record = dkim.write_record(key[1])

    assert record == f"v=DKIM1; k=rsa; p={key[1]}"
    assert dkim.read_record(record) == key[1]
    assert dkim.read_record(f"v=DKIM1;p= {key[1][:90]} {key[1][90:]} ; t=s") == key[1]
    assert dkim.read_record("v=spf1 -all") == ""


def test_signing_uses_the_quick_arithmetic() -> None:
    assert verifier.RSASSA_PKCS1_v1_5_sign is dkim._sign_digest
    assert verifier.parse_pem_private_key is dkim._load_key
