from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from frontwire_cli.demo import Running


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()


def get(world: Running, url: str, *, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    asked = {"Host": parts.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=5)
    try:
        connection.request(method, target, headers=asked)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def test_every_source_answers_on_loopback(running: Running) -> None:
    sources = running.sources()
    assert len(sources) >= 14
    for source in sources:
        answer = get(running, source.url)
        assert answer.status == 200, source.id
        assert answer.body
        assert "etag" in answer.headers
        assert "last-modified" in answer.headers


def test_a_source_is_a_host_of_its_own(running: Running) -> None:
    hosts = {urlsplit(source.url).netloc for source in running.sources()}
    assert len(hosts) == len(running.sources())
    assert all(host.endswith(f".localhost:{running.port}") for host in hosts)


@pytest.mark.parametrize("host", ["nobody.localhost", "127.0.0.1", "localhost", "example.org", ""])
def test_unknown_hosts_are_not_found(running: Running, host: str) -> None:
    assert get(running, f"http://{host}/feed.xml").status == 404


def test_the_etag_of_an_unchanged_feed_gives_304(running: Running) -> None:
    source = running.sources()[0]
    first = get(running, source.url)
    again = get(running, source.url, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_the_date_of_an_unchanged_feed_gives_304(running: Running) -> None:
    source = running.sources()[0]
    first = get(running, source.url)
    assert get(running, source.url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert get(running, source.url, If_Modified_Since="Wed, 01 Jan 2020 00:00:00 GMT").status == 200
    assert get(running, source.url, If_Modified_Since="yesterday").status == 200


def test_an_etag_outweighs_a_date(running: Running) -> None:
    source = running.sources()[0]
    first = get(running, source.url)
    asked = get(running, source.url, If_None_Match='"other"', If_Modified_Since=first.headers["last-modified"])
    assert asked.status == 200


def test_a_feed_that_got_a_new_piece_is_sent_whole_again(running: Running) -> None:
    source = running.sources()[0]
    first = get(running, source.url)
    running.advance()
    headers = {"If_None_Match": first.headers["etag"], "If_Modified_Since": first.headers["last-modified"]}
    after = get(running, source.url, **headers)
    assert after.status == 200
    assert after.headers["etag"] != first.headers["etag"]
    assert len(after.body) > len(first.body)


def test_head_tells_the_length_and_sends_no_body(running: Running) -> None:
    source = running.sources()[0]
    answer = get(running, source.url, method="HEAD")
    assert answer.body == b""
    assert int(answer.headers["content-length"]) == len(get(running, source.url).body)


def test_robots_allow_news_and_keep_out_of_search(running: Running) -> None:
    for source in running.sources():
        text = get(running, f"http://{source.id}.localhost:{running.port}/robots.txt").body.decode()
        assert "Disallow: /search" in text
        assert ("Sitemap:" in text) == (source.kind == "sitemap")


def test_pages_that_are_not_there_are_not_found(running: Running) -> None:
    assert get(running, f"http://meridian.localhost:{running.port}/world/2025/01/01/nothing").status == 404


def test_the_phases_come_in_order_and_end(running: Running) -> None:
    seen = [running.phase, *(running.advance() for _ in running.phases[1:])]
    assert tuple(seen) == running.phases
    assert seen == ["baseline", "capture", "confirmation", "offer", "exchange", "echoes"]
    with pytest.raises(IndexError):
        running.advance()


def test_the_server_says_nothing_on_the_terminal(running: Running, capfd: pytest.CaptureFixture[str]) -> None:
    get(running, running.sources()[0].url)
    get(running, "http://nobody.localhost/")
    assert capfd.readouterr() == ("", "")


def test_a_closed_world_frees_its_port(running: Running) -> None:
    from frontwire_cli.demo import serve

    other = serve()
    port = other.port
    other.close()
    with serve(port) as again:
        assert again.port == port
