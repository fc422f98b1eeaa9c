#!/usr/bin/env python3
"""Speed of story assignment with many open stories, and of deciding and rendering: `python bench/stories_speed.py`.

Stories are spread over 45 sides and ten weeks, two thirds of them exchanges, one third captures; matches are drawn the
same way. Assignment is timed from the match to the decision: keys, look-up, weighing, and the grown story.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from frontwire.channels import Links, render
from frontwire.models import Alert, ArticleRef, Channel, Count, Facts, Match, Place, Quote, Side, Span
from frontwire.stories import decide
from frontwire.stories.desk import Desk

OPEN = 10_000
TIMED = 2_000
SIDES = [first + second for first in "ABCDE" for second in "JKLMNOPQR"]
START = datetime(2025, 1, 1, tzinfo=UTC)
CHANNELS = (
    Channel("a", "slack"),
    Channel("b", "slack_bot", target="C1"),
    Channel("c", "email", target="a@b.example"),
    Channel("d", "sns"),
    Channel("e", "webhook"),
)
LINKS = Links("https://desk.example", "https://desk.example/stop")


def a_match(number: int, dice: random.Random) -> Match:
    one, other = dice.sample(SIDES, 2)
    at = START + timedelta(minutes=dice.randrange(70 * 24 * 60))
    title = (
        f"{one} and {other}: {dice.randrange(2, 400)} prisoners, officials of {dice.choice(SIDES)} said on day {number}"
    )
    article = ArticleRef(
        f"a{number}", f"https://x.example/{number}", title, f"s{number % 50}", published=at, language="en"
    )
    capture = number % 3 == 0
    roles = ("captor", "nationality") if capture else ("parties", "parties")
    place = Place(f"p{number % 90}", f"Place {number % 90}", one, dice.uniform(30, 60), dice.uniform(0, 60))
    facts = Facts(
        sides=(Side(roles[0], one), Side(roles[1], other)), counts=(Count(dice.randrange(2, 400)),), places=(place,)
    )
    topic, status = ("foreign_troop_capture", "claimed") if capture else ("prisoner_swap", "completed")
    return Match(f"m{number}", topic, article, status, facts, (Span(0, len(title), title),))


def assignment() -> dict[str, float]:
    """Milliseconds of CPU from a match to its decision, with OPEN stories open; and how many stories were weighed."""
    dice, desk = random.Random(7), Desk()
    for number in range(10 * OPEN):
        match = a_match(number, dice)
        decision = decide(match, [], match.article.published or START)
        desk.keep(decision.story)
        if len(desk.stories) >= OPEN:
            break
    spent, weighed = [], []
    for number in range(20 * OPEN, 20 * OPEN + TIMED):
        match = a_match(number, dice)
        begin = time.process_time()
        found = desk.candidates(match)
        decide(match, found, match.article.published or START)
        spent.append(1000 * (time.process_time() - begin))
        weighed.append(len(found))
    spent.sort()
    return {
        "open_stories": len(desk.stories),
        "ms_mean": round(statistics.mean(spent), 3),
        "ms_median": round(statistics.median(spent), 3),
        "ms_p99": round(spent[int(0.99 * len(spent))], 3),
        "ms_max": round(spent[-1], 3),
        "weighed_mean": round(statistics.mean(weighed), 1),
    }


def rendering() -> dict[str, float]:
    """Alerts decided and rendered per second on one core, by kind of channel."""
    dice = random.Random(8)
    alerts: list[Alert] = []
    begin = time.process_time()
    for number in range(TIMED):
        match = a_match(number, dice)
        alert = decide(match, [], match.article.published or START).alert
        if alert:
            alerts.append(alert)
    figures = {"decided_per_s": round(len(alerts) / (time.process_time() - begin))}
    quote = Quote("A sentence that says what happened, in some forty words of plain text. " * 3, alerts[0].articles[0])
    for channel in CHANNELS:
        begin = time.process_time()
        for alert in alerts[:500]:
            render(_with(alert, quote), channel, links=LINKS)
        figures[f"{channel.kind}_per_s"] = round(500 / (time.process_time() - begin))
    return figures


def _with(alert: Alert, quote: Quote) -> Alert:
    from msgspec.structs import replace

    return replace(alert, quotes=(quote, quote, quote), articles=alert.articles * 4)


if __name__ == "__main__":
    print(json.dumps({"assignment": assignment(), "rendering": rendering()}, indent=1))
