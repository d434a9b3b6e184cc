"""A PostgreSQL of our own for one command: made, used, thrown away.

``python -m tests.postgres pytest …`` makes a cluster in a temporary folder from
Debian's binaries, reachable by a Unix socket alone, runs the command with
``DATABASE_URL`` pointing there and leaves nothing. PostgreSQL refuses to run as
root, so root runs it as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

DATABASE: Final = "postgres"
# The cluster lives minutes: nothing in it has to survive a power cut.
FAST: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """PostgreSQL cannot be run here; the text says why."""


def main(command: list[str]) -> int:
    """Run a command with a PostgreSQL of its own; return its exit code."""
    with running_cluster() as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


@contextmanager
def running_cluster() -> Iterator[str]:
    """Make and run a cluster, give its URL, throw it away.

    Raises:
        NoPostgres: It is not installed, or does not start.
    """
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="mailsvc-pg-", dir="/tmp") as name:
        folder = Path(name)
        user = _owner()
        if user:
            shutil.chown(folder, user)
        _initialise(binaries, folder, user)
        server = _start(binaries, folder, user)
        try:
            _wait_ready(binaries, folder, server)
            yield f"postgresql://mailsvc@/{DATABASE}?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)


def find_binaries() -> Path:
    """Find the folder with initdb and postgres; the newest if there are several.

    Raises:
        NoPostgres: There is none.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
    )
    if found:
        return found[-1].parent
    raise NoPostgres(
        "PostgreSQL is not installed (Debian: apt-get install postgresql)."
    )


def _owner() -> str | None:
    """Say as whom to run: None is as ourselves."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _initialise(binaries: Path, folder: Path, user: str | None) -> None:
    options = ("--auth=trust", "--username=mailsvc", "--encoding=UTF8", "--no-sync")
    done = subprocess.run(
        (binaries / "initdb", "-D", folder / "data", "--locale=C.UTF-8", *options),
        user=user,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoPostgres(f"initdb failed:\n{done.stdout}{done.stderr}")


def _start(binaries: Path, folder: Path, user: str | None) -> subprocess.Popen[bytes]:
    settings = [f"-c{setting}" for setting in FAST]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            (
                *(str(binaries / "postgres"), "-D", str(folder / "data"), *settings),
                *("-k", str(folder), "-c", "listen_addresses="),
            ),
            user=user,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_ready(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    command = (binaries / "pg_isready", "-q", "-h", folder, "-t", "1")
    for _ in range(300):
        if subprocess.call(command) == 0:
            return
        if server.poll() is not None:
            break
        signal.sigtimedwait([], 0.1)
    raise NoPostgres(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoPostgres as reason:
        sys.exit(str(reason))
