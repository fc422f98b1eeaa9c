"""JSON in and out: what cannot be read is a ParseError, whatever is wrong with it."""

from __future__ import annotations

import pytest

from frontwire import codec
from frontwire.errors import ParseError
from frontwire.models import Link
from frontwire.queues import ReadRequest


@pytest.mark.parametrize(
    "data",
    ["", "null", "[]", '{"id": 1}', '{"url": "\ud800"}', '{"url": "\\ud800"}', '{"id":"x","more":' + "[" * 100_000],
    ids=["nothing", "null", "list", "number", "surrogate", "escaped surrogate", "deep"],
)
def test_what_is_no_message_is_a_parse_error(data: str) -> None:
    with pytest.raises(ParseError):
        codec.load(ReadRequest, data)


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    written = codec.dump(Link("https://a.example/", title="a\ud800b", summary="\ud83d\ude00"))
    link = codec.load(Link, written)
    assert (link.title, link.summary) == ("a\ufffdb", "\U0001f600")
