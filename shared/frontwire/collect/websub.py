"""WebSub (W3C Recommendation, 2018), the part without a network: what to send to a hub and what to make of its calls.

    hub = hub_of(page)                      the feed names a hub and its own topic
    subscription_form(...)                  POST this, as a form, to hub.url
    answer_challenge(query, subscription)   the hub's GET: answer 200 with this text, or 404
    is_genuine(body, header, secret)        the hub's POST: links only from a genuine body
    renew_at(...)                           when to subscribe again

Polling goes on beside it as the safety net, at a slower pace.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from msgspec import Struct

from frontwire.collect.feed import absolute
from frontwire.models import Page

LEASE = 7 * 24 * 3600  # seconds that are asked for
SHORTEST_LEASE = 3600  # a hub that grants less is renewed as if it granted this
_ALGORITHMS = ("sha256", "sha384", "sha512", "sha1")
_HEAD = 100_000  # bytes of a feed in which its hub is sought
_LINK_HEADER = re.compile(r"<([^<>]{1,2000})>\s{0,5};([^<]{0,500})")
_REL = re.compile(r"""rel\s{0,3}=\s{0,3}["']?([^"';,>]{1,200})""", re.I)
_LINK_TAG = re.compile(r"<(?:[a-z0-9]{1,20}:)?link\s[^<>]{1,3000}>", re.I)
_HREF = re.compile(r"""href\s{0,3}=\s{0,3}["']([^"'<>]{1,2000})["']""", re.I)


class Hub(Struct, frozen=True):
    """Where to subscribe (`url`), and the feed's own name there (`topic`)."""

    url: str
    topic: str


class Subscription(Struct, frozen=True):
    """What we asked a hub for. `secret` never leaves us but in the subscription itself."""

    hub: str
    topic: str
    callback: str
    secret: str
    lease: int = LEASE


def hub_of(page: Page) -> Hub | None:
    """The hub that a feed names, in its Link headers first, then in its link elements; None where there is none."""
    named = _from_headers(page.headers.get("link", ""))
    if "hub" not in named:
        if b"hub" not in page.body[:_HEAD]:
            return None
        named = _from_elements(page.body[:_HEAD].decode("utf-8", "replace")) | named
    hub = absolute(named.get("hub", ""), page.final_url) if named.get("hub") else ""
    if not hub:
        return None
    return Hub(hub, absolute(named.get("self", ""), page.final_url) or page.final_url)


def subscription_form(subscription: Subscription, mode: str = "subscribe") -> bytes:
    """The body of the POST to the hub (application/x-www-form-urlencoded); `mode` may be unsubscribe."""
    if not 16 <= len(subscription.secret) < 200:
        raise ValueError("a WebSub secret has 16 to 199 characters")
    fields = {
        "hub.callback": subscription.callback,
        "hub.mode": mode,
        "hub.topic": subscription.topic,
        "hub.lease_seconds": str(subscription.lease),
        "hub.secret": subscription.secret,
    }
    return urlencode(fields).encode()


def answer_challenge(query: Mapping[str, str], subscription: Subscription | None, wanted: bool = True) -> str:
    """The text that confirms a hub's verification, "" where it is not ours: answer that with 404.

    `wanted` is false once we have asked to unsubscribe.
    """
    if subscription is None or query.get("hub.topic") != subscription.topic:
        return ""
    if query.get("hub.mode") != ("subscribe" if wanted else "unsubscribe"):
        return ""
    challenge = query.get("hub.challenge", "")
    return challenge if len(challenge) <= 2_000 else ""


def is_genuine(body: bytes, signature: str, secret: str) -> bool:
    """Whether X-Hub-Signature is the HMAC of the raw body. A call that is not still gets 2xx, and is not read."""
    name, _, given = signature.strip().partition("=")
    if name.lower() not in _ALGORITHMS or not secret:
        return False
    expected = hmac.new(secret.encode(), body, name.lower()).hexdigest()
    return hmac.compare_digest(expected, given.strip().lower()) if given.isascii() else False


def lease_granted(query: Mapping[str, str], asked: int = LEASE) -> int:
    """The seconds of a lease, as the hub's verification tells them."""
    text = query.get("hub.lease_seconds", "")
    seconds = int(text[:9]) if text.isascii() and text.isdigit() else asked
    return max(SHORTEST_LEASE, seconds)


def renew_at(subscribed_at: datetime, lease: int) -> datetime:
    """When to subscribe again: after three quarters of the lease, so that a failing hub can be asked some more times."""
    return subscribed_at + timedelta(seconds=lease * 3 / 4)


def _from_headers(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _LINK_HEADER.finditer(value[:20_000]):
        _note(found, match[2], match[1])
    return found


def _from_elements(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _LINK_TAG.finditer(text):
        href = _HREF.search(match[0])
        if href:
            _note(found, match[0], href[1].replace("&amp;", "&"))
    return found


def _note(found: dict[str, str], attributes: str, address: str) -> None:
    match = _REL.search(attributes)
    for rel in match[1].lower().split() if match else ():
        if rel in ("hub", "self"):
            found.setdefault(rel, address)
