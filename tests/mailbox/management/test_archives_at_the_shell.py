"""`import_mail` and `export_mail` as processes: killed, gone on with, refused."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mailbox.mime.archived import ArchivedMessage
from mailbox.mime.archives import MboxWriter, read_archive
from mailsvc.demo.mix import make_message, received_at
from tests.running import ROOT, Running, clean_environment
from tests.service import Service, plan_service
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.xdist_group("service"),
]

LETTERS = 1500
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from mailbox.provisioning import open_account, prepare_service
prepare_service()
for name in ("ann", "ben"):
    open_account(f"{name}@example.test", "correct-horse-9")
"""
COUNT = """
from mailbox.models import Entry
print(Entry.objects.filter(mailbox__address="{}@example.test").count())
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """Prepare a data folder with Ann's and Ben's mailboxes; nothing runs on it."""
    service = plan_service(tmp_path_factory.mktemp("archives"))
    service.manage("shell", "-v", "0", "-c", PREPARE)
    return service


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mbox")
    writer = MboxWriter(folder)
    for number in range(LETTERS):
        raw = make_message(number, to="ann@example.test")
        writer.add(ArchivedMessage(str(number), raw, internal_date=received_at(number)))
    writer.close()
    return folder / "INBOX.mbox"


def start(service: Service, *arguments: str) -> Running:
    return Running(["manage.py", *arguments], service.environment)


def count(service: Service, name: str) -> int:
    return int(service.manage("shell", "-v", "0", "-c", COUNT.format(name)))


def kill_after(running: Running, place: Path, folder: Path) -> None:
    """Kill a work once it has remembered a place that is not the beginning."""

    def has_come_on() -> bool:
        found = [path for path in folder.glob(place.name) if path.stat().st_size]
        tallies = [json.loads(path.read_text())["tally"] for path in found]
        return any(tally["done_messages"] for tally in tallies)

    assert wait_until(has_come_on, seconds=60), running.output
    running.end(signal.SIGKILL)


def test_a_killed_import_and_a_killed_export_go_on_where_they_were(
    service: Service, archive: Path, tmp_path: Path
) -> None:
    with start(service, "import_mail", "ann", str(archive)) as first:
        kill_after(first, Path("*.json"), service.data / "imports")
    assert 0 < count(service, "ann") < LETTERS

    said = service.manage("import_mail", "ann", str(archive))

    assert f"{LETTERS:,} brought in, 0 here already." in said
    assert count(service, "ann") == LETTERS

    target = tmp_path / "ann.zip"
    with start(service, "export_mail", "ann", str(target)) as first:
        kill_after(first, Path("ann.zip.place"), tmp_path)

    said = service.manage("export_mail", "ann", str(target))

    assert f"ann@example.test: {LETTERS:,} messages" in said
    assert len({each.key for each in read_archive(target)}) == LETTERS
    assert target.stat().st_mode & 0o777 == 0o600

    with start(service, "export_mail", "ann", str(target)) as again:
        assert again.wait() == 1
    assert "is there already" in again.output


def test_an_interrupted_import_says_how_to_go_on(
    service: Service, archive: Path
) -> None:
    with start(service, "import_mail", "ben", str(archive)) as running:
        assert wait_until(lambda: count(service, "ben") > 0, seconds=60)
        assert running.end(signal.SIGINT) == 130

    assert "Stopped. Run the same command again to go on from there." in running.output
    assert "Traceback" not in running.output


def test_a_terminal_shows_a_bar(
    service: Service, archive: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "manage.py", "import_mail", "ben", str(archive)],
        cwd=ROOT,
        env={**clean_environment(), **service.environment, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        said = read_to_the_end(ours)

    assert process.returncode == 0
    assert "█" in said
    assert said.rstrip().endswith("here already.")


def read_to_the_end(terminal: int) -> str:
    said, deadline = b"", time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            said += os.read(terminal, 65536)
        except OSError:  # Linux says EIO once nobody writes any more.
            break
    os.close(terminal)
    return said.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import_mail", "nobody", "x.mbox"), "no mailbox nobody@example.test here"),
        (("import_mail", "ann", "/nowhere/x.mbox"), "There is nothing at /nowhere"),
        (("import_mail", "ann", "manage.py"), "holds no mail that can be read"),
        (("export_mail", "nobody", "x.zip"), "no mailbox nobody@example.test here"),
        (("export_mail", "ann", "/proc/no/x.zip"), "No such file"),
        (("export_mail", "ann", "manage.py"), "manage.py is there already"),
        (("export_mail", "ann", "x", "--format", "pst"), "invalid choice: 'pst'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    service: Service, arguments: tuple[str, ...], words: str
) -> None:
    with start(service, *arguments) as running:
        assert running.wait() in (1, 2)

    assert words in running.output
    assert "Traceback" not in running.output


@pytest.mark.parametrize(
    ("folder", "words"), [("", "is not prepared"), ("var", "There is no data folder")]
)
def test_a_data_folder_that_was_never_served_is_said_so(
    tmp_path: Path, folder: str, words: str
) -> None:
    service = plan_service(tmp_path / folder, DATABASE_URL="")

    with start(service, "create_account", "ann") as running:
        assert running.wait() == 1

    assert words in running.output
    assert "Start the service once" in running.output
    assert "Traceback" not in running.output
