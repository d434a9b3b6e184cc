"""A web host on the loopback interface that answers as a test wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebHost:
    """What the host has, by path, and what it was asked."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the URL of a page."""
        return f"http://{host}:{self.port}{path}"

    def has(
        self, path: str, body: bytes, content_type: str = "image/png", status: int = 200
    ) -> str:
        """Put a page there; gives its URL."""
        self.pages[path] = (status, {"Content-Type": content_type}, body)
        return self.url(path)

    def redirects(self, path: str, target: str) -> str:
        """Put a redirect there; gives its URL."""
        self.pages[path] = (302, {"Location": target}, b"")
        return self.url(path)

    def drips(self, path: str, seconds: float) -> str:
        """Put a page there whose body comes an octet at a time."""
        self.slow[path] = seconds
        return self.url(path)


@contextmanager
def running_web_host() -> Iterator[WebHost]:
    """Run a host until the block ends."""
    host = WebHost()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(host))
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield host
    server.shutdown()
    server.server_close()
    thread.join()


def _handler_of(host: WebHost) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(b"")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def answer(self, body: bytes) -> None:
            host.asked.append(
                Asked(self.command, self.path, dict(self.headers.items()), body)
            )
            if self.path in host.slow:
                self.drip(host.slow[self.path])
                return
            status, headers, content = host.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def drip(self, seconds: float) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            ends_at = time.monotonic() + seconds
            try:
                while time.monotonic() < ends_at:
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Handler
