from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.collect import manifest, opml
from frontwire.errors import ConfigError
from frontwire.models import Source

GOOD = """
# the desk's sources
sources:
  - id: desk
    url: https://desk.example/rss.xml
    title: The Desk
    language: uk
    country: UA
    reliability: outlet
    interval: 120
    found: https://desk.example/feeds
  - {id: staff, url: "@staff_ua", kind: telegram, reliability: official}
  - id: norway
    url: https://no.example/list
    kind: listing
    country: NO
    item_selector: article
    enabled: false
  - {id: swaps, kind: gdelt, query: '"prisoner swap"', language: en}
  - {id: search, query: обмін полоненими, language: uk, country: UA}
"""


def test_a_manifest_is_read() -> None:
    desk, staff, norway, swaps, search = manifest.parse(GOOD)
    assert desk == Source("desk", "https://desk.example/rss.xml", "feed", "The Desk", "uk", "UA", "outlet", 120)
    assert (staff.kind, staff.url) == ("telegram", "https://t.me/s/staff_ua")
    assert (norway.country, norway.enabled, norway.item_selector) == ("NO", False, "article")
    assert swaps.url.startswith(
        "https://api.gdeltproject.org/api/v2/doc/doc?query=%22prisoner%20swap%22%20sourcelang%3Aenglish"
    )
    assert search.url.startswith("https://www.bing.com/news/search?format=rss&q=%D0%BE")


@pytest.mark.parametrize("text", ["", "sources:", "sources: []", "# nothing"])
def test_an_empty_manifest_has_no_sources(text: str) -> None:
    assert manifest.parse(text) == ()


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("sources:\n  - id: a\n    url: [x\n", ":4", "not YAML"),
        ("feeds:\n  - id: a\n", ":1: feeds", "one key, sources"),
        ("sources:\n  id: a\n", ":1: sources", "list"),
        ("- id: a\n", "my.yaml:1", "mapping"),
        ("sources:\n  - id: !!python/object:os.system x\n    url: https://a.example/\n", ":2", "not YAML"),
        ("sources: \0", "my.yaml", "not YAML"),
        ("sources:\n  - just words\n", ":2: sources.0", "mapping"),
        ("sources:\n  - url: https://a.example/\n", ":2: sources.0.id", "needs an id"),
        ("sources:\n  - id: a\n    ulr: https://a.example/\n", ":3: sources.0.ulr", "did you mean url?"),
        ("sources:\n  - id: a\n", ":2: sources.0.url", "url or a query"),
        ("sources:\n  - id: A B\n    url: https://a.example/\n", ":2: sources.0.id", "not well formed"),
        ("sources:\n  - id: a\n    url: a.example/feed\n", ":3: sources.0.url", "no web address"),
        ("sources:\n  - id: a\n    url: https://u:p@a.example/feed\n", ":3: sources.0.url", "no web address"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    kind: feeed\n", ":4: sources.0.kind", "did you mean feed?"),
        ("sources:\n  - id: a\n    url: https://t.me/+x\n    kind: telegram\n", ":3: sources.0.url", "no public channel"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    language: Ukrainian\n", ":4: sources.0.language", "ISO 639"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    interval: 5\n", ":4: sources.0.interval", "60 to 21600"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    interval: fast\n", ":4: sources.0.interval", "seconds"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    enabled: maybe\n", ":4: sources.0.enabled", "true or false"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    title: [1]\n", ":4: sources.0.title", "text"),
        ("sources:\n  - id: a\n    url: https://a.example/\n    id: b\n", ":4: sources.0.id", "twice"),
        ("sources:\n  - id: a\n    url: https://a.example/\n  - id: a\n    url: https://b.example/\n", ":4: sources.1.id", "line 2"),
        ("sources:\n  - id: a\n    url: https://a.example/\n  - id: b\n    url: https://a.example/\n", ":5: sources.1.url", "line 2"),
        ("sources:\n  - id: a\n    kind: listing\n    query: x\n", ":4: sources.0.query", "no query"),
    ],
)  # fmt: skip
def test_errors_name_file_line_key_and_the_way_out(text: str, where: str, word: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        manifest.parse(text, "my.yaml")
    assert where in str(wrong.value)
    assert str(wrong.value).startswith("my.yaml")
    assert word in str(wrong.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        manifest.load(tmp_path / "none.yaml")


OPML = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE opml [<!ENTITY x "y">]><opml version="1.0"><head><title>x</title></head><body>
<outline text="War"><outline type="rss" text="Desk &amp; Co" xmlUrl="https://desk.example/rss" language="uk-UA"/>
<outline type="rss" title="Second" XMLURL="https://desk.example/second"/><outline text="Again" xmlUrl="https://desk.example/rss"/></outline>
<outline text="Not a feed" htmlUrl="https://desk.example/"/><outline text="Odd" xmlUrl="javascript:1"/></body></opml>"""


def test_opml_in() -> None:
    sources = opml.read(OPML.encode())
    assert [(s.id, s.url, s.title, s.language) for s in sources] == [
        ("desk-example", "https://desk.example/rss", "Desk & Co", "uk"),
        ("desk-example-2", "https://desk.example/second", "Second", ""),
    ]
    for body in (b"<html/>", b"nonsense"):
        with pytest.raises(ConfigError):
            opml.read(body, "mine.opml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("feed://a.example/rss", "http://a.example/rss"), ("feed:https://a.example/rss", "https://a.example/rss")],
)
def test_opml_with_the_scheme_of_readers(written: str, meant: str) -> None:
    (source,) = opml.read(f'<opml><body><outline xmlUrl="{written}"/></body></opml>'.encode())
    assert source.url == meant


def test_opml_out_and_in_again() -> None:
    sources = manifest.parse(GOOD)
    again = opml.read(opml.write(sources))
    assert [(s.url, s.title) for s in again] == [(s.url, s.title or s.id) for s in sources if s.kind == "feed"]
