"""The signed way out of mail."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from frontwire.channels import unsubscribe
from frontwire.models import Channel

MAIL = Channel("desk/mail &1", "email", "Reader@example.org")
KEY = "0123456789abcdef"


def test_a_link_names_its_channel_and_stays_within_a_header() -> None:
    address = unsubscribe.address("https://news.example/", MAIL, KEY)
    assert address.startswith("https://news.example/unsubscribe?c=desk%2Fmail%20%261&t=")
    assert len(address) < 200
    assert address.isascii()


def test_a_token_is_good_for_one_channel_one_address_and_one_key() -> None:
    shown = unsubscribe.token(MAIL, KEY)
    assert unsubscribe.genuine(MAIL, shown, KEY)
    assert unsubscribe.genuine(replace(MAIL, target="reader@EXAMPLE.org "), shown, KEY)
    for other in (replace(MAIL, id="x"), replace(MAIL, target="else@example.org")):
        assert not unsubscribe.genuine(other, shown, KEY)
    assert not unsubscribe.genuine(MAIL, shown, "another key")


@pytest.mark.parametrize("shown", ["", "x", "\ud800", "\u00e9" * 43])
def test_nothing_else_is_a_token(shown: str) -> None:
    assert not unsubscribe.genuine(MAIL, shown, KEY)
    assert not unsubscribe.genuine(MAIL, unsubscribe.token(MAIL, ""), "")
