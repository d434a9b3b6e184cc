"""Subjects and ids that join messages."""

from __future__ import annotations

import pytest

from mailbox.mime import limits
from mailbox.mime.headers import scan_header
from mailbox.mime.threads import base_subject, is_reply_subject, reference_ids


@pytest.mark.parametrize(
    "subject",
    [
        "Budget",
        "Re: Budget",
        "RE:Budget",
        "re : Budget",
        "Fwd: Re: Budget",
        "Fw: Budget",
        "Re[2]: Budget",
        "Re(3): Budget",
        "Re^2: Budget",
        "[team] Budget",
        "Re: [team] Budget",
        "[team] Re: Budget",
        "Re: [team] Re: [team] Budget",
        "Budget (fwd)",
        "Re: Budget (fwd) (FWD)",
        "[Fwd: Budget]",
        "[Fwd: Re: Budget]",
        "AW: Budget",
        "SV: VS: Antw: Budget",
        "回复：Budget",
        "答复: 转发：Budget",
        "回覆: 轉寄: Budget",
        "Re：Budget",
        "  Re:   Budget  ",
        "Not delivered: Re: Budget",
        "Not delivered yet: Budget",
        "Undeliverable: Budget",
        "未送达：Budget",
        "尚未送达：Budget",
    ],
)
def test_base_subject_is_without_what_replies_add(subject: str) -> None:
    assert base_subject(subject) == "Budget"


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("", ""),
        ("Re:", ""),
        ("[team]", "[team]"),
        ("Re: [team]", "[team]"),
        ("Reply: Budget", "Reply: Budget"),
        ("Regarding: x", "Regarding: x"),
        ("Two  words\tthree", "Two words three"),
        ("会议：回复", "会议：回复"),
    ],
)
def test_subject_that_is_its_own_base_is_left_alone(subject: str, base: str) -> None:
    assert base_subject(subject) == base


@pytest.mark.parametrize(
    "subject", ["Re: a", "回复：a", "[x] re: a", "AW: a", "Re[2]: a"]
)
def test_reply_says_so(subject: str) -> None:
    assert is_reply_subject(subject)


@pytest.mark.parametrize(
    "subject", ["a", "Fwd: a", "转发: a", "Ready: a", "", "are: a"]
)
def test_what_is_no_reply_does_not(subject: str) -> None:
    assert not is_reply_subject(subject)


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        (b"References: <a@b> <c@d>\r\n", ("a@b", "c@d")),
        (b"References: <a@b>\r\n\t<c@d>\r\n", ("a@b", "c@d")),
        (b"References: <a@b><c@d><a@b>\r\n", ("a@b", "c@d")),
        (b"References: <a\r\n @b>\r\n", ("a@b",)),
        (b"References: a@b\r\n", ("a@b",)),
        (b"References: words only\r\n", ()),
        (b"In-Reply-To: <a@b>\r\n", ("a@b",)),
        (b"In-Reply-To: <a@b>\r\nReferences: <c@d>\r\n", ("c@d",)),
        (b"In-Reply-To: Your message of Monday <a@b>\r\n", ("a@b",)),
        (b"Subject: none\r\n", ()),
    ],
)
def test_ancestors_are_read_oldest_first(header: bytes, ids: tuple[str, ...]) -> None:
    assert reference_ids(scan_header(header)) == ids


def test_long_line_of_ancestors_keeps_the_first_and_the_newest() -> None:
    header = b"References: " + b" ".join(b"<%d@b>" % number for number in range(500))

    ids = reference_ids(scan_header(header))

    assert len(ids) == limits.REFERENCES
    assert (ids[0], ids[1], ids[-1]) == ("0@b", "401@b", "499@b")
