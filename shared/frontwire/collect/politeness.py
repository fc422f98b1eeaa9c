"""Manners towards hosts: robots.txt with a memory, crawl-delay, and a lane for each host.

`Polite` stands before a Fetcher and has its `get`. A host is asked by one worker at a time, with a pause between two
requests, and a longer one where it says that it is asked too much. Across invocations the lane holds because all
sources of a host stand in one round (`frontwire.rounds`), and because the pages that a round found are handed out with
a host's pauses between them (`spread`).
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from frontwire.collect import identity, robots
from frontwire.collect.addresses import is_localhost
from frontwire.errors import FetchError, Postponed, RefusedAddress
from frontwire.models import Link, Page, Validators
from frontwire.rounds import lane_of

PAUSE = 0.3  # seconds between two requests to a host
# Hosts that say in words, not in robots.txt, how fast they may be asked: seconds between two requests.
PAUSES = {"api.gdeltproject.org": 6.0}
MOST_WAIT = 20.0  # seconds for a host's turn; who would wait longer comes again later
LONG_PAUSE = 5.0  # a host that wants as much between two requests has its lane kept across invocations
MOST_CLOSED = 3600.0  # seconds that one refusal closes a host for all that is asked of it
MOST_SPREAD = 900  # seconds that a message may be held back
MOST_HOSTS = 4_000  # whose lane and robots.txt are remembered
CLOSED_SECONDS = 600  # until a robots.txt that could not be read is asked for again
FAILURES_TO_OPEN = 3  # of its robots.txt, after which a host is asked as if it had none


class Fetch(Protocol):
    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page: ...


class Polite:
    """A fetcher that keeps a site's rules. `agent` is the product name that robots.txt would name us by."""

    def __init__(self, fetcher: Fetch, agent: str, *, pause: float = PAUSE, obey_robots: bool = True) -> None:
        self._fetcher = fetcher
        self._agent = agent
        self._obey = obey_robots
        self._lanes = Lanes(pause)
        self._rules = Rules(fetcher)

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        """As `Fetcher.get`. Raises FetchError where robots.txt forbids the URL, Postponed where the lane is too long."""
        host = lane_of(url)
        if not host:
            raise RefusedAddress("not a URL", subject=url[:200])
        delay = 0.0
        if self._obey:
            rules = self._rules.of(url)
            if not robots.allowed(url, rules, self._agent):
                raise FetchError(
                    "robots.txt asks crawlers to leave this address alone",
                    subject=url,
                    hint="ask the site, or take another feed of it",
                    retry=False,
                )
            delay = robots.crawl_delay(rules, self._agent)
        if _is_here(host):
            return self._fetcher.get(url, validators=validators, accept=accept)
        with self._lanes.turn(host, max(delay, PAUSES.get(host, 0.0))) as close:
            try:
                return self._fetcher.get(url, validators=validators, accept=accept)
            except FetchError as error:
                close(patience(error.status, error.retry_after))
                raise

    def pause(self, url: str) -> float:
        """The seconds that must pass between two requests to this host, as its robots.txt says or the table above."""
        rules = self._rules.known(url) if self._obey else ""
        return max(robots.crawl_delay(rules, self._agent) if rules else 0.0, PAUSES.get(lane_of(url), 0.0))


def patience(status: int, retry_after: int | None) -> float:
    """The seconds for which an answer closes its whole host: "too many requests" is said to all that we ask of it."""
    return min(float(retry_after or 0), MOST_CLOSED) if status in (429, 503) else 0.0


def spread(links: Iterable[Link], pause: Callable[[str], float]) -> list[int]:
    """For each link the seconds to hold it back, so that the pages of a host are asked for one after the other, whoever
    asks. `pause` tells the seconds that a URL's host wants between two requests.
    """
    asked: Counter[str] = Counter()
    waits = []
    for link in links:
        host = lane_of(link.url)
        if _is_here(host) or identity.is_whole(link):
            waits.append(0)
            continue
        between = pause(link.url)
        first = between if between >= LONG_PAUSE else 0.0  # its feed was asked for a moment ago
        waits.append(min(math.ceil(first + asked[host] * max(between, 1.0)), MOST_SPREAD))
        asked[host] += 1
    return waits


def _is_here(host: str) -> bool:
    """This machine, where only the local setting leads: nobody to be polite to."""
    return is_localhost(host) or host.startswith("127.")


class Lanes:
    """One request at a time and host, `pause` seconds (or the site's crawl-delay) after the one before."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._guard = threading.Lock()
        self._hosts: OrderedDict[str, tuple[threading.Lock, list[float]]] = OrderedDict()

    @contextmanager
    def turn(self, host: str, delay: float = 0.0) -> Iterator[Callable[[float], None]]:
        """Waits for the host's lane; gives a function that closes it for so many seconds more.

        Raises Postponed rather than wait more than MOST_WAIT seconds.
        """
        lane, free_at = self._lane(host)
        begun = time.monotonic()
        if not lane.acquire(timeout=MOST_WAIT):
            raise Postponed("too many requests for this host at once", subject=host, retry_after=int(MOST_WAIT))
        try:
            wait = free_at[0] - time.monotonic()
            if wait > MOST_WAIT - (time.monotonic() - begun):
                raise Postponed("the host asks for a longer pause", subject=host, retry_after=int(wait) + 1)
            if wait > 0:
                time.sleep(wait)
            pauses = [self._pause, delay]
            try:
                yield pauses.append
            finally:  # a request that failed was one, too
                free_at[0] = time.monotonic() + max(pauses)
        finally:
            lane.release()

    def _lane(self, host: str) -> tuple[threading.Lock, list[float]]:
        with self._guard:
            lane = self._hosts.setdefault(host, (threading.Lock(), [0.0]))
            self._hosts.move_to_end(host)
            while len(self._hosts) > MOST_HOSTS:
                self._hosts.popitem(last=False)
            return lane


class Rules:
    """robots.txt by host, read again after a day.

    A server that fails to give it (5xx) gives no leave, for ten minutes; one that fails three times in a row has none.
    """

    def __init__(self, fetcher: Fetch) -> None:
        self._fetcher = fetcher
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, float, int]] = OrderedDict()

    def known(self, url: str) -> str:
        """The text as last read; "" where it was not read yet. Asks nobody."""
        with self._guard:
            return self._kept.get(robots.address(url), ("", 0.0, 0))[0]

    def of(self, url: str) -> str:
        """The text that holds for a URL now."""
        place = robots.address(url)
        with self._guard:
            text, until, failures = self._kept.get(place, ("", 0.0, 0))
        if time.monotonic() < until:
            return text
        fresh = robots.read(url, self._fetcher)
        if fresh == robots.CLOSED:
            failures += 1
            fresh = text if text not in ("", robots.CLOSED) else "" if failures >= FAILURES_TO_OPEN else robots.CLOSED
            until = time.monotonic() + CLOSED_SECONDS
        else:
            failures, until = 0, time.monotonic() + robots.KEEP_SECONDS
        with self._guard:
            self._kept[place] = (fresh, until, failures)
            while len(self._kept) > MOST_HOSTS:
                self._kept.popitem(last=False)
        return fresh
