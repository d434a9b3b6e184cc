"""A sender with several connections, run as a process of its own.

    python -m tests.bench.sender PORT CONNECTIONS FIRST LAST TO

Sends messages FIRST to LAST of the realistic mix and prints how many a second
were answered with 250, and the bytes a second.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator

from mailsvc.demo.mix import make_message


async def send_all(
    port: int, connections: int, messages: list[bytes], to: str
) -> float:
    """Send messages over several connections; gives the seconds that it took."""
    waiting = iter(messages)
    start = time.perf_counter()
    await asyncio.gather(*(_session(port, waiting, to) for _ in range(connections)))
    return time.perf_counter() - start


async def _session(port: int, waiting: Iterator[bytes], to: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _reply(reader)
    writer.write(b"EHLO bench.example\r\n")
    await _reply(reader)
    for message in waiting:
        writer.write(b"MAIL FROM:<b@bench.example>\r\n")
        await _reply(reader)
        writer.write(f"RCPT TO:<{to}>\r\n".encode())
        await _reply(reader)
        writer.write(b"DATA\r\n")
        await _reply(reader)
        writer.write(message)
        await writer.drain()
        await _reply(reader)
    writer.write(b"QUIT\r\n")
    await _reply(reader)
    writer.close()


async def _reply(reader: asyncio.StreamReader) -> None:
    while True:
        line = await reader.readline()
        if line[3:4] == b" ":
            break
    if line[:1] not in b"23":
        raise RuntimeError(f"refused: {line!r}")


def wire(message: bytes) -> bytes:
    """Stuff dots and end with the dot (RFC 5321 §4.5.2)."""
    stuffed = message.replace(b"\r\n.", b"\r\n..")
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def main() -> None:
    port, connections, first, last = map(int, sys.argv[1:5])
    to = sys.argv[5]
    messages = [
        wire(make_message(number, to=to, with_files=True))
        for number in range(first, last)
    ]
    seconds = asyncio.run(send_all(port, connections, messages, to))
    size = sum(map(len, messages))
    print(f"{len(messages) / seconds:.1f} {size / seconds / 1e6:.2f}")


if __name__ == "__main__":
    main()
