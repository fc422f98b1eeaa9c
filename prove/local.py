"""A server on loopback that speaks as much DynamoDB as deliveries need, and takes posts: for what boto3 itself costs."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any

from botocore.exceptions import ClientError

from prove.fakes import FakeDynamoDB

CALLS = {
    "GetItem": "get_item",
    "BatchGetItem": "batch_get_item",
    "PutItem": "put_item",
    "BatchWriteItem": "batch_write_item",
    "TransactWriteItems": "transact_write_items",
    "Query": "query",
}
IGNORED = frozenset({"ClientRequestToken", "ReturnConsumedCapacity"})


@contextmanager
def served() -> Iterator[int]:
    """The port of a server in a process of its own, so that its work is not counted as ours."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.terminate()
        process.join()


def _serve(answer: Connection) -> None:
    table = FakeDynamoDB()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: who measures reads the terminal."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            operation = (self.headers.get("X-Amz-Target") or "").rpartition(".")[2]
            status, content = _answer(table, operation, body) if operation else (200, b"ok")
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.end_headers()
            self.wfile.write(content)

    server = _Threaded(("127.0.0.1", 0), Handler)
    answer.send(server.server_address[1])
    server.serve_forever()


class _Threaded(ThreadingHTTPServer):
    """boto3 keeps its connection open while the posts come on others."""

    daemon_threads = True


def _answer(table: FakeDynamoDB, operation: str, body: bytes) -> tuple[int, bytes]:
    words = {name: value for name, value in json.loads(body).items() if name not in IGNORED}
    try:
        return 200, json.dumps(getattr(table, CALLS[operation])(**words)).encode()
    except ClientError as error:
        said = error.response["Error"]
        return 400, json.dumps({"__type": f"x#{said['Code']}", "message": said["Message"]}).encode()
