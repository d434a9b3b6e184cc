"""The floor: aiosmtpd with a handler that forgets every message it is given."""

from __future__ import annotations

import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Forgetful:
    """Says 250 and keeps nothing."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 2.0.0 Forgotten"


def main() -> None:
    controller = Controller(
        Forgetful(),
        hostname="127.0.0.1",
        port=int(sys.argv[1]),
        data_size_limit=64 << 20,
    )
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main()
