from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from frontwire.collect.websub import (
    Hub,
    Subscription,
    answer_challenge,
    hub_of,
    is_genuine,
    lease_granted,
    renew_at,
    subscription_form,
)
from frontwire.models import Page

FEED = "https://desk.example/feed"
SECRET = "7d" * 32
MINE = Subscription("https://hub.example/", FEED, "https://us.example/websub/desk", SECRET)


def page(body: str = "", **headers: str) -> Page:
    return Page(FEED, FEED, 200, headers, body.encode(), datetime(2025, 1, 11, tzinfo=UTC), "")


@pytest.mark.parametrize(
    "found",
    [
        page(link='<https://hub.example/>; rel="hub", <https://desk.example/feed>; rel="self"'),
        page(link="</feed>; rel=self,<https://hub.example/>;rel=hub"),
        page('<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed"/><link href="https://hub.example/" rel="hub"/>'),
        page("<rss><channel><atom:link rel='hub' href='https://hub.example/'/><atom:link href='https://desk.example/feed' rel='self' type='application/rss+xml'/>"),
        page('<atom10:link rel="hub" href="https://hub.example/">'),
    ],
)  # fmt: skip
def test_a_feed_names_its_hub(found: Page) -> None:
    assert hub_of(found) == Hub("https://hub.example/", FEED)


@pytest.mark.parametrize(
    "found", [page(), page("<rss><link>https://desk.example/</link></rss>"), page('<link rel="hub" href="ftp://x/">')]
)
def test_no_hub(found: Page) -> None:
    assert hub_of(found) is None


def test_the_form_of_a_subscription() -> None:
    form = {name: values[0] for name, values in parse_qs(subscription_form(MINE).decode()).items()}
    assert form == {
        "hub.callback": MINE.callback, "hub.mode": "subscribe", "hub.topic": FEED, "hub.lease_seconds": "604800", "hub.secret": SECRET,
    }  # fmt: skip
    with pytest.raises(ValueError, match="secret"):
        subscription_form(Subscription("h", "t", "c", "short"))


def test_a_verification_is_answered_for_what_we_asked_and_nothing_else() -> None:
    query = {"hub.mode": "subscribe", "hub.topic": FEED, "hub.challenge": "abc", "hub.lease_seconds": "86400"}
    assert answer_challenge(query, MINE) == "abc"
    assert answer_challenge(query | {"hub.topic": FEED + "x"}, MINE) == ""
    assert answer_challenge(query | {"hub.mode": "unsubscribe"}, MINE) == ""
    assert answer_challenge(query | {"hub.mode": "unsubscribe"}, MINE, wanted=False) == "abc"
    assert answer_challenge(query, None) == ""
    assert lease_granted(query) == 86_400
    assert lease_granted({"hub.lease_seconds": "-1"}, asked=7_200) == 7_200
    assert lease_granted({"hub.lease_seconds": "1"}) == 3_600


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
def test_a_genuine_push(name: str) -> None:
    body = "<feed>обмін</feed>".encode()
    signature = f"{name}={hmac.new(SECRET.encode(), body, name.lower()).hexdigest()}"
    assert is_genuine(body, signature, SECRET)
    assert not is_genuine(body + b" ", signature, SECRET)
    assert not is_genuine(body, signature, "e1" * 32)


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "md5=" + hashlib.md5(b"x").hexdigest(), "sha256=ñ", "nonsense", "sha256"]
)
def test_a_forged_push(signature: str) -> None:
    assert not is_genuine(b"x", signature, SECRET)
    assert not is_genuine(b"x", "sha256=" + hmac.new(b"", b"x", "sha256").hexdigest(), "")


def test_a_lease_is_renewed_in_time() -> None:
    at = datetime(2025, 1, 11, tzinfo=UTC)
    assert renew_at(at, 8 * 86_400) == at + timedelta(days=6)
