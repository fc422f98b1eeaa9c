"""The way out of mail: an address with a signed token, good for one channel and one recipient. Pure.

The signature's key is made from the dashboard's key, so that there is no further secret to keep; a new dashboard key
ends the links of older mails.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote

from frontwire.models import Channel

PATH = "unsubscribe"
PURPOSE = b"frontwire: end mail to one address"


def address(dashboard: str, channel: Channel, dashboard_key: str) -> str:
    """Where a reader of this channel ends it, by a press in the mail program (RFC 8058) or on the page."""
    return f"{dashboard.rstrip('/')}/{PATH}?c={quote(channel.id, safe='')}&t={token(channel, dashboard_key)}"


def token(channel: Channel, dashboard_key: str) -> str:
    key = hmac.new(dashboard_key.encode(), PURPOSE, hashlib.sha256).digest()
    content = f"{channel.id}\0{channel.target.strip().casefold()}".encode()
    return base64.urlsafe_b64encode(hmac.new(key, content, hashlib.sha256).digest()).rstrip(b"=").decode()


def genuine(channel: Channel, shown: str, dashboard_key: str) -> bool:
    """Did we make this token, for this channel as it is now? In constant time."""
    made = token(channel, dashboard_key)
    return bool(dashboard_key) and hmac.compare_digest(made.encode(), shown.encode("utf-8", "replace"))
