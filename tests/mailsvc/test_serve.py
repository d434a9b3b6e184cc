"""`manage.py serve` at its door: the real processes, on an empty data folder."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import ROOT, Running, descendants, is_alive
from tests.service import READY, Service, plan_service

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.xdist_group("service"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return plan_service(tmp_path_factory.mktemp("serve") / "var")


@pytest.fixture(scope="module")
def running(service: Service) -> Iterator[Running]:
    with service.running("--demo") as running:
        yield running


def test_the_first_start_says_where_it_is_and_who_can_sign_in(
    service: Service, running: Running
) -> None:
    for address in service.environment.values():
        assert address in running.output or "/" in address
    passwords = (service.data / "demo-passwords.txt").read_text().splitlines()
    assert passwords
    for line in passwords:
        assert line in running.output


def test_every_door_is_open(service: Service, running: Running) -> None:
    with urllib.request.urlopen(service.url, timeout=10) as page:
        assert page.status == 200
    for setting in ("MAILSVC_MX", "MAILSVC_SUBMISSION"):
        door = service.door(setting)
        with smtplib.SMTP(door.host, door.port, timeout=10) as client:
            assert client.ehlo()[0] == 250
    lmtp = service.door("MAILSVC_LMTP")
    with smtplib.LMTP(lmtp.host, lmtp.port, timeout=10) as client:
        assert client.ehlo()[0] == 250


def test_everything_kept_is_for_the_owner_alone(
    service: Service, running: Running
) -> None:
    assert service.data.stat().st_mode & 0o777 == 0o700
    for name in ("secret-key", "tls/key.pem", "demo-passwords.txt"):
        assert (service.data / name).stat().st_mode & 0o777 == 0o600


def test_a_second_start_beside_it_says_so(service: Service, running: Running) -> None:
    with service.start("--demo") as second:
        assert second.wait() == 1

    assert f"process {running.process.pid}" in second.output
    assert service.url in second.output
    assert "Traceback" not in second.output


def test_a_killed_web_server_comes_back(service: Service, running: Running) -> None:
    web = next(
        pid for pid in descendants(running.process.pid) if "granian" in command_of(pid)
    )

    os.kill(web, signal.SIGKILL)

    running.wait_for(r"web was ended by SIGKILL; starting again in 1 s")
    running.wait_for(r"web is ready again")
    with urllib.request.urlopen(service.url, timeout=10) as page:
        assert page.status == 200


def test_a_service_stops_whole_and_starts_again_on_what_it_kept(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    with service.running("--demo") as first:
        below = descendants(first.process.pid)
        assert first.end() == 0
        assert not any(map(is_alive, below))

    started = time.monotonic()
    with service.running("--demo") as second:
        # Under 5 s on an idle machine; the tests share theirs.
        assert time.monotonic() - started < 20
        passwords = (service.data / "demo-passwords.txt").read_text().split()
        assert not any(word in second.output for word in passwords[1::2])
        assert str(service.data / "demo-passwords.txt") in second.output

        below = descendants(second.process.pid)
        second.end(signal.SIGKILL)
        with service.running() as third:
            assert not any(map(is_alive, below))
            assert third.end(signal.SIGINT) == 0


def test_a_service_is_started_from_any_folder(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    command = [str(ROOT / "manage.py"), "serve"]

    with Running(command, service.environment, folder=tmp_path) as running:
        running.wait_for(READY, seconds=90)
        with urllib.request.urlopen(service.url, timeout=10) as page:
            assert page.status == 200


def test_a_data_folder_with_a_very_long_name_serves(tmp_path: Path) -> None:
    service = plan_service(tmp_path / ("long" * 30) / "var")

    with service.running() as running:
        assert running.end() == 0


def test_a_taken_port_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    door = service.door("MAILSVC_MX")
    with socket.create_server((door.host, door.port)), service.start() as running:
        assert running.wait() == 1

    assert f"Port {door.port} is taken" in running.output
    assert re.search(r"MAILSVC_MX=127\.0\.0\.1:\d+ make run", running.output)
    assert "Traceback" not in running.output
    assert not (service.data / "mailsvc.sqlite3").exists()


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var", MAILSVC_QUOTA="plenty")
    with service.start() as running:
        assert running.wait() == 1

    assert "MAILSVC_QUOTA is “plenty”" in running.output
    assert "Traceback" not in running.output


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
    ],
)
def test_a_server_that_does_not_answer_leaves_nothing_running(
    tmp_path: Path, setting: str, value: str
) -> None:
    service = plan_service(tmp_path / "var", **{setting: value})
    with service.start() as running:
        assert running.wait() == 1

    assert setting in running.output
    assert "Traceback" not in running.output
    assert not re.search(READY, running.output, re.MULTILINE)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
