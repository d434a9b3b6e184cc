"""Delivery reports: what became of a message, for its author and for programs.

Three parts: a letter in plain words, the same facts for machines, and the
header of the message that is meant. A report travels with an empty
reverse-path, so that no report is ever made about it. RFC 3464, RFC 6522,
RFC 3834, RFC 6533.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.body_parts import BodyPart, data_part, join_parts, text_part
from mailbox.mime.build import legal_message_id, write_address_field
from mailbox.mime.encoding import encode_unstructured, fold_at_spaces
from mailbox.mime.report_words import ReportWords, words_in

REVERSE_PATH: Final = ""
EXPIRED: Final = "4.4.7"
HEADER_BYTES: Final = 64 * 1024
TEXT_CHARACTERS: Final = 500


class Action(StrEnum):
    """What a report says of a recipient (RFC 3464 §2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """One recipient, and what the last host said.

    `status` is such as `5.1.1`; `code` is 0 if no host replied, and `host` is
    empty if none was reached. `retry_until` is said of delays only.
    """

    address: str
    status: str
    code: int = 0
    text: str = ""
    host: str = ""
    last_attempt: datetime | None = None
    retry_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report to be written: about one message, for its author.

    `header` is the message's own header, as bytes. `message_id` is the
    report's. All times are aware; the letter says them in the author's `zone`.
    `domain` is where mailer-daemon reads answers; the reporting host if empty.
    """

    action: Action
    to: NamedAddress
    recipients: tuple[ReportedRecipient, ...]
    reporting_host: str
    message_id: str
    date: datetime
    queued_at: datetime
    subject: str
    original_message_id: str
    header: bytes
    language: str = "en"
    zone: tzinfo = UTC
    domain: str = ""


def build_delivery_report(report: DeliveryReport) -> bytes:
    """Make the bytes of a report; send it with `REVERSE_PATH`."""
    words = words_in(report.language)
    parts = [
        text_part(_letter(report, words), "plain"),
        data_part(_machine_part(report), "message/delivery-status"),
        data_part(_cut_header(report.header), "text/rfc822-headers"),
    ]
    body = join_parts(
        "report",
        parts,
        seed=report.message_id,
        parameters=("report-type=delivery-status",),
    )
    return _whole(report, words, body)


def _whole(report: DeliveryReport, words: ReportWords, body: BodyPart) -> bytes:
    domain = report.domain or report.reporting_host
    sender = NamedAddress("Mail Delivery", f"mailer-daemon@{domain}")
    fields = [
        f"Date: {format_datetime(report.date)}",
        write_address_field("From", (sender,)),
        write_address_field("To", (report.to,)),
        _subject_field(report, words),
        f"Message-ID: {legal_message_id(report.message_id)}",
        *_reply_fields(report),
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        *body.fields,
    ]
    return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + body.content


def _subject_field(report: DeliveryReport, words: ReportWords) -> str:
    failed = report.action is Action.FAILED
    form = words.failed_subject if failed else words.delayed_subject
    subject = form.format(subject=_one_line(report.subject) or words.no_subject)
    return f"Subject: {encode_unstructured(subject, used=len('Subject: '))}"


def _reply_fields(report: DeliveryReport) -> Iterator[str]:
    """Tie the report to its message, so that they stand in one conversation."""
    original = legal_message_id(report.original_message_id)
    if original:
        yield f"In-Reply-To: {original}"
        yield f"References: {original}"


def _letter(report: DeliveryReport, words: ReportWords) -> str:
    failed = report.action is Action.FAILED
    subject = _one_line(report.subject) or words.no_subject
    lines = [
        words.failed_opening if failed else words.delayed_opening,
        "",
        words.subject_line.format(subject=subject),
        words.sent_line.format(moment=_moment(report.queued_at, report.zone)),
        "",
        words.failed_list if failed else words.delayed_list,
    ]
    for recipient in report.recipients:
        lines += ["", *_about(recipient, report, words)]
    lines += ["", words.failed_closing if failed else words.delayed_closing]
    return "\n".join(lines) + "\n"


def _about(
    recipient: ReportedRecipient, report: DeliveryReport, words: ReportWords
) -> Iterator[str]:
    yield f"  {_one_line(recipient.address)}"
    yield f"    {words.explain(recipient.status)}"
    said = _said(recipient)
    host = _one_line(recipient.host)
    if said and host and recipient.code:
        yield f"    {words.said.format(host=host, text=said)}"
    elif said and host:
        yield f"    {host}: {said}"
    if recipient.retry_until and report.action is Action.DELAYED:
        until = _moment(recipient.retry_until, report.zone)
        yield f"    {words.until.format(moment=until)}"


def _said(recipient: ReportedRecipient) -> str:
    """Repeat what a host said; that the time is over it did not say, we do."""
    text = _one_line(recipient.text)[:TEXT_CHARACTERS]
    if not recipient.code:
        return text
    status = "" if recipient.status == EXPIRED else recipient.status
    return " ".join(filter(None, [str(recipient.code), status, text]))


def _machine_part(report: DeliveryReport) -> bytes:
    about_message = [
        f"Reporting-MTA: dns; {_ascii(report.reporting_host)}",
        f"Arrival-Date: {format_datetime(report.queued_at)}",
    ]
    blocks = [about_message]
    blocks += [list(_fields_of(recipient, report)) for recipient in report.recipients]
    text = "\r\n\r\n".join("\r\n".join(block) for block in blocks)
    return text.encode("ascii") + b"\r\n"


def _fields_of(recipient: ReportedRecipient, report: DeliveryReport) -> Iterator[str]:
    yield f"Final-Recipient: {_typed_address(recipient.address)}"
    yield f"Action: {report.action}"
    yield f"Status: {_legal_status(recipient.status, report.action)}"
    if recipient.host:
        yield f"Remote-MTA: dns; {_ascii(recipient.host)}"
    if recipient.code:
        said = f"smtp; {_ascii(_said(recipient))}"
        yield f"Diagnostic-Code: {fold_at_spaces(said, used=17)}"
    if recipient.last_attempt:
        yield f"Last-Attempt-Date: {format_datetime(recipient.last_attempt)}"
    if recipient.retry_until and report.action is Action.DELAYED:
        yield f"Will-Retry-Until: {format_datetime(recipient.retry_until)}"


def _typed_address(address: str) -> str:
    """Write an address; outside ASCII as RFC 6533 §3 has it."""
    plain = _one_line(address)
    if plain.isascii():
        return f"rfc822; {plain}"
    escaped = "".join(
        character if character.isascii() else f"\\x{{{ord(character):X}}}"
        for character in plain
    )
    return f"utf-8; {escaped}"


def _legal_status(status: str, action: Action) -> str:
    if re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", status):
        return status
    return "5.0.0" if action is Action.FAILED else "4.0.0"


def _cut_header(header: bytes) -> bytes:
    """Take the header alone, at most so much of it, with CRLF and no Bcc."""
    lines = re.split(rb"\r\n|\r|\n", header[:HEADER_BYTES])
    if b"" in lines:
        lines = lines[: lines.index(b"")]
    block = b"\r\n".join([*lines, b""])
    return re.sub(rb"(?im)^bcc:.*\r\n(?:[ \t].*\r\n)*", b"", block)


def _one_line(text: str) -> str:
    shown = (character if character.isprintable() else " " for character in text)
    return " ".join("".join(shown).split())


def _ascii(text: str) -> str:
    return _one_line(text.encode("ascii", "replace").decode("ascii"))


def _moment(moment: datetime, zone: tzinfo) -> str:
    """Write a moment with its offset, which every reader understands."""
    local = moment.astimezone(zone)
    offset = "" if not local.utcoffset() else f"{local:%z}"
    hours = f"{offset[:3]}:{offset[3:5]}" if offset else ""
    return f"{local:%Y-%m-%d %H:%M} UTC{hours}"
