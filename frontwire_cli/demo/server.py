"""The demo world on loopback: one threading HTTP server, all outlets told apart by the Host header."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from frontwire.models import Source
from frontwire_cli.demo.content import phases
from frontwire_cli.demo.world import Answer, World

LOOPBACK = "127.0.0.1"


def serve(port: int = 0) -> Running:
    """Start the demo world in its first phase on 127.0.0.1. Port 0 takes a free one. Raises OSError when taken."""
    return Running(port)


class Running:
    """The world while it is served. Close it, or use it as a context manager."""

    def __init__(self, port: int) -> None:
        self._server = _Server((LOOPBACK, port), _Handler)
        self.port: int = self._server.server_address[1]
        self._server.world = World(self.port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-world", daemon=True)
        self._thread.start()

    @property
    def phases(self) -> tuple[str, ...]:
        return phases()

    @property
    def phase(self) -> str:
        return self.world.name

    @property
    def world(self) -> World:
        return self._server.world

    def sources(self) -> tuple[Source, ...]:
        return self.world.sources()

    def advance(self) -> str:
        """Let the next phase happen and return its name. Raises IndexError after the last one."""
        self._server.world = self.world.advanced()
        return self.phase

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    world: World

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is no news: the terminal belongs to the alerts."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoWorld"
    sys_version = ""
    timeout = 10
    server: _Server

    def do_GET(self) -> None:
        self._send(self._answer(), body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer(), body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the alerts."""

    def _answer(self) -> Answer:
        asked = {name.lower(): value for name, value in self.headers.items()}
        return self.server.world.answer(asked.get("host", ""), self.path, asked)

    def _send(self, answer: Answer, *, body: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if body:
            self.wfile.write(answer.body)
