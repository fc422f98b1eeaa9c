"""Connections that go only where `addresses` lets them, and that cannot outlast their call.

A `Call` travels in a context variable through urllib3 down to the socket. The socket asks it before every read how much
time and how many bytes are left, so that neither a header sent one byte every ten seconds nor an endless one can hold a
worker. The connection resolves the name itself, checks every address, and connects to a checked one.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextvars import ContextVar
from functools import cache
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from frontwire.collect.addresses import allowed, is_localhost, refusal
from frontwire.errors import RefusedAddress


class Call:
    """What one fetch may use: seconds until `deadline` (monotonic clock), bytes left to read, the local exceptions.

    `sent` turns true when the first byte of a request goes to the socket.
    """

    __slots__ = ("allow", "bytes_left", "deadline", "sent")

    def __init__(self, allow: tuple[str, ...], timeout: float, bytes_left: int) -> None:
        self.allow = allow
        self.deadline = time.monotonic() + timeout
        self.bytes_left = bytes_left
        self.sent = False

    def seconds_left(self) -> float:
        """Raises TimeoutError once there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("out of time")
        return left


CALL: ContextVar[Call] = ContextVar("call")


class TooMuch(OSError):
    """The other side sent more bytes than the call may read."""


def _metered(sock: socket.socket, read: Any, buffer: Any, nbytes: int, flags: int) -> int:
    call = CALL.get()
    if call.bytes_left <= 0:
        raise TooMuch("too many bytes")
    sock.settimeout(call.seconds_left())
    count: int = read(buffer, nbytes, flags)
    call.bytes_left -= count
    return count


class _Socket(socket.socket):
    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        return _metered(self, super().recv_into, buffer, nbytes, flags)


class _TLSSocket(ssl.SSLSocket):
    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        return _metered(self, super().recv_into, buffer, nbytes or 0, flags)


def _connect(conn: HTTPConnection) -> socket.socket:
    """A socket to one of the checked addresses of the connection's host. All must pass: a mixed answer is a trick."""
    call, host, port = CALL.get(), conn.host.strip("[]"), conn.port
    last: OSError = OSError("no address")
    for family, address in _addresses(conn, call, host, port):
        sock = _Socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(min(call.seconds_left(), 10.0))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            last = error
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(conn, f"no connection to {host} in time") from last
    raise NewConnectionError(conn, f"no connection to {host}: {last}") from last


def _addresses(conn: HTTPConnection, call: Call, host: str, port: int) -> list[tuple[int, Any]]:
    exempt = allowed(host, port, call.allow)
    if exempt and is_localhost(host):
        return [(socket.AF_INET, ("127.0.0.1", port))]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(host, conn, socket.gaierror(str(error))) from error
    for *_, address in found:
        why = "" if exempt else refusal(str(address[0]))
        if why:
            raise RefusedAddress(f"leads to {address[0]}, never connected to: {why}", subject=host)
    return [(family, address) for family, _, _, _, address in found]


class _Plain(HTTPConnection):
    """A connection to a checked address, which remembers that something was sent."""

    def _new_conn(self) -> socket.socket:
        return _connect(self)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        CALL.get().sent = True
        super().send(data)


class _Secure(_Plain, HTTPSConnection):
    """The same, under TLS."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def pools(size: int) -> urllib3.PoolManager:
    """Kept-alive connections to the last `size` hosts. Certificates are verified; proxies of the environment ignored."""
    manager = urllib3.PoolManager(num_pools=size, maxsize=8, ssl_context=_tls(), retries=False)
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return manager


@cache
def _tls() -> ssl.SSLContext:
    """One context for all: reading the certificate authorities takes some 20 ms."""
    context = ssl.create_default_context()
    context.sslsocket_class = _TLSSocket
    return context
