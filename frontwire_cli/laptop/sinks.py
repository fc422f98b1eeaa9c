"""Where alerts land on a laptop: a Slack look-alike, a mail server that keeps files, and a door to the dashboard.

All of them bind to 127.0.0.1 and write what arrives to a folder, as it arrived.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MOST_BYTES = 1_000_000


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Quiet(BaseHTTPRequestHandler):
    """A handler that does not write to the terminal."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal belongs to the run."""

    def body(self) -> bytes:
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _serve(handler: type[BaseHTTPRequestHandler], port: int = 0) -> _Server:
    server = _Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@dataclass
class SlackSink:
    """Takes incoming-webhook posts, keeps each as <number>.json if there is a folder, answers as Slack does."""

    folder: Path | None
    posts: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    _server: _Server | None = None

    def start(self) -> None:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        sink = self

        class Webhook(_Quiet):
            def do_POST(self) -> None:
                answer = sink.take(self.body())
                self.reply(*answer)

        self._server = _serve(Webhook)
        self.port = self._server.server_address[1]

    def take(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        text = {"Content-Type": "text/html"}
        try:
            post = json.loads(body)
        except ValueError:
            return 400, text, b"invalid_payload"
        self.posts.append(post)
        if self.folder:
            path = self.folder / f"{len(self.posts):03}.json"
            path.write_text(json.dumps(post, ensure_ascii=False, indent=2), encoding="utf-8")
        return 200, text, b"ok"

    @property
    def url(self) -> str:
        return f"http://slack.localhost:{self.port}/services/T000/B000/laptop"

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


@dataclass
class MailSink:
    """An SMTP server that keeps each mail as <number>.eml."""

    folder: Path
    mails: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    _controller: Controller | None = None

    def start(self, port: int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = port
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        mail = message_from_bytes(content, policy=policy.default)
        self.mails.append(mail)
        (self.folder / f"{len(self.mails):03}.eml").write_bytes(content)
        return "250 kept"

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()


@dataclass
class Door:
    """http://127.0.0.1:<port>/ in front of the function URL, whose own name no resolver knows on a laptop.

    `invoke` runs the api function with a function URL event and returns its answer.
    """

    invoke: Callable[[dict[str, Any]], dict[str, Any]]
    port: int
    _server: _Server | None = None

    def start(self) -> None:
        door = self

        class Browser(_Quiet):
            def do_GET(self) -> None:
                self._pass()

            def do_POST(self) -> None:
                self._pass()

            def _pass(self) -> None:
                event = function_url_event(self.command, self.path, dict(self.headers.items()), self.body())
                try:
                    answer = door.invoke(event)
                except (OSError, ValueError, http.client.HTTPException) as error:
                    self.reply(502, {"Content-Type": "text/plain"}, str(error).encode())
                    return
                self.reply(answer["statusCode"], answer.get("headers", {}), answer.get("body", "").encode())

        self._server = _serve(Browser, self.port)

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def function_url_event(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict[str, Any]:
    """The event a function URL sends, payload format 2.0."""
    raw_path, _, query = path.partition("?")
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": query,
        "headers": {name.lower(): value for name, value in headers.items()},
        "queryStringParameters": dict(parse_qsl(query, keep_blank_values=True)),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "laptop",
            "domainName": "laptop.lambda-url.eu-central-1.on.aws",
            "http": {"method": method, "path": raw_path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "requestId": "laptop",
            "stage": "$default",
        },
        "body": body.decode("utf-8", "replace"),
        "isBase64Encoded": False,
    }
