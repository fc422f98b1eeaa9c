"""OPML in and out: subscriptions from and for other feed readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from msgspec.structs import replace

from frontwire.collect import discover, xml
from frontwire.collect.feed import absolute, plain
from frontwire.errors import ConfigError, ParseError
from frontwire.models import Source

MOST = 20_000
_FEED_SCHEME = re.compile(r"\A\s*feed:(//)?", re.I)


def read(body: bytes, name: str = "opml") -> tuple[Source, ...]:
    """The feeds of an OPML file, each address once, with ids made from their hosts. Raises ConfigError."""
    try:
        root = xml.parse(body)
    except ParseError as error:
        raise ConfigError(error.message, subject=name, hint="export OPML 1.0 or 2.0 from your reader") from error
    if str(root.tag).lower() != "opml":
        raise ConfigError(f"<{str(root.tag)[:40]}> is not the root of an OPML file", subject=name)
    found: dict[str, Source] = {}
    ids: dict[str, int] = {}
    for outline in root.iter("outline"):
        source = _source(outline)
        if source is None or source.url in found:
            continue
        number = ids[source.id] = ids.get(source.id, 0) + 1
        found[source.url] = replace(source, id=f"{source.id}-{number}") if number > 1 else source
        if len(found) == MOST:
            break
    return tuple(found.values())


def write(sources: Iterable[Source], title: str = "frontwire sources") -> bytes:
    """An OPML 2.0 file of the feeds among the sources: readers know of no other kind."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_text(title)}</title></head>",
        "  <body>",
    ]
    for source in sources:
        if source.kind == "feed":
            name = quoteattr(source.title or source.id)
            language = f" language={quoteattr(source.language)}" if source.language else ""
            lines.append(f'    <outline type="rss" text={name} title={name}{language} xmlUrl={quoteattr(source.url)}/>')
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _source(outline: Any) -> Source | None:
    attributes = {key.lower(): value for key, value in outline.attrib.items()}
    url = absolute(_FEED_SCHEME.sub(_web_scheme, attributes.get("xmlurl", "")), "")
    if not url:
        return None
    title = plain(attributes.get("title") or attributes.get("text") or "", 100)
    return Source(discover.source_id(url), url, title=title, language=attributes.get("language", "")[:2].lower())


def _web_scheme(match: re.Match[str]) -> str:
    """feed://host and feed:https://host, as some readers write addresses."""
    return "http://" if match[1] else ""


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
