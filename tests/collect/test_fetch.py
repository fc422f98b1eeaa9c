"""A hostile server on loopback, opened by the explicit local setting alone, tries what hostile servers try."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from frontwire.collect import wire
from frontwire.collect.fetch import Fetcher, retry_after
from frontwire.errors import Challenged, FetchError, RefusedAddress
from frontwire.models import Validators
from tests.collect.smallweb import Web

AGENT = "frontwire-test (+mailto:desk@example.org)"


@contextmanager
def raw_server(serve: Callable[[socket.socket], None], *, greedy: bool = True) -> Iterator[int]:
    """A port where each connection is handed to `serve` (its request read, where `greedy`), to write what it likes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                if greedy:
                    connection.recv(65_536)
                serve(connection)
            except OSError:
                pass  # the client left, which is the point of these tests

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def opened(port: int, *, timeout: float = 1.0, max_bytes: int = 100_000) -> Fetcher:
    return Fetcher(AGENT, allow=(f"127.0.0.1:{port}",), timeout=timeout, max_bytes=max_bytes)


def drip(connection: socket.socket, head: bytes, piece: bytes) -> None:
    connection.sendall(head)
    for _ in range(200):
        connection.sendall(piece)
        time.sleep(0.05)


def test_an_honest_answer(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a?q=1"] = (200, {"ETag": '"x"', "X-Odd": "y"}, b"hello")
    page = fetcher.get(web.url + "/a?q=1#part")
    assert (page.status, page.body, page.headers["x-odd"], page.moved_to) == (200, b"hello", "y", "")
    assert web.asked[0][1]["user-agent"] == AGENT
    assert web.asked[0][1]["accept-encoding"] == "gzip, deflate"
    assert "if-none-match" not in web.asked[0][1]


def test_names_under_localhost_lead_here_without_a_resolver(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_resolver(*args: object, **kwargs: object) -> None:
        raise AssertionError("asked the resolver")

    monkeypatch.setattr(wire.socket, "getaddrinfo", no_resolver)
    web.pages["/"] = (200, {}, b"here")
    assert fetcher.get(f"http://feeds.localhost:{web.port}/").body == b"here"
    assert web.asked[0][1]["host"] == f"feeds.localhost:{web.port}"


def test_without_the_setting_loopback_is_never_reached(web: Web) -> None:
    for url in (web.url, f"http://feeds.localhost:{web.port}/", f"http://localhost:{web.port}/"):
        with pytest.raises(RefusedAddress) as refused:
            Fetcher(AGENT).get(url)
        assert not refused.value.sent
    assert web.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
)
def test_a_name_that_leads_inside_is_refused_before_a_connection(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(
        wire.socket,
        "getaddrinfo",
        lambda *a, **k: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80)),
            (family, socket.SOCK_STREAM, 6, "", (address, 80)),
        ],
    )
    monkeypatch.setattr(wire._Socket, "connect", lambda *a: pytest.fail("connected"))
    with pytest.raises(RefusedAddress, match="never connected to"):
        Fetcher(AGENT).get("http://innocent.example/")


def test_the_connection_is_made_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked: list[str] = []

    def rebinding(host: str, port: int, **kwargs: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    reached: list[object] = []

    def connect(self: object, address: object) -> None:
        reached.append(address)
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(wire.socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(wire._Socket, "connect", connect)
    with pytest.raises(FetchError) as failed:
        Fetcher(AGENT).get("http://rebinding.example/")
    assert reached == [("93.184.216.34", 80)]
    assert asked == ["rebinding.example"]
    assert (failed.value.sent, failed.value.retry) == (False, True)


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "//localhost/x",
        "file:///etc/passwd", "gopher://127.0.0.1/", "http://example.org:25/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://[2001:0:4136:e378::1]/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[fd00:ec2::254]/", "http://user@127.0.0.1/",
        "HTTP://LOCALHOST/",
    ],
)  # fmt: skip
def test_every_redirect_is_checked_again(web: Web, fetcher: Fetcher, place: str) -> None:
    web.pages["/"] = (302, {"Location": place}, b"")
    with pytest.raises(RefusedAddress):
        fetcher.get(web.url + "/")


def test_permanent_redirects_are_told_apart(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {
        "/old": (301, {"Location": "/older"}, b"moved"),
        "/older": (308, {"Location": "/новий"}, b""),
        "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%B9": (200, {}, b"new"),
        "/mixed": (301, {"Location": "/for-now"}, b""),
        "/for-now": (302, {"Location": "/older"}, b""),
    }
    web.pages["/older"] = (308, {"Location": "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%B9"}, b"")
    page = fetcher.get(web.url + "/old")
    assert page.body == b"new"
    assert page.moved_to == page.final_url == web.url + "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%B9"
    assert fetcher.get(web.url + "/mixed").moved_to == web.url + "/for-now"


def test_redirects_end(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(FetchError, match="redirects"):
        fetcher.get(web.url + "/")
    assert len(web.asked) == 6


def test_validators_are_sent_to_the_letter(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (304, {}, b"")
    page = fetcher.get(web.url + "/", validators=Validators('W/"a\'b c"', "Sat, 11 Jan 2025 09:00:00 +0200"))
    assert (page.status, page.body) == (304, b"")
    assert web.asked[0][1]["if-none-match"] == 'W/"a\'b c"'
    assert web.asked[0][1]["if-modified-since"] == "Sat, 11 Jan 2025 09:00:00 +0200"


def test_refusals_carry_status_and_patience(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (503, {"Retry-After": "120"}, b"later")
    with pytest.raises(FetchError) as failed:
        fetcher.get(web.url + "/")
    assert (failed.value.status, failed.value.retry_after, failed.value.retry) == (503, 120, True)
    web.pages["/"] = (404, {}, b"no")
    with pytest.raises(FetchError) as failed:
        fetcher.get(web.url + "/")
    assert (failed.value.status, failed.value.retry) == (404, False)


def test_a_challenge_is_named(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (403, {"cf-mitigated": "challenge"}, b"<html>")
    with pytest.raises(Challenged):
        fetcher.get(web.url + "/")


def test_headers_that_come_twice_are_kept_together() -> None:
    answer = b"HTTP/1.1 200 OK\r\nLink: </a>; rel=self\r\nLink: </hub>; rel=hub\r\nContent-Length: 0\r\n\r\n"
    with raw_server(lambda connection: connection.sendall(answer)) as port:
        page = opened(port).get(f"http://127.0.0.1:{port}/")
    assert page.headers["link"] == "</a>; rel=self, </hub>; rel=hub"


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1", b"hello\r\n\r\n", b"HTTP/9.9 200 OK\r\n\r\n", b"HTTP/1.1 999999 X\r\n\r\n", b"\x00" * 500,
     b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"],
)  # fmt: skip
def test_nonsense_is_a_fetch_error(answer: bytes) -> None:
    with raw_server(lambda connection: connection.sendall(answer)) as port, pytest.raises(FetchError):
        opened(port).get(f"http://127.0.0.1:{port}/")


def test_retry_after_in_all_its_forms() -> None:
    now = datetime(2025, 1, 11, 9, 0, tzinfo=UTC)
    assert retry_after("90", now) == 90
    assert retry_after("Sat, 11 Jan 2025 09:02:00 GMT", now) == 120
    assert retry_after("Sat, 11 Jan 2025 08:00:00 GMT", now) == 0
    assert retry_after("9" * 400, now) == 86_400
    assert retry_after("soon", now) is None
    assert retry_after("²", now) is None
    assert retry_after("", now) is None


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "bare deflate", "members"])
def test_encodings_are_decoded(web: Web, fetcher: Fetcher, encoding: str) -> None:
    text = b"nothing new on the exchange " * 1_000
    bare = zlib.compressobj(wbits=-15)
    sent = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "bare deflate": bare.compress(text) + bare.flush(),
        "members": gzip.compress(text[:500]) + gzip.compress(text[500:]) + b"\0\0",
    }[encoding]
    name = {"bare deflate": "deflate", "members": "gzip"}.get(encoding, encoding)
    web.pages["/"] = (200, {"Content-Encoding": name}, sent)
    assert fetcher.get(web.url + "/").body == text


@pytest.mark.parametrize("name", ["br", "zstd", "gzip, gzip", "compress"])
def test_encodings_that_were_not_offered_are_refused(web: Web, fetcher: Fetcher, name: str) -> None:
    web.pages["/"] = (200, {"Content-Encoding": name}, b"\x00" * 100)
    with pytest.raises(FetchError, match="not offered"):
        fetcher.get(web.url + "/")


@pytest.mark.parametrize("kind", ["gzip", "deflate", "bare", "members"])
def test_bombs_are_cut_at_the_decoded_size(web: Web, fetcher: Fetcher, kind: str) -> None:
    bare = zlib.compressobj(9, wbits=-15)
    make: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "bare": lambda zeros: bare.compress(zeros) + bare.flush(),
        "members": lambda _: gzip.compress(b"") * 5_000,
    }
    bomb = make[kind](bytes(20_000_000))
    web.pages["/"] = (200, {"Content-Encoding": "gzip" if kind in ("gzip", "members") else "deflate"}, bomb)
    tracemalloc.start()
    with pytest.raises(FetchError, match="more than"):
        fetcher.get(web.url + "/")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_broken_gzip_is_a_fetch_error(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bnonsense")
    with pytest.raises(FetchError, match="broken"):
        fetcher.get(web.url + "/")


def test_a_body_without_end_is_cut() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65_536)

    with raw_server(endless) as port, pytest.raises(FetchError, match="more than 100,000 bytes"):
        opened(port).get(f"http://127.0.0.1:{port}/")


def test_chunks_without_end_are_cut() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"1\r\nx\r\n" * 10_000)

    with raw_server(endless) as port, pytest.raises(FetchError, match="more bytes"):
        opened(port, timeout=5.0).get(f"http://127.0.0.1:{port}/")


def test_a_chunk_size_without_end_is_cut() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"0" * 65_536)

    with raw_server(endless) as port, pytest.raises(FetchError):
        opened(port).get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 ", b""],
    ids=["header", "headers", "status", "nothing"],
)
def test_header_bytes_are_capped(head: bytes) -> None:
    sent = 0

    def endless(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(head)
        piece = b"X-Y: zzzzzzz\r\n" * 1_000 if head.endswith(b"OK\r\n") else b"x" * 8_000
        while True:
            connection.sendall(piece)
            sent += len(piece)

    with raw_server(endless) as port, pytest.raises(FetchError):
        opened(port).get(f"http://127.0.0.1:{port}/")


def test_continue_for_ever_ends() -> None:
    def endless(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    with raw_server(endless) as port, pytest.raises(FetchError):
        opened(port).get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"y"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"z"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nz\r\n"),
    ],
    ids=["status", "header", "body", "chunks"],
)
def test_a_slow_loris_meets_the_deadline(head: bytes, piece: bytes) -> None:
    with raw_server(lambda connection: drip(connection, head, piece)) as port:
        begun = time.monotonic()
        with pytest.raises(FetchError, match="no answer in time") as failed:
            opened(port, timeout=0.5).get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - begun < 4.0
        assert failed.value.retry


def test_the_deadline_holds_over_all_redirects() -> None:
    def slow_redirect(connection: socket.socket) -> None:
        time.sleep(0.25)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n")

    with raw_server(slow_redirect) as port:
        begun = time.monotonic()
        with pytest.raises(FetchError, match="no answer in time"):
            opened(port, timeout=0.6).get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - begun < 4.0


def test_a_connection_is_used_again(web: Web, fetcher: Fetcher) -> None:
    web.pages["/"] = (200, {}, b"again")
    for _ in range(5):
        fetcher.get(web.url + "/")
    pool = fetcher._pools.connection_from_url(web.url)
    assert (pool.num_connections, pool.num_requests) == (1, 5)


def test_a_304_and_a_redirect_leave_the_connection_open(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {
        "/": (304, {}, b""),
        "/old": (301, {"Location": "/new"}, b"moved"),
        "/new": (200, {}, b"new"),
        "/no": (404, {}, b"no"),
    }
    for _ in range(3):
        fetcher.get(web.url + "/", validators=Validators('"1"'))
        fetcher.get(web.url + "/old")
        with pytest.raises(FetchError):
            fetcher.get(web.url + "/no")
    pool = fetcher._pools.connection_from_url(web.url)
    assert (pool.num_connections, pool.num_requests) == (1, 12)


def test_fifty_at_once(web: Web, fetcher: Fetcher) -> None:
    for number in range(50):
        web.pages[f"/{number}"] = (200, {}, f"page {number}".encode())
    with ThreadPoolExecutor(50) as pool:
        pages = list(pool.map(lambda number: fetcher.get(f"{web.url}/{number}"), range(50)))
    assert [page.body for page in pages] == [f"page {number}".encode() for number in range(50)]


def test_a_post_takes_any_answer_and_follows_nothing(web: Web, fetcher: Fetcher) -> None:
    web.pages["/hook"] = (302, {"Location": "/elsewhere"}, b"no")
    page = fetcher.post(web.url + "/hook", b'{"text":"x"}', {"Content-Type": "application/json"})
    assert (page.status, page.body, web.posted) == (302, b"no", [b'{"text":"x"}'])
    web.pages["/hook"] = (500, {}, b"oops")
    assert fetcher.post(web.url + "/hook", b"", {}).status == 500
    assert [path for path, _ in web.asked] == ["/hook", "/hook"]


def test_a_status_once_known_stands_whatever_the_body_does() -> None:
    def stalls(connection: socket.socket) -> None:
        drip(connection, b"HTTP/1.1 404 Not Found\r\nContent-Length: 5000\r\n\r\n", b"z")

    with raw_server(stalls) as port, pytest.raises(FetchError) as missing:
        opened(port, timeout=0.3).get(f"http://127.0.0.1:{port}/")
    assert missing.value.status == 404

    def accepts(connection: socket.socket) -> None:
        drip(connection, b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5000\r\n\r\n", b"z")

    with raw_server(accepts) as port:
        assert opened(port, timeout=0.3).post(f"http://127.0.0.1:{port}/", b"x", {}).status == 200


def test_a_post_tells_whether_it_may_have_arrived(web: Web) -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    with pytest.raises(FetchError) as refused:
        opened(port).post(f"http://127.0.0.1:{port}/", b"x", {})
    assert not refused.value.sent
    with raw_server(lambda connection: None) as port, pytest.raises(FetchError) as unknown:
        opened(port).post(f"http://127.0.0.1:{port}/", b"x", {})
    assert unknown.value.sent
    with raw_server(lambda connection: time.sleep(2)) as port, pytest.raises(FetchError) as late:
        opened(port, timeout=0.3).post(f"http://127.0.0.1:{port}/", b"x", {})
    assert late.value.sent
    with pytest.raises(RefusedAddress) as inside:
        opened(port).post("http://10.0.0.1/hook", b"x", {})
    assert not inside.value.sent


def test_a_get_survives_a_kept_connection_that_the_server_closed() -> None:
    seen: list[int] = []

    def once(connection: socket.socket) -> None:
        seen.append(1)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok")

    with raw_server(once) as port:
        fetcher = opened(port)
        assert [fetcher.get(f"http://127.0.0.1:{port}/").body for _ in range(3)] == [b"ok"] * 3
    assert len(seen) == 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for desk.localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("desk.localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def tls_port(certificate: tuple[Path, Path]) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            request = tls.recv(65_536)
            if b"/slow" in request:
                drip(tls, b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"z")
            tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")

    with raw_server(serve, greedy=False) as port:
        yield port


def test_tls_is_read_under_the_same_budget(
    tls_port: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=str(certificate[0]))
    context.sslsocket_class = wire._TLSSocket
    monkeypatch.setattr(wire, "_tls", lambda: context)
    fetcher = Fetcher(AGENT, allow=(f"*.localhost:{tls_port}",), timeout=0.6, max_bytes=100_000)
    assert fetcher.get(f"https://desk.localhost:{tls_port}/").body == b"secret"
    with pytest.raises(FetchError, match="no answer in time"):
        fetcher.get(f"https://desk.localhost:{tls_port}/slow")
    with pytest.raises(FetchError, match="certificate"):
        fetcher.get(f"https://other.localhost:{tls_port}/")


def test_an_unknown_certificate_is_refused_before_anything_is_sent(tls_port: int) -> None:
    fetcher = Fetcher(AGENT, allow=(f"*.localhost:{tls_port}",), timeout=2.0)
    with pytest.raises(FetchError, match="certificate") as failed:
        fetcher.post(f"https://desk.localhost:{tls_port}/", b"x", {})
    assert not failed.value.sent
