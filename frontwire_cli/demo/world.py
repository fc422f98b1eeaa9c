"""The demo world as a value: every address of every outlet in one phase, without a server.

`World.answer` is a pure function of the request, so that tests and the server see the same world. Each outlet is a host
`<outlet>.localhost`; names under localhost mean the own machine (RFC 6761), but not every resolver knows: a client that
cannot resolve them connects to 127.0.0.1 and sends the name in the Host header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from frontwire.models import Source
from frontwire_cli.demo import feeds, pages
from frontwire_cli.demo.content import Outlet, Piece, outlets, phases, pieces_at

POLL_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class World:
    """All outlets as they stand at the end of a phase, reachable on `port`."""

    port: int
    phase: int = 0

    @property
    def name(self) -> str:
        return phases()[self.phase]

    def advanced(self) -> World:
        """The world one phase later. Raises IndexError after the last phase."""
        if self.phase + 1 >= len(phases()):
            raise IndexError("the demo world has no phase after " + self.name)
        return replace(self, phase=self.phase + 1)

    def pieces(self, outlet: str = "") -> tuple[Piece, ...]:
        """What is published so far, newest first; of one outlet, where one is named."""
        return tuple(piece for piece in reversed(pieces_at(self.phase)) if outlet in ("", piece.outlet))

    def sources(self) -> tuple[Source, ...]:
        return tuple(self._source(outlet) for outlet in outlets().values())

    def answer(self, host: str, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to GET `target` on `host`. Header names in lower case."""
        outlet = outlets().get(host.partition(":")[0].lower().removesuffix(".localhost"))
        if outlet is None:
            return _plain(404, "No such outlet.\n")
        path = target.partition("?")[0]
        if path == "/robots.txt":
            return _plain(200, feeds.robots(outlet, self._base(outlet)))
        if path.startswith("/img/"):
            return _whole(pages.picture(outlet).encode(), "image/svg+xml", _BEFORE)
        if path in (outlet.feed_path, "/"):
            return _conditional(self._overview(outlet, path), headers)
        asked = target if "?" in outlet.path else path
        for piece in self.pieces(outlet.id):
            if asked in (feeds.path(outlet, piece), feeds.amp_path(outlet, piece)):
                return _conditional(self._page(outlet, piece, amp=asked == feeds.amp_path(outlet, piece)), headers)
        return replace(_plain(404, pages.not_found(outlet)), headers={"Content-Type": "text/html; charset=utf-8"})

    def _overview(self, outlet: Outlet, path: str) -> Answer:
        shown = self.pieces(outlet.id)
        changed = max((piece.changed for piece in shown), default=_BEFORE)
        if path == "/" and outlet.feed_path != "/":
            text, kind = pages.front(outlet, shown, self._base(outlet)), "text/html"
        else:
            text, kind = feeds.render(outlet, shown, self._base(outlet)), feeds.MEDIA[outlet.feed]
        return _whole(_encoded(outlet, text), f"{kind}; charset={outlet.charset}", changed)

    def _page(self, outlet: Outlet, piece: Piece, *, amp: bool) -> Answer:
        others = [other for other in self.pieces(outlet.id) if other.slug != piece.slug]
        text = pages.article(outlet, piece, others, self._base(outlet), amp=amp)
        changed = max([piece.changed, *(other.changed for other in others[: pages.RELATED])])
        return _whole(_encoded(outlet, text), f"text/html; charset={outlet.charset}", changed)

    def _base(self, outlet: Outlet) -> str:
        return f"http://{outlet.id}.localhost:{self.port}"

    def _source(self, outlet: Outlet) -> Source:
        return Source(
            id=outlet.id,
            url=self._base(outlet) + outlet.feed_path,
            kind=outlet.kind,
            title=outlet.title,
            language=outlet.language,
            country=outlet.country,
            reliability=outlet.reliability,
            interval=POLL_SECONDS,
            item_selector=outlet.item_selector,
            link_selector=outlet.link_selector,
        )


_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


def _encoded(outlet: Outlet, text: str) -> bytes:
    """Bytes in the outlet's charset; letters it has not become references, as an editor's system would write them."""
    return text.encode(outlet.charset, errors="xmlcharrefreplace")


def _plain(status: int, text: str) -> Answer:
    return Answer(status, {"Content-Type": "text/plain; charset=utf-8"}, text.encode())


def _whole(body: bytes, kind: str, changed: datetime) -> Answer:
    headers = {
        "Content-Type": kind,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        "Cache-Control": "max-age=0, must-revalidate",
    }
    return Answer(200, headers, body)


def _conditional(answer: Answer, asked: Mapping[str, str]) -> Answer:
    """304 where the client's validators still hold. An ETag outweighs a date (RFC 9110, 13.2.2)."""
    if tags := asked.get("if-none-match", ""):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        same = answer.headers["ETag"] in known or "*" in known
    else:
        same = _not_after(answer.headers["Last-Modified"], asked.get("if-modified-since", ""))
    if not same:
        return answer
    return Answer(304, {name: answer.headers[name] for name in ("ETag", "Last-Modified", "Cache-Control")})


def _not_after(changed: str, since: str) -> bool:
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
