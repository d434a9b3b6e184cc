from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbox.smtp.tracing import Hop, protocol_keyword, received, return_path

HOP = Hop(
    helo="far.test",
    peer="2001:db8::1",
    hostname="mx.ours.test",
    protocol="ESMTPS",
    tls="TLSv1.3 TLS_AES_256_GCM_SHA384",
    receipt="f00",
    recipient="ann@ours.test",
    at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)


def test_received_says_who_how_and_when() -> None:
    assert received(HOP) == (
        b"Received: from far.test ([IPv6:2001:db8::1])\r\n"
        b"\tby mx.ours.test with ESMTPS id f00\r\n"
        b"\t(TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n"
        b"\tfor <ann@ours.test>;\r\n"
        b"\tFri, 02 Jan 2026 03:04:05 +0000\r\n"
    )


def test_received_leaves_out_what_is_not_known() -> None:
    hop = replace(HOP, helo="", tls="", recipient="")

    assert received(hop) == (
        b"Received: by mx.ours.test with ESMTPS id f00;\r\n"
        b"\tFri, 02 Jan 2026 03:04:05 +0000\r\n"
    )


def test_a_long_and_hostile_name_stays_on_its_line() -> None:
    field = received(replace(HOP, helo="x)\r\nBcc: y\r\n\0(" * 100, peer="what"))

    assert field.count(b"\n") == 5
    assert max(map(len, field.split(b"\r\n"))) < 998
    assert b"[unknown]" in field


def test_return_path_keeps_the_reverse_path() -> None:
    assert return_path("") == b"Return-Path: <>\r\n"
    assert return_path("雪@far.test") == "Return-Path: <雪@far.test>\r\n".encode()


@pytest.mark.parametrize(
    ("base", "tls", "signed_in", "utf8", "keyword"),
    [
        ("SMTP", False, False, False, "SMTP"),
        ("ESMTP", False, False, False, "ESMTP"),
        ("ESMTP", True, True, False, "ESMTPSA"),
        ("LMTP", True, False, False, "LMTPS"),
        ("ESMTP", True, True, True, "UTF8SMTPSA"),
        ("LMTP", False, False, True, "UTF8LMTP"),
    ],
)
def test_the_protocol_is_named_as_registered(
    base: str, tls: bool, signed_in: bool, utf8: bool, keyword: str
) -> None:
    named = protocol_keyword(base, is_tls=tls, is_signed_in=signed_in, is_utf8=utf8)
    assert named == keyword
