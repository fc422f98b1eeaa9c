"""poll: links that are no links, and titles that no queue takes, keep nobody else from being polled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frontwire.collect.politeness import Polite
from frontwire.errors import RefusedAddress
from frontwire.models import Page, Source, Validators
from frontwire.queues import DueSource, PollRequest, Queue, _sendable
from frontwire.steps.poll import PollStep
from frontwire_cli.inprocess import Account

START = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
QUIET = "<item><title>Rain</title><link>https://a.example/rain</link><guid>rain</guid></item>"
HOSTILE = """<item><title>Half an address</title><link>http://[::1/b</link><guid>b</guid></item>
<item><title>A word that is none: &#65535;</title><link>https://a.example/none</link><guid>n</guid></item>
<item><title>Code</title><link>javascript:alert(1)</link><guid>http://[::1/c</guid></item>"""


class Feeds:
    """The same feed at every address; `items` may be changed between two looks."""

    def __init__(self, items: str) -> None:
        self.items = items

    def get(self, url: str, *, validators: Validators | None = None, accept: str = "") -> Page:
        body = f'<rss version="2.0"><channel>{self.items}</channel></rss>'.encode()
        return Page(url, url, 200, {"content-type": "application/rss+xml"}, body, START, str(hash(body)))


def test_a_feed_of_hostile_links_is_polled_and_its_good_ones_travel(aws: Account) -> None:
    feeds = Feeds(QUIET)
    step = PollStep(aws.store, Queue(aws.client("sqs"), aws.queues["ReadQueue"]), feeds)
    aws.store.sources.add([Source("a", "https://a.example/rss")], START)
    request = PollRequest((DueSource("a"),))
    step.run(request, lambda: START, 5.0)
    feeds.items = QUIET + HOSTILE
    assert step.run(request, lambda: START + timedelta(hours=1), 5.0)["new"] == 3
    titles = {message["link"]["title"] for message in aws.messages()["ReadQueue"]}
    assert titles == {"Half an address", "A word that is none: \uffff", "Code"}


def test_a_message_holds_only_characters_that_the_queue_takes() -> None:
    assert _sendable('{"title":"\uffff\ufffe\ufffd"}') == '{"title":"\\uffff\\ufffe\ufffd"}'


@pytest.mark.parametrize("url", ["http://[::1/b", "http://[half"])
def test_an_address_that_cannot_be_taken_apart_is_refused(url: str) -> None:
    with pytest.raises(RefusedAddress, match="not a URL"):
        Polite(Feeds(""), "frontwire").get(url)
