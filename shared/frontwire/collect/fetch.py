"""Safe GET and POST: the one way by which frontwire reaches the outside world.

Guards, in the order in which a hostile server meets them: the form of the URL (`addresses`), the addresses behind the
name (`wire`), one deadline over redirects and bodies, a cap on header bytes, a cap on bytes as sent and as decoded
(`encodings`), five redirects.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as PoolTimeout

from frontwire.collect import addresses, encodings, wire
from frontwire.collect.challenge import is_challenge
from frontwire.errors import Challenged, FetchError
from frontwire.models import Page, Validators

REDIRECTS = 5
HEADER_BYTES = 65_536
TOO_MANY = 60  # seconds to wait after a 429 that does not say how long
GLANCE = 65_536
ANY = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 65_536

logging.getLogger("urllib3").setLevel(logging.ERROR)  # a full pool is no news


class Fetcher:
    """Fetches pages for many threads at once, over kept-alive connections.

    `allow` is the explicit local setting that opens loopback: entries such as "127.0.0.1:8123" or "*.localhost:8123".
    `timeout` is in seconds over everything one call does; `max_bytes` counts the decoded body.
    """

    def __init__(
        self, user_agent: str, *, allow: tuple[str, ...] = (), timeout: float = 20.0, max_bytes: int = 5_000_000
    ) -> None:
        self.user_agent = user_agent
        self.allow = allow
        self.timeout = timeout
        self.max_bytes = max_bytes
        self._pools = wire.pools(size=256)

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        """The page behind a URL. A 304 is a Page with an empty body.

        Raises RefusedAddress, Challenged, or FetchError for any other answer of 400 and above and for no answer at all.
        """
        headers = {"User-Agent": self.user_agent, "Accept": accept or ANY, "Accept-Encoding": encodings.OFFERED}
        headers |= _conditions(validators)
        with self._call(url):
            at, moved_to, permanent = url, "", True
            for _ in range(REDIRECTS + 1):
                answer = self._ask(at, headers)
                try:
                    onward = _onward(answer, at)
                    if not onward:
                        return self._page(answer, url, at, moved_to)
                    answer.drain_conn()  # within the budget for headers: the connection can then be used again
                finally:
                    _finish(answer)
                permanent = permanent and answer.status in _PERMANENT
                moved_to = onward if permanent else moved_to
                at = onward
        raise FetchError(f"more than {REDIRECTS} redirects", subject=url, retry=False)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Page:
        """The answer to a POST, whatever its status, with the first bytes of its body; redirects are not followed.

        One connection, made for this call: a used one that breaks would leave open whether the request arrived.

        Raises RefusedAddress, or FetchError whose `sent` tells whether the request may have been received.
        """
        with self._call(url):
            target = addresses.target(url, self.allow)
            once = wire.pools(size=1)
            try:
                answer = _send(once, target.url, {"User-Agent": self.user_agent} | headers, body)
                return _as_page(answer, url, url, _glance(answer, _headers(answer)))
            finally:
                once.clear()

    @contextmanager
    def _call(self, url: str) -> Iterator[None]:
        """Sets the budget of one call and turns what the lower floors raise into FetchError."""
        call = wire.Call(self.allow, self.timeout, HEADER_BYTES)
        token = wire.CALL.set(call)
        try:
            yield
        except FetchError as error:
            error.sent = call.sent
            raise
        except (HTTPError, OSError, ValueError) as error:
            raise FetchError(_cause(error), subject=url, sent=call.sent) from error
        finally:
            wire.CALL.reset(token)

    def _ask(self, url: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        wire.CALL.get().bytes_left = HEADER_BYTES
        target = addresses.target(url, self.allow)
        try:
            return _send(self._pools, target.url, headers)
        except ProtocolError as error:
            if isinstance(error.args[-1], TimeoutError | wire.TooMuch):
                raise
            # A kept-alive connection may be closed by the server just as it is used again: a GET may ask twice.
            return _send(self._pools, target.url, headers)

    def _page(self, answer: urllib3.BaseHTTPResponse, url: str, final_url: str, moved_to: str) -> Page:
        headers = _headers(answer)
        if answer.status >= 400:
            raise _failure(answer.status, headers, _glance(answer, headers), url)
        if answer.status == 304:
            answer.drain_conn()
            return _as_page(answer, url, final_url, b"", moved_to)
        parts = list(_decoded(answer, headers, self.max_bytes))
        return _as_page(answer, url, final_url, b"".join(parts), moved_to)


def _send(
    pools: urllib3.PoolManager, url: str, headers: dict[str, str], body: bytes | None = None
) -> urllib3.BaseHTTPResponse:
    method = "GET" if body is None else "POST"
    return pools.urlopen(
        method, url, body=body, headers=headers, redirect=False, preload_content=False, decode_content=False
    )


def _headers(answer: urllib3.BaseHTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.itermerged()}


def _as_page(answer: urllib3.BaseHTTPResponse, url: str, final_url: str, body: bytes, moved_to: str = "") -> Page:
    digest = hashlib.sha256(body).hexdigest()
    return Page(url, final_url, answer.status, _headers(answer), body, datetime.now(UTC), digest, moved_to)


def retry_after(value: str, now: datetime) -> int | None:
    """The seconds of a Retry-After header (a number or a date), at most a day; None where it says nothing readable."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), 86_400)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return max(0, min(int(seconds), 86_400))


def _conditions(validators: Validators | None) -> dict[str, str]:
    headers = {}
    if validators and validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators and validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _onward(answer: urllib3.BaseHTTPResponse, url: str) -> str:
    """The absolute target of a redirect, "" for any other answer."""
    place = answer.headers.get("Location", "") if answer.status in _REDIRECTS else ""
    if not place:
        return ""
    # Header bytes come as latin-1; a Location in UTF-8 is wrong and common.
    with suppress(UnicodeError):
        place = place.encode("latin-1").decode("utf-8")
    return urljoin(url, place.strip())


def _decoded(answer: urllib3.BaseHTTPResponse, headers: dict[str, str], most: int) -> Iterator[bytes]:
    """The decoded body in pieces. Raises FetchError beyond `most` bytes."""
    wire.CALL.get().bytes_left = most + HEADER_BYTES
    decoder = encodings.decoder(headers.get("content-encoding", ""), most)
    size = 0
    for chunk in answer.stream(_CHUNK, decode_content=False):
        part = decoder(chunk)
        size += len(part)
        if size > most:
            raise FetchError(f"more than {most:,} bytes", subject=answer.url or "", retry=False)
        yield part


def _glance(answer: urllib3.BaseHTTPResponse, headers: dict[str, str]) -> bytes:
    """The first bytes of a body that only explains the status: what is wrong with it takes nothing from the status."""
    parts: list[bytes] = []
    with suppress(HTTPError, OSError, FetchError):
        parts.extend(_decoded(answer, headers, GLANCE))
    return b"".join(parts)


def _finish(answer: urllib3.BaseHTTPResponse) -> None:
    """Gives the connection back where the body was read to its end, closes it otherwise."""
    if answer.connection is not None:
        answer.close()
    answer.release_conn()


def _failure(status: int, headers: dict[str, str], body: bytes, url: str) -> FetchError:
    if is_challenge(headers, body):
        return Challenged(
            "the site shows a challenge page", subject=url, status=status, hint="look for an official feed elsewhere"
        )
    wait = retry_after(headers.get("retry-after", ""), datetime.now(UTC))
    if status == 429 and wait is None:
        wait = TOO_MANY
    lasting = status in (400, 401, 404, 405, 410, 451)
    return FetchError(f"HTTP {status}", subject=url, status=status, retry_after=wait, retry=not lasting)


def _cause(error: Exception) -> str:
    """One plain sentence for what went wrong below."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, TimeoutError | PoolTimeout):
            return "no answer in time"
        if isinstance(seen, wire.TooMuch):
            return "more bytes than any honest server sends"
        if isinstance(seen, NameResolutionError):
            return "the name does not resolve"
        if isinstance(seen, SSLError):
            return f"the certificate or TLS handshake failed: {seen}"
        seen = seen.__cause__ or seen.__context__
    return f"the connection failed: {error}"
