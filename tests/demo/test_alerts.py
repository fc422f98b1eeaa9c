"""The demo world through extraction, detection and stories, without a server or a queue: the alerts it is worth."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import cache

import pytest

from frontwire.detect import Engine
from frontwire.extract import extract
from frontwire.models import Alert, Link, Match
from frontwire.queues import ReadRequest
from frontwire.steps.read import reference
from frontwire.stories.desk import Desk
from frontwire_cli.demo import World
from frontwire_cli.demo.content import outlets, phases
from frontwire_cli.demo.expected import differences
from frontwire_cli.demo.feeds import path

NOW = datetime(2025, 1, 17, 12, 0, tzinfo=UTC)
TOPICS = ("foreign_troop_capture", "prisoner_swap")


@cache
def matches(phase: int) -> list[Match]:
    """What is found in the pages that are new in a phase, as they stand then."""
    engine = Engine.load().only(TOPICS)
    world = World(port=8000, phase=phase)
    sources = {source.id: source for source in world.sources()}
    found = []
    for piece in world.pieces():
        if piece.phase != phase:
            continue
        host, where = f"{piece.outlet}.localhost:8000", path(outlets()[piece.outlet], piece)
        answer = world.answer(host, where, {})
        url = f"http://{host}{where}"
        article = extract(answer.body, url, content_type=answer.headers["Content-Type"], fetched_at=NOW)
        source = sources[piece.outlet]
        link = Link(url, title=piece.title, source=source.id)
        asked = ReadRequest(f"{source.id}-{piece.slug}", link, source.title, source.reliability)
        verdicts = engine.examine(article, reference(asked, article, NOW))
        found += [verdict.match for verdict in verdicts if verdict.match]
    return found


def told(seed: int) -> list[Alert]:
    """The alerts of the whole world, where each phase's pages are read in an order of their own."""
    desk, alerts = Desk(), []
    for phase in range(1, len(phases())):
        order = list(matches(phase))
        random.Random(seed).shuffle(order)
        alerts += [alert for match in order if (alert := desk.take(match, NOW).alert)]
    return alerts


@pytest.mark.parametrize("seed", range(12))
def test_the_alerts_are_the_same_in_whatever_order_pages_are_read(seed: int) -> None:
    alerts = told(seed)
    assert differences(alerts) == ()
    capture, confirmed, offer, exchange = alerts
    assert "2 North Korean soldiers" in capture.headline
    assert "KP" not in confirmed.facts.codes("says")
    assert offer.headline.startswith("Ukraine offers")
    assert set(exchange.facts.codes("parties")) == {"RU", "UA"}
    assert "exchange 25 prisoners" in exchange.headline


def test_the_troops_sent_to_fight_are_not_counted_among_those_to_be_exchanged() -> None:
    offers = [match for match in matches(phases().index("offer")) if match.topic == "prisoner_swap"]
    assert len(offers) > 10
    assert max(count.value for match in offers for count in match.facts.captives()) == 2
