"""A report is read by people and by programs, in their own ways."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.report_words import CHINESE, ENGLISH
from mailbox.mime.reports import (
    REVERSE_PATH,
    Action,
    DeliveryReport,
    ReportedRecipient,
    build_delivery_report,
)
from mailbox.mime.summary import summarise

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEN = ReportedRecipient(
    "ben@remote.test", "5.1.1", 550, "No such user", "mx.remote.test", NOON
)
CLEO = ReportedRecipient("克莱奥@例子.测试", "5.4.7")
REPORT = DeliveryReport(
    action=Action.FAILED,
    to=NamedAddress("Ann", "ann@example.test"),
    recipients=(BEN, CLEO),
    reporting_host="mail.example.test",
    message_id="<report@example.test>",
    date=NOON + timedelta(hours=1),
    queued_at=NOON,
    subject="午餐 Lunch",
    original_message_id="1@example.test",
    header=b"Subject: Lunch\r\nBcc: dora@x.test,\r\n eve@x.test\r\nX: 1\r\n\r\nbody",
)


def check(report: DeliveryReport) -> tuple[EmailMessage, str, list[EmailMessage], str]:
    """Read a report strictly: whole, letter, blocks for machines, header."""
    raw = build_delivery_report(report)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert not raw.replace(b"\r\n", b"").strip(b" ").count(b"\n")
    whole = email.message_from_bytes(raw, policy=email.policy.strict)
    assert isinstance(whole, EmailMessage)
    letter, status, header = whole.iter_parts()
    assert letter.get_content_type() == "text/plain"
    assert status.get_content_type() == "message/delivery-status"
    assert header.get_content_type() == "text/rfc822-headers"
    data = header.get_payload(decode=True)
    assert isinstance(data, bytes)
    payload = status.get_payload()
    assert isinstance(payload, list)
    blocks = [block for block in payload if isinstance(block, EmailMessage)]
    return whole, letter.get_content(), blocks, data.decode("latin-1")


def test_programs_find_every_recipient() -> None:
    whole, _letter, (about, ben, cleo), _header = check(REPORT)

    assert whole["Content-Type"].params["report-type"] == "delivery-status"
    assert whole["Auto-Submitted"] == "auto-replied"
    assert about["Reporting-MTA"] == "dns; mail.example.test"
    assert ben["Final-Recipient"] == "rfc822; ben@remote.test"
    assert (ben["Action"], ben["Status"]) == ("failed", "5.1.1")
    assert ben["Diagnostic-Code"] == "smtp; 550 5.1.1 No such user"
    assert ben["Remote-MTA"] == "dns; mx.remote.test"
    assert cleo["Final-Recipient"].startswith(r"utf-8; \x{514B}\x{83B1}\x{5965}@")
    assert "Remote-MTA" not in cleo


def test_people_read_what_happened_and_what_to_do() -> None:
    whole, letter, _blocks, _header = check(REPORT)

    assert whole["Subject"] == "Not delivered: 午餐 Lunch"
    assert "ben@remote.test\r\n    There is no such mailbox there." in letter
    assert "mx.remote.test said: 550 5.1.1 No such user" in letter
    assert "It was tried for five days without success." in letter


def test_chinese_readers_get_chinese() -> None:
    whole, letter, _blocks, _header = check(replace(REPORT, language="zh-hans"))

    assert whole["Subject"] == "未送达：午餐 Lunch"
    assert "对方没有这个邮箱" in letter
    assert "delivered" not in letter


def test_delay_says_how_long_it_is_tried() -> None:
    late = replace(BEN, status="4.7.1", code=451, retry_until=NOON + timedelta(days=5))
    report = replace(REPORT, action=Action.DELAYED, recipients=(late,))

    whole, letter, (_about, ben), _header = check(report)

    assert whole["Subject"].startswith("Not delivered yet")
    assert "until 2026-11-28 12:00 UTC" in letter
    assert ben["Action"] == "delayed"
    assert ben["Will-Retry-Until"] == "Sat, 28 Nov 2026 12:00:00 +0000"


def test_failure_promises_no_further_attempt() -> None:
    ben = replace(BEN, retry_until=NOON + timedelta(days=5))

    _whole, letter, (_about, block), _header = check(replace(REPORT, recipients=(ben,)))

    assert "until" not in letter
    assert "Will-Retry-Until" not in block


def test_report_stands_in_the_conversation_of_its_message() -> None:
    whole, *_ = check(REPORT)

    assert whole["In-Reply-To"] == "<1@example.test>"
    assert whole["References"] == "<1@example.test>"
    assert REVERSE_PATH == ""


def test_facts_for_programs_are_no_files_but_what_was_returned_is() -> None:
    raw = build_delivery_report(REPORT)
    returned = raw.replace(b"Type: text/rfc822-headers", b"Type: message/rfc822")

    assert summarise(raw).attachments == ()
    assert [file.filename for file in summarise(returned).attachments] == [
        "message.eml"
    ]
    elsewhere = raw.replace(b"multipart/report", b"multipart/mixed")
    assert len(summarise(elsewhere).attachments) == 2


def test_returned_header_names_no_hidden_recipient() -> None:
    *_, header = check(REPORT)

    assert header == "Subject: Lunch\r\nX: 1\r\n"


@given(header=st.binary(max_size=300), text=st.text(), subject=st.text())
def test_any_header_and_words_make_a_legal_report(
    header: bytes, text: str, subject: str
) -> None:
    rude = replace(BEN, text=text, host=text[:50], address=f"{text[:20]}@x.test")

    check(replace(REPORT, header=header, subject=subject, recipients=(rude,)))


def test_every_status_has_words_in_both_languages() -> None:
    assert ENGLISH.reasons.keys() == CHINESE.reasons.keys()
    assert ENGLISH.explain("5.2.99") == ENGLISH.reasons["2"]
    assert ENGLISH.explain("nonsense") == ENGLISH.unknown
