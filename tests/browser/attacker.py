"""The host that hostile mail would like to reach, and whether it was reached."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self


class Attacker:
    """Stands for every other host; counts who connects, and what they send first."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def options(self, log: Path) -> tuple[str, ...]:
        """Give Chromium's options that lead all other hosts here, and note it all."""
        here = f"127.0.0.1:{self.port}"
        rules = f"MAP *.test {here}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        return (
            f"--host-resolver-rules={rules}",
            f"--log-net-log={log}",
            "--net-log-capture-mode=Everything",
        )

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client:
                client.settimeout(1)
                try:
                    self.heard.append(client.recv(2000))
                except OSError:
                    self.heard.append(b"")
