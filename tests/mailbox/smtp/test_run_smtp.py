"""`manage.py run_smtp` as a process: its ports, its words, its end."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.certificates import write_certificate
from tests.fakes.smtp_dialogue import Dialogue
from tests.running import Running

pytestmark = pytest.mark.slow

SERVICES = ("mx", "lmtp", "submission", "submissions")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ports() -> dict[str, int]:
    return {service: free_port() for service in SERVICES}


@pytest.fixture
def running(tmp_path: Path, ports: dict[str, int]) -> Iterator[Running]:
    certificate = write_certificate(tmp_path)
    environment = {
        "MAILSVC_DATA": str(tmp_path),
        "MAILSVC_TLS_CERTIFICATE": str(certificate),
        "MAILSVC_TLS_KEY": str(certificate),
    }
    options = [f"--{service}=127.0.0.1:{port}" for service, port in ports.items()]
    with Running(["manage.py", "run_smtp", *options], environment) as process:
        for service, port in ports.items():
            process.wait_for(f"^ready {service} 127.0.0.1:{port}$")
        yield process


def test_it_opens_what_it_is_told_and_drains_at_sigterm(
    running: Running, ports: dict[str, int]
) -> None:
    with Dialogue(ports["mx"]) as mx, Dialogue(ports["lmtp"]) as lmtp:
        assert mx.read().startswith("220 mail.example.test ESMTP")
        assert lmtp.read().startswith("220 mail.example.test LMTP")

        assert running.end(signal.SIGTERM) == 0

        assert mx.read().startswith("421 4.3.2")
        assert lmtp.read().startswith("421 4.3.2")


def test_it_takes_up_a_new_certificate_at_sighup(
    running: Running, ports: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    with Dialogue(ports["submissions"], implicit_tls=True) as talk:
        before = talk.certificate()

    shutil.copyfile(write_certificate(tmp_path / "new"), tmp_path / "peer.pem")
    running.process.send_signal(signal.SIGHUP)
    running.wait_for("is in use now")

    with Dialogue(ports["submissions"], implicit_tls=True) as talk:
        assert talk.read().startswith("220")
        assert talk.certificate() != before


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    environment = {
        "MAILSVC_DATA": str(tmp_path),
        "MAILSVC_TLS_CERTIFICATE": str(certificate),
        "MAILSVC_TLS_KEY": str(certificate),
    }
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        option = f"--mx=127.0.0.1:{taken.getsockname()[1]}"

        with Running(["manage.py", "run_smtp", option], environment) as process:
            assert process.wait() == 1

    assert "address already in use" in process.output
    assert "Traceback" not in process.output
