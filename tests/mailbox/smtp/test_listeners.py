from __future__ import annotations

import shutil
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailbox.smtp.certificate import Certificate
from mailbox.smtp.listeners import House, Service
from tests.fakes.certificates import write_certificate
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeDoorkeeper, RunningHouse


@pytest.fixture
def running(make_house: Callable[..., House], stack: ExitStack) -> RunningHouse:
    return stack.enter_context(RunningHouse(make_house()))


def test_when_it_stops_who_waits_is_sent_away(running: RunningHouse) -> None:
    port = running.open(Service.MX)
    with Dialogue(port) as idle, Dialogue(port) as begun:
        idle.read()
        begun.read()
        begun.ask("EHLO far.test")
        begun.ask("MAIL FROM:<s@far.test>")

        running.drain(5)

        for talk in (idle, begun):
            assert talk.read().startswith("421 4.3.2")
            assert talk.has_ended()
    with pytest.raises(ConnectionRefusedError):
        Dialogue(port)


def test_when_it_stops_who_is_sending_may_finish(
    running: RunningHouse, doorkeeper: FakeDoorkeeper
) -> None:
    with Dialogue(running.open(Service.MX)) as talk:
        talk.read()
        talk.ask("EHLO far.test")
        talk.ask("MAIL FROM:<s@far.test>")
        talk.ask("RCPT TO:<ann@ours.test>")
        talk.ask("DATA")
        stopping = threading.Thread(target=running.drain, args=(5,))
        stopping.start()
        time.sleep(0.1)
        talk.send(b"Subject: x\r\n\r\nlate but whole\r\n.\r\n")

        assert talk.read().startswith("250 2.0.0")
        assert talk.read().startswith("421 4.3.2")
        assert talk.has_ended()
        stopping.join()
    assert len(doorkeeper.accepted) == 1


def test_when_it_stops_who_never_finishes_is_cut_off(running: RunningHouse) -> None:
    with Dialogue(running.open(Service.MX)) as talk:
        talk.read()
        talk.ask("EHLO far.test")
        talk.ask("MAIL FROM:<s@far.test>")
        talk.ask("RCPT TO:<ann@ours.test>")
        talk.ask("DATA")
        talk.send(b"and so on\r\n")

        running.drain(0.1)

        assert talk.has_ended()


def test_two_processes_can_share_a_port(
    make_house: Callable[..., House], running: RunningHouse, stack: ExitStack
) -> None:
    port = running.open(Service.MX)

    other = stack.enter_context(RunningHouse(make_house()))
    other.share(Service.MX, port)

    running.drain(1)
    with Dialogue(port) as talk:
        assert talk.read().startswith("220")


def test_a_renewed_certificate_is_shown_to_the_next_peer(
    make_house: Callable[..., House], stack: ExitStack, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    file = write_certificate(tmp_path)
    certificate = Certificate(file, file)
    house = make_house(certificate=certificate)
    port = stack.enter_context(RunningHouse(house)).open(Service.SUBMISSIONS)
    before = shown_at(port)
    assert not certificate.reload_if_changed()

    shutil.copyfile(write_certificate(tmp_path / "new"), file)

    assert certificate.reload_if_changed()
    after = shown_at(port)
    assert before != after
    assert shown_at(port) == after


def test_a_broken_certificate_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    file = write_certificate(tmp_path)
    certificate = Certificate(file, file)

    file.write_text("no certificate")

    assert not certificate.reload_if_changed()
    assert isinstance(certificate.context, ssl.SSLContext)


def shown_at(port: int) -> bytes:
    with Dialogue(port, implicit_tls=True) as talk:
        return talk.certificate()
