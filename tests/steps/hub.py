"""A WebSub hub on loopback, and the function URL it calls, both over HTTP."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from frontwire.steps.api import Asked
from frontwire.steps.push import PushDoor


def serve(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


class Quiet(BaseHTTPRequestHandler):
    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Hub:
    """Takes subscriptions, asks back before it says yes, and publishes. `mood` is what it does instead."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.confirmed: dict[str, dict[str, str]] = {}
        self.lease = 86_400
        self.mood = "well"
        hub = self

        class Handler(Quiet):
            def do_POST(self) -> None:
                form = {name: values[0] for name, values in parse_qs(self.body().decode()).items()}
                hub.asked.append(form)
                if hub.mood == "down":
                    return self.say(503)
                hub.verify(form)
                return self.say(202)

        self.server = serve(Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def verify(self, form: dict[str, str], **other: str) -> tuple[int, bytes]:
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "say <this>",
            "hub.lease_seconds": str(self.lease),
        } | {f"hub.{name}": value for name, value in other.items()}
        status, answer = call(f"{form['hub.callback']}?{urlencode(query)}")
        if (status, answer) == (200, b"say <this>"):
            self.confirmed[form["hub.callback"]] = form
        return status, answer

    def publish(self, body: bytes, *, secret: str = "", callback: str = "") -> int:
        """To the one subscriber; returns what it answered."""
        ((address, form),) = self.confirmed.items()
        signature = hmac.new((secret or form["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/rss+xml", "X-Hub-Signature": f"sha256={signature}"}
        return call(callback or address, body, headers)[0]


class Door:
    """Our function URL."""

    def __init__(self, door: PushDoor, clock: Callable[[], datetime]) -> None:
        class Handler(Quiet):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, self.body())
                answer = door.answer(asked, clock())
                self.say(answer.status, answer.body.encode())

            do_POST = do_PUT = do_GET

        self.server = serve(Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


def call(
    url: str, body: bytes | None = None, headers: dict[str, str] | None = None, method: str = ""
) -> tuple[int, bytes]:
    request: Any = Request(url, body, headers or {}, method=method or ("POST" if body is not None else "GET"))
    try:
        with urlopen(request, timeout=5) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()
