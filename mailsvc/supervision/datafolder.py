"""The folder of all state: made, kept private, and held by one start at a time.

The lock is `flock(2)` on ``serve.lock``. The guardian inherits it, so it stays
held until the last process of a killed start has gone; the file says who holds
it and where that one can be reached.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import secrets
import time
from pathlib import Path
from typing import Final

from mailsvc.supervision.errors import AlreadyRunning, StartRefused

KEY_FILE: Final = "secret-key"
LOCK: Final = "serve.lock"
PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600
CLEARING_SECONDS: Final = 15.0


def prepare_folder(path: Path) -> None:
    """Make a folder that only we can enter; keep one that is there.

    Raises:
        StartRefused: It cannot be made, or is somebody else's.
    """
    try:
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise StartRefused(
            f"The folder {path} cannot be used ({error.strerror}). "
            "Set MAILSVC_DATA to one that this user may write."
        ) from error


def check_owner(data: Path) -> None:
    """Check that a data folder which is in use is in use by this very user.

    What root wrote into it would be closed to the service.

    Raises:
        StartRefused: Another user's service made its secret key.
    """
    try:
        owner = (data / KEY_FILE).stat().st_uid
    except OSError:
        return
    if owner != os.geteuid():
        name = _user_name(owner)
        raise StartRefused(
            f"The data folder {data} is that of the user {name}, and what another "
            f"user writes there would be closed to the service.\n"
            f"Run the same command as {name}."
        )


def make_secret_key(path: Path) -> bool:
    """Write a new secret to this file; leave one that is there.

    Returns:
        Whether it was made. It is on disk then.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, PRIVATE_FILE)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
        file.flush()
        os.fsync(descriptor)
    return True


def hold_folder(data: Path, addresses: list[str]) -> int:
    """Take the lock on the data folder for as long as the file stays open.

    Args:
        data: The folder, which exists.
        addresses: Where the service will be reached, for others to be told.

    Returns:
        The open file that holds the lock.

    Raises:
        AlreadyRunning: Another start holds it.
    """
    path = data / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    if not _locked_in_time(descriptor):
        words = _holder_words(os.pread(descriptor, 65536, 0), data)
        os.close(descriptor)
        raise AlreadyRunning(words)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps([os.getpid(), addresses]).encode(), 0)
    return descriptor


def is_held(data: Path) -> bool:
    """Say whether a service runs on this data folder, here on this machine."""
    try:
        descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _user_name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _locked_in_time(descriptor: int) -> bool:
    """Take the lock; wait for it only while a killed start is cleared away."""
    deadline = time.monotonic() + CLEARING_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _addresses = _holder(os.pread(descriptor, 65536, 0))
            if _is_alive(pid) or time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True


def _holder(content: bytes) -> tuple[int, list[str]]:
    try:
        pid, addresses = json.loads(content)
    except ValueError:
        return 0, []
    return int(pid), list(addresses)


def _holder_words(content: bytes, data: Path) -> str:
    pid, addresses = _holder(content)
    lines = [f"mailsvc already runs on {data} (process {pid}):"]
    lines += [f"  {address}" for address in addresses]
    lines.append(
        f"Stop it with Ctrl-C where it runs, or: kill {pid}\n"
        "To run a second one beside it, give that another MAILSVC_DATA and ports."
    )
    return "\n".join(lines)


def _is_alive(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
