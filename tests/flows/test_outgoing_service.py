"""The real service sends what a mail program hands it, worker and all."""

from __future__ import annotations

import os
import signal
import smtplib
import ssl
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.certificates import server_context, write_certificate
from tests.fakes.smtp_peer import PolitePeer
from tests.flows.test_crash import is_named
from tests.running import descendants
from tests.service import Service, plan_service
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.xdist_group("service"),
]

ANN = "ann@example.test"
PASSWORD = "correct-horse-9"
LETTERS = 5


def submit(service: Service, count: int) -> None:
    """Send letters to remote.test as a mail program does."""
    door = service.door("MAILSVC_SUBMISSION")
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with smtplib.SMTP(door.host, door.port, timeout=20) as client:
        client.starttls(context=trusting)
        client.login(ANN, PASSWORD)
        for number in range(count):
            text = f"From: {ANN}\r\nMessage-ID: <{number}@laptop>\r\n\r\nHi\r\n"
            client.sendmail(ANN, ["wen@remote.test"], text)


def test_letters_leave_though_the_delivery_worker_is_killed(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    with PolitePeer(tls=server_context(certificate)) as peer:
        route = f"remote.test=127.0.0.1:{peer.port}"
        service = plan_service(tmp_path / "var", MAILSVC_ROUTES=route)
        with service.running() as running:
            service.manage("create_account", ANN, "--password-stdin", typed=PASSWORD)
            workers = descendants(running.process.pid)
            for pid in (each for each in workers if is_named(each, "delivery")):
                os.kill(pid, signal.SIGKILL)

            submit(service, LETTERS)

            assert wait_until(lambda: len(peer.accepted) >= LETTERS, seconds=60)
            queue = service.manage("queue")

    subjects = Counter(
        letter.raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0]
        for letter in peer.accepted
    )
    assert set(subjects.values()) == {1}
    assert all(letter.over_tls for letter in peer.accepted)
    assert all(b"DKIM-Signature:" in letter.raw for letter in peer.accepted)
    assert "empty" in queue or "due now" in queue
