"""Five days of trying, and what the author hears of it."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from itertools import pairwise

from django.test import Client

from accounts.models import Account
from mailbox.inbound.sorting import file_waiting
from mailbox.models import (
    Arrival,
    EnvelopeState,
    Mailbox,
    Message,
    OutgoingEnvelope,
    Step,
    TraceStep,
)
from mailbox.outbound.delivery import attempt
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from tests.builders.mail import Letter, entries_of
from tests.builders.outgoing import queue
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import PolitePeer, ScriptedPeer
from tests.mailbox.outbound.conftest import Route

BEN = "ben@remote.test"
NO_DNS = FakeResolver(null={"null.test"})


def try_to_the_end(envelope: OutgoingEnvelope) -> list[timedelta]:
    """Attempt whenever it is due; gives how long after queueing each was made."""
    made: list[timedelta] = []
    while True:
        envelope.refresh_from_db()
        if envelope.state != EnvelopeState.QUEUED:
            return made
        made.append(envelope.not_before - envelope.queued_at)
        with clock.at(envelope.not_before):
            assert attempt(envelope.pk, NO_DNS)


def reports_of(account: Account) -> list[EmailMessage]:
    """File what came in, and read the reports in the Inbox strictly."""
    file_waiting()
    found = []
    for entry in entries_of(account):
        raw = blobs().read(entry.message.digest)
        message = email.message_from_bytes(raw, policy=email.policy.strict)
        assert isinstance(message, EmailMessage)
        assert message.get_content_type() == "multipart/report"
        found.append(message)
    return found


def parts_of(report: EmailMessage) -> tuple[str, list[EmailMessage], str]:
    """Give the letter, the blocks for machines, and the returned header."""
    letter, status, header = report.iter_parts()
    blocks = status.get_payload()
    assert isinstance(blocks, list)
    data = header.get_payload(decode=True)
    assert isinstance(data, bytes)
    shown = [block for block in blocks if isinstance(block, EmailMessage)]
    return letter.get_content(), shown, data.decode()


def test_a_letter_is_tried_for_five_days_and_then_its_author_hears(
    ann: Account, route: Route
) -> None:
    route("remote.test", ScriptedPeer({"RCPT": "451 4.7.1 Greylisted"}))
    envelope = queue(ann, BEN)

    made = try_to_the_end(envelope)

    waits = [after - before for before, after in pairwise(made)]
    assert waits[:3] == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]
    assert set(waits[3:]) == {timedelta(hours=3)}
    assert timedelta(days=5) - made[-1] <= timedelta(hours=3)
    late, failed = reports_of(ann)
    assert late["Subject"] == "Not delivered yet: Hello"
    assert failed["Subject"] == "Not delivered: Hello"
    letter, (_about, ben), _header = parts_of(failed)
    assert "It was tried for five days without success." in letter
    assert "127.0.0.1 said: 451 Greylisted" in letter
    assert (ben["Action"], ben["Status"]) == ("failed", "4.4.7")
    assert ben["Diagnostic-Code"] == "smtp; 451 Greylisted"


def test_greylisting_for_an_hour_is_no_news(ann: Account, route: Route) -> None:
    script = {"RCPT": ["451 4.7.1 Greylisted", "451 4.7.1 Greylisted", "250 OK"]}
    route("remote.test", ScriptedPeer(script))

    try_to_the_end(queue(ann, BEN))

    assert reports_of(ann) == []


def test_a_refusal_is_reported_at_once_and_once(ann: Account, route: Route) -> None:
    refused = {BEN: "550 5.1.1 No such user", "cleo@remote.test": "451 4.3.0 Later"}
    route("remote.test", PolitePeer(refused=refused))
    letter = Letter(
        author=ann.address, subject="午餐", to=(BEN,), message_id="1@x.test"
    )
    envelope = queue(ann, BEN, "cleo@remote.test", letter=letter, bcc=("d@null.test",))
    attempt(envelope.pk, NO_DNS)
    del refused["cleo@remote.test"]
    try_to_the_end(envelope)

    (report,) = reports_of(ann)

    assert report["From"] == "Mail Delivery <mailer-daemon@example.test>"
    assert report["To"] == "Ann <ann@example.test>"
    assert report["Subject"] == "Not delivered: 午餐"
    assert report["In-Reply-To"] == "<1@x.test>"
    text, (_about, ben, dora), header = parts_of(report)
    assert "ben@remote.test\r\n    There is no such mailbox there." in text
    assert ben["Remote-MTA"] == "dns; 127.0.0.1"
    assert dora["Final-Recipient"] == "rfc822; d@null.test"
    assert (dora["Status"], dora["Remote-MTA"]) == ("5.1.10", None)
    assert "Message-ID: <1@x.test>" in header
    assert "d@null.test" not in header


def test_report_stands_in_the_conversation_of_its_letter(
    ann: Account, client: Client
) -> None:
    envelope = queue(ann, "ben@null.test")
    attempt(envelope.pk, NO_DNS)
    file_waiting()

    sent, report = Message.objects.order_by("pk")
    assert sent.conversation_id == report.conversation_id
    (entry,) = entries_of(ann)
    client.force_login(ann)
    page = client.get(f"/mail/{entry.folder_id}/c/{entry.conversation_id}/")
    assert "Your message could not be delivered" in page.text


def test_report_speaks_its_readers_language_in_their_zone(ann: Account) -> None:
    Account.objects.filter(pk=ann.pk).update(
        language="zh-hans", time_zone="Asia/Shanghai"
    )
    envelope = queue(ann, "ben@null.test")
    attempt(envelope.pk, NO_DNS)

    (report,) = reports_of(ann)

    assert report["Subject"] == "未送达：Hello"
    letter, *_ = parts_of(report)
    assert "这个域名不接收邮件。" in letter
    assert "UTC+08:00" in letter


def test_full_mailbox_still_hears(ann: Account) -> None:
    envelope = queue(ann, "ben@null.test")
    Mailbox.objects.filter(account=ann).update(quota_bytes=1)

    attempt(envelope.pk, NO_DNS)

    assert len(reports_of(ann)) == 1


def test_nobody_reports_about_a_report(ann: Account) -> None:
    envelope = queue(ann, "ben@null.test")
    OutgoingEnvelope.objects.update(reverse_path="")

    attempt(envelope.pk, NO_DNS)

    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.DONE
    assert not Arrival.objects.exists()


def test_a_report_names_nobody_to_report_to(ann: Account) -> None:
    attempt(queue(ann, "ben@null.test").pk, NO_DNS)

    assert Arrival.objects.get().reverse_path == ""
    assert TraceStep.objects.filter(step=Step.REPORTED).count() == 1


def test_report_about_bytes_that_are_gone_comes_without_their_header(
    ann: Account, route: Route
) -> None:
    route("remote.test", PolitePeer())
    envelope = queue(ann, BEN)
    blobs().delete(envelope.digest)

    try_to_the_end(envelope)

    _late, failed = reports_of(ann)
    assert parts_of(failed)[2].strip() == ""


def test_report_about_hundreds_of_recipients_comes_in_too(ann: Account) -> None:
    many = [f"{'x' * 60}{number}@null.test" for number in range(1000)]
    envelope = queue(ann, *many, letter=Letter(author=ann.address))

    attempt(envelope.pk, NO_DNS)

    (report,) = reports_of(ann)
    assert len(parts_of(report)[1]) == 1001
