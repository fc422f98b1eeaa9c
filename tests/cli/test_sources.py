"""`frontwire sources` against a small web and a table in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from frontwire import codec
from frontwire.collect.fetch import Fetcher
from frontwire.errors import ConfigError, FrontwireError
from frontwire.models import Health, Link, Source
from frontwire.queues import Message, ReadRequest
from frontwire.wiring import clock
from frontwire_cli import sources
from frontwire_cli.inprocess import Account
from frontwire_cli.main import app
from frontwire_cli.terminal import console
from tests.collect.smallweb import Web

HOME = b"""<!doctype html><html><head><title>The Outlet</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/all.rss"></head><body><p>Hello.</p></body></html>"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    web = Web()
    item = (
        "<item><title>A bridge is closed</title><link>https://outlet.example/1</link>"
        "<pubDate>Sat, 11 Jan 2025 09:00:00 GMT</pubDate></item>"
    )
    web.pages["/"] = (200, {"Content-Type": "text/html"}, HOME)
    web.pages["/all.rss"] = (
        200,
        {"Content-Type": "application/rss+xml"},
        f"<rss version='2.0'><channel><title>The Outlet</title>{item}</channel></rss>".encode(),
    )
    web.pages["/challenge"] = (
        403,
        {"Content-Type": "text/html", "Cf-Mitigated": "challenge"},
        b"<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>",
    )
    monkeypatch.setenv("FRONTWIRE_LOCAL_HOSTS", f"127.0.0.1:{web.port}")
    monkeypatch.setattr(console, "width", 300)
    yield web
    web.server.shutdown()
    web.server.server_close()


def run(*words: str, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["sources", *words], input=answer, catch_exceptions=False)
    return result.exit_code, result.stdout


def test_a_home_page_is_enough_to_add_its_feed(web: Web, tmp_path: Path) -> None:
    file = str(tmp_path / "mine.yaml")
    code, out = run("add", f"{web.url}/", "--file", file, answer="n\n")
    assert code == 1
    assert f"{web.url}/all.rss" in out
    assert "A bridge is closed" in out
    assert not Path(file).exists()
    assert run("add", f"{web.url}/", "--file", file, answer="y\n")[0] == 0
    (listed,) = json.loads(run("list", "--file", file, "--json")[1])
    assert (listed["kind"], listed["url"]) == ("feed", f"{web.url}/all.rss")
    with pytest.raises(ConfigError, match="is there already"):
        run("add", f"{web.url}/", "--file", file, "--yes")


@pytest.mark.parametrize("path", ["/challenge", "/nothing"])
def test_what_brings_nothing_is_not_saved(web: Web, tmp_path: Path, path: str) -> None:
    with pytest.raises(FrontwireError):
        run("add", f"{web.url}{path}", "--file", str(tmp_path / "mine.yaml"), "--yes")
    assert list(tmp_path.iterdir()) == []


def test_a_dead_feed_gives_way_to_the_next_one(web: Web, tmp_path: Path) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}.rss">' for name in ("gone", "all"))
    web.pages["/"] = (
        200,
        {"Content-Type": "text/html"},
        f"<html><head>{links}</head><body>Hello.</body></html>".encode(),
    )
    code, out = run("add", f"{web.url}/", "--file", str(tmp_path / "mine.yaml"), "--yes")
    assert (code, f"{web.url}/all.rss" in line(out, "address")) == (0, True)
    assert f"also there: feed {web.url}/gone.rss" in out


def test_a_log_in_page_is_named(web: Web, tmp_path: Path) -> None:
    web.pages["/"] = (
        200,
        {"Content-Type": "text/html"},
        b"<html><body><form><input type=password></form></body></html>",
    )
    with pytest.raises(FrontwireError, match="a log-in page"):
        run("add", f"{web.url}/", "--file", str(tmp_path / "mine.yaml"), "--yes")


def test_what_a_person_wrote_into_the_file_stays(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    mine = "# Ours.\nsources:\n- id: first # the best\n  url: https://first.example/rss\n  found: told by a friend\n"
    file.write_text(mine, encoding="utf-8")
    assert run("add", f"{web.url}/all.rss", "--file", str(file), "--yes")[0] == 0
    assert file.read_text("utf-8").startswith(mine)
    assert [one["url"] for one in json.loads(run("list", "--file", str(file), "--json")[1])] == [
        "https://first.example/rss",
        f"{web.url}/all.rss",
    ]
    flow = tmp_path / "flow.yaml"  # nothing can be written behind it
    flow.write_text("{sources: [{id: first, url: 'https://first.example/rss'}]}", encoding="utf-8")
    assert run("add", f"{web.url}/all.rss", "--file", str(flow), "--yes")[0] == 0
    assert len(json.loads(run("list", "--file", str(flow), "--json")[1])) == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("outlet.example/news", "https://outlet.example/news"),
        ("http://outlet.example", "http://outlet.example"),
        ("@desk", "https://t.me/s/desk"),
        ("t.me/desk/15", "https://t.me/s/desk"),
    ],
)
def test_an_address_as_a_person_writes_it(written: str, meant: str) -> None:
    assert sources.address_of(written) == meant


def test_opml_goes_out_and_comes_back(tmp_path: Path) -> None:
    mine, back, file = tmp_path / "mine.yaml", tmp_path / "back.yaml", tmp_path / "mine.opml"
    feeds = [
        Source(f"s{n}", f"https://s{n}.example/rss?a=1&b={n}", title=f'Лист {n} & "Co"', language="uk")
        for n in range(3)
    ]
    sources.write_manifest(mine, feeds)
    file.write_text(run("export", "--file", str(mine))[1], encoding="utf-8")
    assert "3 sources added" in run("import", str(file), "--file", str(back))[1]
    assert "0 sources added" in run("import", str(file), "--file", str(back))[1]
    again = json.loads(run("list", "--file", str(back), "--json")[1])
    assert [(one["url"], one["title"], one["language"]) for one in again] == [
        (s.url, s.title, s.language) for s in feeds
    ]
    with pytest.raises(ConfigError, match="no such file"):
        run("import", str(tmp_path / "none.opml"))
    file.write_text("nonsense", encoding="utf-8")
    with pytest.raises(ConfigError, match="export OPML"):
        run("import", str(file))


def test_sources_of_one_host_get_ids_of_their_own(web: Web, tmp_path: Path) -> None:
    file = str(tmp_path / "mine.yaml")
    opml = tmp_path / "more.opml"
    outlines = "".join(f'<outline type="rss" xmlUrl="{web.url}/{name}.rss"/>' for name in ("b", "c"))
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    assert run("add", f"{web.url}/all.rss", "--file", file, "--yes")[0] == 0
    assert run("import", str(opml), "--file", file)[0] == 0
    assert len({source["id"] for source in json.loads(run("list", "--file", file, "--json")[1])}) == 3


def test_check_says_what_is_alive_and_what_to_do(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    sources.write_manifest(
        file,
        [
            Source("alive", f"{web.url}/all.rss"),
            Source("gone", f"{web.url}/none"),
            Source("walled", f"{web.url}/challenge"),
        ],
    )
    code, out = run("check", "--file", str(file))
    assert code == 1
    assert "1 of 3 are alive" in out
    assert "2025-01-11" in line(out, "alive")
    assert "HTTP 404" in line(out, "gone")
    assert "look for an official feed" in line(out, "walled")
    assert run("check", "alive", "--file", str(file))[0] == 0


@pytest.fixture
def queue(aws: Account, web: Web, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """The watched sources are those of the account in this process; returns what goes to the read queue."""
    sent: list[Message] = []

    class There:
        store = aws.store
        fetcher = Fetcher("test", allow=(f"127.0.0.1:{web.port}",))

        class read_queue:
            send: Callable[[list[Message]], None] = sent.extend

    monkeypatch.setattr(sources, "wiring_of", lambda stack: There)
    return sent


def test_the_live_list_tells_state_rhythm_failures_and_the_way_out(
    web: Web, aws: Account, queue: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock()
    aws.store.sources.add([Source("alive", f"{web.url}/all.rss"), Source("bad", "https://bad.example/rss")], now)
    good = Health("ok", baseline=True, good_at=now - timedelta(minutes=7), new_at=now, gap=1500.0, interval=300)
    bad = replace(good, state="failing", failures=4, error="HTTP 500", since=now, interval=4800)
    aws.store.sources.learn({"alive": good, "bad": bad})
    _, out = run("list", "--live")
    assert "7 min ago" in line(out, "alive")
    assert "new each 25 min, looked at each 5 min" in line(out, "alive")
    assert all(
        part in line(out, "bad") for part in ("failing", "4 in a row", "HTTP 500", "open https://bad.example/rss")
    )
    monkeypatch.delenv("FRONTWIRE_LOCAL_HOSTS")  # what `up` may ask, a look at its sources may ask too
    code, out = run("check", "alive", "--live")
    assert (code, "new each 25 min" in line(out, "alive")) == (0, True)


@pytest.mark.parametrize("way", ["read", "forget"])
def test_what_is_held_is_released_or_thrown_away_by_one_command(aws: Account, queue: list[Message], way: str) -> None:
    aws.store.sources.add([Source("flooded", "https://flooded.example/rss", reliability="agency")], clock())
    aws.store.sources.hold([("flooded", f"u:{n}", Link(f"https://flooded.example/{n}")) for n in range(30)])
    code, out = run("release", "flooded", *(["--forget"] if way == "forget" else []))
    assert (code, "30 links" in out) == (0, True)
    released = [codec.load(ReadRequest, message.body) for message in queue]
    assert [request.reliability for request in released] == ([] if way == "forget" else ["agency"] * 30)
    assert aws.store.sources.held("flooded") == []
    ((_, health),) = aws.store.sources.with_health(["flooded"]).values()
    assert health.usual_new == (0 if way == "forget" else 30)  # what is wanted once is no flood the next time
    assert "Nothing of flooded is held back" in run("release", "flooded")[1]


def line(out: str, name: str) -> str:
    return next(row for row in out.splitlines() if name in row.split())


def test_a_server_of_ones_own_is_added_where_it_is_named(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRONTWIRE_LOCAL_HOSTS")
    with pytest.raises(FrontwireError, match=f"FRONTWIRE_LOCAL_HOSTS=127.0.0.1:{web.port}"):
        run("add", f"{web.url}/", "--file", str(tmp_path / "mine.yaml"))
