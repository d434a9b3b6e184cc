"""What a large import and export hold in memory, by the size of the archive.

    python -m tests.bench.archives [--gigabytes N …] [--format mbox|maildir|zip]

Run by hand: a gigabyte takes minutes. An mbox of the realistic mix is written
message by message, brought in by `import_mail` and taken out by `export_mail`,
each a process of its own, whose peak is read from the kernel. The data folder
is made anew for each size and taken away at the end.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, get_args

from mailbox.mime.archived import ArchivedMessage
from mailbox.mime.archives import Format, MboxWriter
from mailsvc.demo.mix import make_message, received_at
from tests.bench.__main__ import PREPARE
from tests.bench.figures import say, title
from tests.bench.place import ROOT, Place, make_place, manage

ADDRESS: Final = "ann@example.test"
LIMIT_MB: Final = 300
LOOK_EVERY_SECONDS: Final = 0.05
READ_STEP: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Peak:
    """What a process held at most, and how long it ran.

    `resident_mb` is what the kernel calls VmHWM: it counts pages of mapped files
    too, which the system may take back; `own_mb` is the process's own memory.
    """

    resident_mb: float
    own_mb: float
    seconds: float


def main() -> None:
    options = _read_options()
    for gigabytes in options.gigabytes:
        title(f"{gigabytes:g} GB, {options.format}: peak memory of the process")
        measure(options.data, int(gigabytes * READ_STEP), options.format)


def measure(data: Path, size_bytes: int, form: Format) -> None:
    """Bring an mbox of a size in, and take the mailbox out in a format."""
    shutil.rmtree(data, ignore_errors=True)
    place = make_place(data / "var")
    manage(place, "shell", "-c", PREPARE)
    manage(place, "shell", "-c", ROOM)
    try:
        source = write_mbox(data / "source", size_bytes)
        _report("import", watch(place, "import_mail", ADDRESS, str(source)), size_bytes)
        target = data / "target"
        peak = watch(place, "export_mail", ADDRESS, str(target), "--format", form)
        _report(f"export to {form}", peak, size_bytes)
        source.unlink()
        peak = watch(place, "import_mail", "ben@example.test", str(target))
        _report(f"import of that {form}", peak, size_bytes)
    finally:
        shutil.rmtree(data)


ROOM = """
from mailbox.models import Mailbox
Mailbox.objects.update(quota_bytes=1 << 50)
"""


def write_mbox(folder: Path, size_bytes: int) -> Path:
    """Write an mbox of about a size, one message at a time."""
    writer = MboxWriter(folder)
    written = 0
    for message in _messages():
        if written >= size_bytes:
            break
        writer.add(message)
        written += len(message.raw)
    writer.close()
    return folder / "INBOX.mbox"


def watch(place: Place, *arguments: str) -> Peak:
    """Run a command of manage.py to its end and see what it holds at most."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.DEVNULL,
    )
    resident = own = 0.0
    while process.poll() is None:
        facts = _memory_facts(process.pid)
        resident = max(resident, facts.get("VmHWM", 0.0))
        own = max(own, facts.get("RssAnon", 0.0))
        time.sleep(LOOK_EVERY_SECONDS)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} ended with {process.returncode}")
    return Peak(resident, own, time.monotonic() - started)


def _messages() -> Iterator[ArchivedMessage]:
    for number in count():
        raw = make_message(number, to=ADDRESS, with_files=True)
        flags = frozenset({"\\Seen"}) if number % 9 else frozenset()
        yield ArchivedMessage(str(number), raw, flags, received_at(number))


def _memory_facts(pid: int) -> dict[str, float]:
    """Read the lines of /proc/PID/status that are in kB, as MB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    facts = (line.partition(":") for line in lines if line.endswith(" kB"))
    return {name: int(value.split()[0]) / 1024 for name, _, value in facts}


def _report(what: str, peak: Peak, size_bytes: int) -> None:
    rate = size_bytes / (1 << 20) / peak.seconds
    verdict = "" if peak.resident_mb < LIMIT_MB else f"OVER {LIMIT_MB} MB"
    say(
        what,
        f"{peak.resident_mb:.0f} MB ({peak.own_mb:.0f} own)",
        f"{peak.seconds:.0f} s, {rate:.0f} MB/s  {verdict}",
    )


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.archives")
    parser.add_argument("--gigabytes", type=float, nargs="+", default=[1.0])
    parser.add_argument("--format", choices=get_args(Format), default="mbox")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "var" / "bench" / "archives"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
