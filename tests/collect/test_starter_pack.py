from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from frontwire import collect
from frontwire.collect import manifest
from frontwire.collect.addresses import target
from frontwire.collect.identity import canonical_url

PACK = Path(collect.__file__).parents[1] / "config" / "sources.yaml"


def test_the_starter_pack_is_whole() -> None:
    sources = manifest.load(PACK)
    assert len(sources) >= 80
    languages = Counter(source.language for source in sources)
    assert all(languages[code] >= 8 for code in ("en", "uk", "ru", "ko"))
    assert len(languages) >= 8
    assert {source.reliability for source in sources} >= {"official", "agency", "outlet", "osint", "social"}
    assert {source.kind for source in sources} == {"feed", "telegram", "sitemap", "listing", "page", "gdelt"}


def test_every_source_says_who_it_is_and_where_it_was_found() -> None:
    entries = yaml.safe_load(PACK.read_text("utf-8"))["sources"]
    for entry in entries:
        assert all(entry.get(field) for field in ("id", "kind", "title", "language", "country", "reliability")), entry
        assert entry.get("url") or entry.get("query"), entry
        assert len(entry["found"]) > 10, entry
    named = [entry for entry in entries if re.match(r"[\w-]+/[\w.-]+(?:: | and )", entry["found"])]
    assert len(named) >= 80  # where anybody can look it up


def test_every_address_may_be_asked_for_and_stands_once() -> None:
    sources = manifest.load(PACK)
    assert all(target(source.url).url for source in sources)
    assert len({canonical_url(source.url) for source in sources}) == len(sources)
