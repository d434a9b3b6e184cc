"""The author reads in the sent message what became of it, in words and in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.models import OutgoingEnvelope, Role
from mailbox.outbound import queue as outgoing
from mailbox.outbound.delivery import attempt
from mailbox.outbound.next_hops import Hop
from mailsvc.kit import clock
from tests.builders.mail import Letter, entries_of
from tests.builders.outgoing import queue
from tests.fakes.certificates import server_context, write_certificate
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import PolitePeer

NOON = datetime(2026, 11, 24, 12, 3, tzinfo=UTC)
WEN = "wen@remote.test"
DNS = FakeResolver(null={"null.test"}, silent={"silent.test"})


@pytest.fixture
def remote(settings: Settings, tmp_path: Path) -> Iterator[PolitePeer]:
    """The host mx.remote.test, which speaks TLS."""
    certificate = write_certificate(tmp_path)
    with PolitePeer(tls=server_context(certificate)) as peer:
        hop = Hop("mx.remote.test", peer.port, addresses=("127.0.0.1",))
        settings.MAILSVC_ROUTES = {"remote.test": hop}
        yield peer


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sent(ann: Account, *people: str, minutes: int = 0) -> OutgoingEnvelope:
    """Send at noon, and make the first attempt at once."""
    with clock.at(NOON):
        letter = Letter(author=ann.address, to=people)
        envelope = queue(ann, *people, letter=letter, hold=timedelta(minutes=minutes))
        attempt(envelope.pk, DNS)
    return envelope


def words_to(
    ann: Account,
    language: str = "en",
    zone: str = "",
    *,
    at: datetime = NOON + timedelta(minutes=2),
) -> list[str]:
    """Open the sent message, and read what it says of each recipient."""
    Account.objects.filter(pk=ann.pk).update(language=language, time_zone=zone)
    client = Client()
    client.force_login(Account.objects.get(pk=ann.pk))
    (entry,) = entries_of(ann, Role.SENT)
    with clock.at(at):
        page = client.get(f"/mail/{entry.folder_id}/c/{entry.conversation_id}/").text
    rows = page.partition('class="sent-to"')[2].partition("</ul>")[0].split("<li ")[1:]
    spoken = (row.rpartition("<span>")[2].partition("</span>")[0] for row in rows)
    return [unescape(words) for words in spoken]


@pytest.mark.parametrize(
    ("zone", "clock_time"), [("", "12:03"), ("Asia/Shanghai", "20:03")]
)
def test_delivered_says_where_when_and_how(
    ann: Account, remote: PolitePeer, language: str, zone: str, clock_time: str
) -> None:
    sent(ann, WEN)

    expected = {
        "en": f"Delivered to mx.remote.test at {clock_time} over TLS 1.3",
        "zh-hans": f"{clock_time} 经 TLS 1.3 送达 mx.remote.test",
    }
    assert words_to(ann, language, zone) == [expected[language]]


def test_day_is_said_once_it_is_over(
    ann: Account, remote: PolitePeer, language: str
) -> None:
    sent(ann, WEN)

    expected = {
        "en": "Delivered to mx.remote.test at 24 Nov, 12:03 over TLS 1.3",
        "zh-hans": "11月24日 12:03 经 TLS 1.3 送达 mx.remote.test",
    }
    tomorrow = NOON + timedelta(days=1)
    assert words_to(ann, language, at=tomorrow) == [expected[language]]


def test_waiting_says_when_it_is_tried_again_and_why(
    ann: Account, remote: PolitePeer, language: str
) -> None:
    remote.refused = {WEN: "451 4.7.1 greylisted"}
    sent(ann, WEN, "lu@silent.test")

    expected = {
        "en": [
            "Will try again at 20:33: greylisted",
            "Will try again at 20:33: The name servers of the domain do not answer",
        ],
        "zh-hans": [
            "将于 20:33 重试：greylisted",
            "将于 20:33 重试：对方的域名服务器没有应答",
        ],
    }
    assert words_to(ann, language, "Asia/Shanghai") == expected[language]
    later = {"en": "Trying again now: greylisted", "zh-hans": "正在重试：greylisted"}
    due = NOON + timedelta(minutes=30)
    assert words_to(ann, language, at=due)[0] == later[language]


def test_failed_says_what_that_means_and_what_was_said(
    ann: Account, remote: PolitePeer, language: str
) -> None:
    remote.refused = {WEN: "550 5.1.1 <wen> No such user"}
    sent(ann, WEN, "lu@null.test", "lu@unknown.test")

    wen, lu, nobody = words_to(ann, language)
    if language == "en":
        assert wen.startswith("Not delivered: There is no such mailbox there.")
        assert wen.endswith("(<wen> No such user)")
        assert lu == "Not delivered: This domain takes no mail"
        assert nobody.startswith("Not delivered: There is no such domain.")
    else:
        assert wen.startswith("未送达：对方没有这个邮箱。")
        assert wen.endswith("（<wen> No such user）")
        assert lu == "未送达：这个域名不接收邮件"
        assert nobody.startswith("未送达：没有这个域名。")


def test_given_up_says_so(ann: Account, remote: PolitePeer, language: str) -> None:
    remote.refused = {WEN: "451 4.7.1 greylisted"}
    envelope = sent(ann, WEN)
    last = NOON + timedelta(days=5)
    with clock.at(last):
        attempt(envelope.pk, DNS)

    expected = {
        "en": "Not delivered: It was tried for five days without success",
        "zh-hans": "未送达：已经尝试五天，仍未成功",
    }
    assert words_to(ann, language, at=last) == [expected[language]]


def test_held_says_when_it_leaves(ann: Account, language: str) -> None:
    sent(ann, WEN, minutes=1)

    expected = {"en": "Leaves at 12:04", "zh-hans": "将于 12:04 发出"}
    assert words_to(ann, language, at=NOON) == [expected[language]]


def test_operators_acts_are_named(ann: Account, language: str) -> None:
    envelope = sent(ann, "lu@silent.test")
    outgoing.hold_envelopes([envelope.pk])
    held = {"en": "On hold", "zh-hans": "已暂缓"}
    assert words_to(ann, language) == [held[language]]

    outgoing.drop_envelopes([envelope.pk])
    dropped = {"en": "Stopped by the operator", "zh-hans": "管理员已停止发送"}
    assert words_to(ann, language) == [dropped[language]]


def test_ben_does_not_see_what_became_of_anns_letter(
    ann: Account, ben: Account, remote: PolitePeer, client: Client
) -> None:
    sent(ann, WEN)
    (entry,) = entries_of(ann, Role.SENT)
    client.force_login(ben)

    page = client.get(f"/mail/{entry.folder_id}/c/{entry.conversation_id}/")
    assert page.status_code == 404
