"""The demo world seen through the collector: what every outlet shows is what a poll finds."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from frontwire.collect.polling import poll
from frontwire.models import Health, Page, Source, Validators
from frontwire_cli.demo import World
from frontwire_cli.demo.content import outlets
from frontwire_cli.demo.feeds import shown_path

NOW = datetime(2025, 1, 17, 12, 0, tzinfo=UTC)


class Window:
    """Fetches straight from a world, without a server."""

    def __init__(self, world: World) -> None:
        self.world = world

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        parts = urlsplit(url)
        asked = {"accept": accept}
        if validators:
            asked |= {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
        answer = self.world.answer(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""), asked)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Page(url, url, answer.status, headers, answer.body, NOW, hashlib.sha256(answer.body).hexdigest())


def sources() -> list[Source]:
    return list(World(port=8000).sources())


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.id)
def test_a_poll_finds_every_piece_with_its_title_and_address(source: Source, last_world: World) -> None:
    found = poll(source, Health(), Window(last_world), NOW)
    outlet, base = outlets()[source.id], f"http://{source.id}.localhost:8000"
    pieces = last_world.pieces(source.id)
    assert found.status == "changed", found.error
    assert {link.url for link in found.links} == {base + shown_path(outlet, piece) for piece in pieces}
    assert {link.title for link in found.links} == {piece.title for piece in pieces}


@pytest.mark.parametrize("source", [one for one in sources() if one.kind != "listing"], ids=lambda source: source.id)
def test_dates_come_with_the_right_instant(source: Source, last_world: World) -> None:
    published = {piece.title: piece.published for piece in last_world.pieces(source.id)}
    for link in poll(source, Health(), Window(last_world), NOW).links:
        if outlets()[source.id].feed != "rss092":
            assert link.published is not None
            assert link.published.utc == published[link.title], link.title


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.id)
def test_a_second_poll_is_unchanged_until_the_world_moves_on(source: Source) -> None:
    world = World(port=8000)
    first = poll(source, Health(), Window(world), NOW)
    health = replace(Health(), state="ok", validators=first.validators, polled_at=NOW, good_at=NOW)
    later = NOW + timedelta(minutes=1)
    assert poll(source, health, Window(world), later).status == "unchanged"
    for _ in range(5):
        world = world.advanced()
    after = poll(source, health, Window(world), later)
    assert after.status == "changed"
    assert len(after.links) > len(first.links)
