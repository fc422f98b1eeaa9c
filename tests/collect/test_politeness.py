from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from frontwire.collect import newness, politeness, poll, rhythm, robots
from frontwire.collect.politeness import MOST_SPREAD, Lanes, Polite, spread
from frontwire.errors import FetchError, Postponed
from frontwire.models import Health, Link, Page, Source, Validators

RULES = """User-agent: *
Disallow: /private/
Allow: /private/feed.xml
Crawl-delay: 2

User-agent: frontwire
Disallow: /closed
"""


class FakeSite:
    """Answers from a dict; a status in place of a body is raised, as the real fetcher does."""

    def __init__(self, pages: dict[str, bytes | int]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self._guard = threading.Lock()

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        with self._guard:
            self.asked.append(url)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        time.sleep(0.005)
        with self._guard:
            self.at_once -= 1
        body = self.pages.get(url, 404)
        if isinstance(body, int):
            raise FetchError(f"HTTP {body}", status=body)
        return Page(url, url, 200, {}, body, datetime(2025, 1, 11, tzinfo=UTC), url)


def test_rules_for_everybody_and_for_us() -> None:
    assert not robots.allowed("https://a.example/private/x", RULES, "other")
    assert robots.allowed("https://a.example/private/feed.xml", RULES, "other")
    assert robots.allowed("https://a.example/private/x", RULES, "frontwire")
    assert not robots.allowed("https://a.example/closed", RULES, "frontwire")
    assert robots.allowed("https://a.example/x", "", "frontwire")
    assert robots.crawl_delay(RULES, "other") == 2.0
    assert robots.crawl_delay("User-agent: *\nRequest-rate: 1/10", "frontwire") == 10.0
    assert robots.crawl_delay("User-agent: *\nCrawl-delay: 1000000", "frontwire") == robots.LONGEST_DELAY
    assert robots.crawl_delay("", "frontwire") == 0.0


def test_robots_are_asked_once_and_obeyed() -> None:
    site = FakeSite({"https://a.example/robots.txt": RULES.encode(), "https://a.example/feed": b"x"})
    polite = Polite(site, "frontwire", pause=0.0)
    for _ in range(3):
        polite.get("https://a.example/feed")
    with pytest.raises(FetchError, match=r"robots\.txt") as refused:
        polite.get("https://a.example/closed")
    assert not refused.value.retry
    assert site.asked.count("https://a.example/robots.txt") == 1
    assert "https://a.example/closed" not in site.asked


@pytest.mark.parametrize(("status", "open_door"), [(404, True), (403, True), (500, False), (429, False), (0, False)])
def test_what_a_missing_robots_txt_means(status: int, open_door: bool) -> None:
    site = FakeSite({"https://a.example/robots.txt": status})
    assert (
        robots.allowed("https://a.example/feed", robots.read("https://a.example/feed", site), "frontwire") is open_door
    )


def test_a_broken_robots_txt_closes_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "CLOSED_SECONDS", 0)
    site = FakeSite({"https://a.example/robots.txt": 503, "https://a.example/feed": b"x"})
    polite = Polite(site, "frontwire", pause=0.0)
    for _ in range(2):
        with pytest.raises(FetchError):
            polite.get("https://a.example/feed")
    assert polite.get("https://a.example/feed").body == b"x"


def test_rules_once_read_outlive_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "KEEP_SECONDS", 0)
    site = FakeSite({"https://a.example/robots.txt": RULES.encode()})
    rules = politeness.Rules(site)
    assert rules.of("https://a.example/x") == RULES
    site.pages["https://a.example/robots.txt"] = 503
    assert rules.of("https://a.example/x") == RULES


def test_a_host_is_asked_by_one_worker_at_a_time_with_a_pause() -> None:
    site = FakeSite({f"https://www.a.example/{n}": b"x" for n in range(8)})
    polite = Polite(site, "frontwire", pause=0.02, obey_robots=False)
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: polite.get(f"https://www.a.example/{n}"), range(8)))
    assert site.most_at_once == 1
    assert time.monotonic() - begun >= 7 * 0.02


def test_other_hosts_do_not_wait() -> None:
    site = FakeSite({f"https://{n}.example/": b"x" for n in range(8)})
    polite = Polite(site, "frontwire", pause=5.0, obey_robots=False)
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: polite.get(f"https://{n}.example/"), range(8)))
    assert time.monotonic() - begun < 4.0


def test_this_machine_is_not_kept_waiting_for() -> None:
    site = FakeSite({"http://desk.localhost:8123/feed": b"x"})
    polite = Polite(site, "frontwire", pause=30.0)
    begun = time.monotonic()
    for _ in range(5):
        polite.get("http://desk.localhost:8123/feed")
    assert time.monotonic() - begun < 4.0


def test_a_host_that_says_its_pace_in_words_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(politeness.PAUSES, "slow.example", 100.0)
    polite = Polite(FakeSite({"https://slow.example/": b"x"}), "frontwire", pause=0.0)
    polite.get("https://slow.example/")
    with pytest.raises(Postponed):
        polite.get("https://slow.example/")


def test_a_pause_that_is_too_long_comes_back_as_retry_after() -> None:
    lanes = Lanes(0.0)
    with lanes.turn("a.example", delay=100.0):
        pass
    with pytest.raises(Postponed) as later, lanes.turn("a.example"):
        pass
    assert later.value.retry_after is not None
    assert 95 <= later.value.retry_after <= 101


def test_a_postponed_poll_changes_nothing_but_the_due_time() -> None:
    rules = b"User-agent: *\nCrawl-delay: 120"
    site = FakeSite(
        {"https://a.example/robots.txt": rules, "https://a.example/1": b"<rss/>", "https://a.example/2": b"<rss/>"}
    )
    polite, now = Polite(site, "frontwire"), datetime(2025, 1, 11, tzinfo=UTC)
    health = Health("failing", failures=2, error="HTTP 500")
    assert poll(Source("one", "https://a.example/1"), health, polite, now).status == "changed"
    result = poll(Source("two", "https://a.example/2"), health, polite, now)
    assert (result.status, result.links, "https://a.example/2" in site.asked) == ("postponed", (), False)
    after, due = rhythm.after(Source("two", "https://a.example/2"), health, result, 0, now)
    assert after == health
    assert 115 <= (due - now).total_seconds() <= 121
    assert newness.sift(result, Health(), set()) == newness.Sifted((), ())


def test_a_host_that_wants_long_pauses_says_so_once_its_rules_are_read() -> None:
    site = FakeSite({"https://a.example/robots.txt": b"User-agent: *\nCrawl-delay: 30", "https://a.example/1": b"x"})
    polite = Polite(site, "frontwire")
    assert polite.pause("https://a.example/1") == 0.0
    polite.get("https://a.example/1")
    assert polite.pause("https://a.example/other") == 30.0
    assert polite.pause("https://api.gdeltproject.org/api/v2/doc/doc") > 5.0
    assert len(site.asked) == 2


def test_a_failed_request_is_followed_by_a_pause_too() -> None:
    lanes = Lanes(100.0)
    with pytest.raises(FetchError), lanes.turn("a.example"):
        raise FetchError("HTTP 500", status=500)
    with pytest.raises(Postponed), lanes.turn("a.example"):
        pass


@pytest.mark.parametrize(
    ("status", "wait", "closed"), [(429, 90, True), (503, 90, True), (503, None, False), (404, 90, False)]
)
def test_a_host_that_is_asked_too_much_is_left_alone_as_a_whole(status: int, wait: int | None, closed: bool) -> None:
    class Busy(FakeSite):
        def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
            if url.endswith("/busy"):
                raise FetchError(f"HTTP {status}", status=status, retry_after=wait)
            return super().get(url)

    polite = Polite(Busy({"https://a.example/other": b"x"}), "frontwire", pause=0.0, obey_robots=False)
    with pytest.raises(FetchError):
        polite.get("https://a.example/busy")
    if closed:
        with pytest.raises(Postponed) as later:
            polite.get("https://www.a.example/other")
        assert 85 <= (later.value.retry_after or 0) <= 91
    else:
        assert polite.get("https://a.example/other").body == b"x"


def test_pages_of_a_host_are_handed_out_with_its_pauses_between_them() -> None:
    links = [
        Link(f"https://{host}/{n}") for n in range(3) for host in ("a.example", "slow.example", "desk.localhost:80")
    ]
    post = Link("https://t.me/desk/5", summary="All of it.")
    pauses = {"slow.example": 20.0}
    assert spread([*links, post], lambda url: pauses.get(url.split("/")[2], 0.0)) == [0, 20, 0, 1, 40, 0, 2, 60, 0, 0]
    assert spread([Link(f"https://a.example/{n}") for n in range(2_000)], lambda url: 0.0)[-1] == MOST_SPREAD
