from __future__ import annotations

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
    for entry in yaml.safe_load(PACK.read_text("utf-8"))["sources"]:
        assert entry["title"], entry
        assert entry["language"], entry
        assert entry["reliability"], entry
        assert len(entry["found"]) > 10, entry


def test_every_address_may_be_asked_for_and_stands_once() -> None:
    sources = manifest.load(PACK)
    assert all(target(source.url).url for source in sources)
    assert len({canonical_url(source.url) for source in sources}) == len(sources)
