"""robots.txt: what a site asks crawlers to leave alone, and how fast they may come. The caller keeps the text."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from frontwire.errors import FetchError, RefusedAddress
from frontwire.models import Page

MOST_BYTES = 500_000
KEEP_SECONDS = 24 * 3600
LONGEST_DELAY = 600.0
CLOSED = "User-agent: *\nDisallow: /"


class Fetch(Protocol):
    def get(self, url: str, *, accept: str = "") -> Page: ...


def address(url: str) -> str:
    """Where the robots.txt for a URL lies."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def read(url: str, fetcher: Fetch) -> str:
    """The robots.txt that holds for a URL, to be kept KEEP_SECONDS: "" where there is none.

    A server that fails (5xx, no answer) gives no leave (RFC 9309, 2.3.1.4): that reads as CLOSED.
    """
    try:
        page = fetcher.get(address(url), accept="text/plain, */*;q=0.5")
    except RefusedAddress:
        return ""  # the page itself is refused too, and says why
    except FetchError as error:
        return "" if 400 <= error.status < 500 and error.status != 429 else CLOSED
    return page.body[:MOST_BYTES].decode("utf-8", "replace")


def allowed(url: str, robots_txt: str, agent: str) -> bool:
    """Whether `agent` may ask for a URL."""
    if not robots_txt.strip():
        return True
    from protego import Protego

    return bool(Protego.parse(robots_txt).can_fetch(url, agent))


def crawl_delay(robots_txt: str, agent: str) -> float:
    """Seconds to leave between two requests to the host, 0.0 where nothing is asked; at most LONGEST_DELAY."""
    if "delay" not in robots_txt.lower() and "rate" not in robots_txt.lower():
        return 0.0
    from protego import Protego

    rules = Protego.parse(robots_txt)
    rate = rules.request_rate(agent)
    per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return min(max(float(rules.crawl_delay(agent) or 0.0), per_request), LONGEST_DELAY)
