"""The data folder is private and held by one start at a time."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mailsvc.supervision.datafolder import (
    hold_folder,
    make_secret_key,
    prepare_folder,
)
from mailsvc.supervision.errors import AlreadyRunning, StartRefused


def test_the_folder_is_made_for_us_alone(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "var"

    prepare_folder(data)
    prepare_folder(data)

    assert data.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StartRefused, match="MAILSVC_DATA"):
        prepare_folder(tmp_path / "file" / "var")


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"

    made = [make_secret_key(path), make_secret_key(path)]

    assert made == [True, False]
    assert len(path.read_text().strip()) >= 50
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_start_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    lock = hold_folder(tmp_path, ["Web pages http://127.0.0.1:8080/"])

    with pytest.raises(AlreadyRunning) as refused:
        hold_folder(tmp_path, [])

    assert f"process {os.getpid()}" in str(refused.value)
    assert "http://127.0.0.1:8080/" in str(refused.value)
    os.close(lock)


def test_the_folder_is_free_once_its_holder_has_gone(tmp_path: Path) -> None:
    os.close(hold_folder(tmp_path, []))

    os.close(hold_folder(tmp_path, []))


def test_a_start_waits_while_a_killed_one_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "serve.lock"
    ended = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    ended.wait()
    path.write_text(json.dumps([ended.pid, []]))
    guardian = path.open()
    fcntl.flock(guardian, fcntl.LOCK_EX)
    threading.Timer(0.2, guardian.close).start()

    lock = hold_folder(tmp_path, [])

    assert guardian.closed
    os.close(lock)
