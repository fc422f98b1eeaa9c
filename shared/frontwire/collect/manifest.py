"""`sources.yaml`: the sources a user reads, mends and shares. Every error names file, line and key, and the way out.

    sources:
      - id: suspilne
        url: https://suspilne.media/rss/all.rss
        language: uk
        found: the address book page of the outlet      # for people; not read

A search takes `query` in place of `url`, with `kind: gdelt`, or with `kind: feed` for a news-search feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from frontwire.collect import gdelt, telegram
from frontwire.errors import ConfigError
from frontwire.models import Source, SourceKind

_KINDS = get_args(SourceKind)
_MEANT = {"rss": "feed", "atom": "feed", "rdf": "feed", "json": "feed", "html": "listing"}
_RELIABILITIES = ("official", "agency", "outlet", "osint", "social", "unknown")
_KEYS = (
    "id", "url", "query", "kind", "title", "language", "country", "reliability", "interval", "item_selector", "link_selector",
    "enabled", "found",
)  # fmt: skip
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3})?\Z")
_COUNTRY = re.compile(r"(?:[A-Z]{2})?\Z")
_SHORTEST, _LONGEST = 60, 6 * 3600


def load(path: Path | str) -> tuple[Source, ...]:
    """The sources of a file, in its order. Raises ConfigError."""
    path = Path(path)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        hint = "give the path of a sources file; `frontwire sources add URL` begins one"
        raise ConfigError(str(error.strerror).lower(), subject=str(path), hint=hint) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not text in UTF-8", subject=str(path), hint="save it as UTF-8") from error
    return parse(text, str(path))


def parse(text: str, name: str = "sources.yaml") -> tuple[Source, ...]:
    """The sources of a manifest's text. Raises ConfigError."""
    lines_of: dict[str, int] = {}
    sources = []
    for entry in _entries(text, name):
        source = _source(entry)
        for key, value in (("id", source.id), ("url", source.url)):
            first = lines_of.setdefault(f"{key} {value}", entry.line(""))
            if first != entry.line(""):
                raise entry.error(key, f"{value!r} stands already in line {first}", "give each source one entry")
        sources.append(source)
    return tuple(sources)


class _Entry:
    """One mapping of the file, with the line of each of its keys ("" for the mapping's own)."""

    def __init__(self, file: str, path: str, line: int) -> None:
        self.file, self.path = file, path
        self.values: dict[str, Any] = {}
        self.lines = {"": line}

    def line(self, key: str) -> int:
        return self.lines.get(key, self.lines[""])

    def error(self, key: str, message: str, hint: str = "") -> ConfigError:
        where = ".".join(part for part in (self.path, key) if part)
        place = f"{self.file}:{self.line(key)}"
        return ConfigError(message, subject=f"{place}: {where}" if where else place, hint=hint)


def _entries(text: str, name: str) -> list[_Entry]:
    import yaml  # here: it costs 20 ms, and only seeding reads manifests

    try:
        loader = yaml.SafeLoader(text)
    except yaml.YAMLError as error:
        raise _not_yaml(error, name) from error
    try:
        root = loader.get_single_node()
        if root is None:
            return []
        top = _mapping(root, _Entry(name, "", 1), lambda node: node)
        odd = next((key for key in top.values if key != "sources"), None)
        if odd is not None:
            raise top.error(odd, "a manifest holds one key, sources", "start the file with `sources:`")
        listed = top.values["sources"]
        if isinstance(listed, yaml.ScalarNode) and not listed.value:
            return []
        if not isinstance(listed, yaml.SequenceNode):
            raise top.error("sources", "is a list", "start each source with `- id:`")
        return [
            _mapping(node, _Entry(name, f"sources.{number}", node.start_mark.line + 1), _construct(loader))
            for number, node in enumerate(listed.value)
        ]
    except (yaml.YAMLError, RecursionError) as error:
        raise _not_yaml(error, name) from error
    finally:
        loader.dispose()


def _not_yaml(error: Exception, name: str) -> ConfigError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    where = f"{name}:{mark.line + 1}" if mark else name
    return ConfigError(f"not YAML: {getattr(error, 'problem', '') or error}", subject=where)


def _construct(loader: Any) -> Callable[[Any], Any]:
    return lambda node: loader.construct_object(node, deep=True)


def _mapping(node: Any, entry: _Entry, construct: Callable[[Any], Any]) -> _Entry:
    if not node.tag.endswith(":map"):
        way_out = "write `key: value` lines" if entry.path else "start the file with `sources:`"
        raise entry.error("", "is a mapping", way_out)
    for key, value in node.value:
        word = str(key.value)
        entry.lines[word] = key.start_mark.line + 1
        if word in entry.values:
            raise entry.error(word, f"{word!r} is written twice")
        entry.values[word] = construct(value)
    return entry


def _source(entry: _Entry) -> Source:
    for key in entry.values:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            raise entry.error(
                key, "no such key", f"did you mean {near[0]}?" if near else f"keys are {', '.join(_KEYS)}"
            )
    words = {key: _word(entry, key) for key in _KEYS if key not in ("interval", "enabled")}
    kind = _one_of(entry, "kind", _KINDS, "feed")
    language = _shaped(entry, "language", _LANGUAGE, "an ISO 639-1 code such as uk")
    country = _shaped(entry, "country", _COUNTRY, "an ISO 3166 code such as UA")
    if not words["id"]:
        raise entry.error("id", "a source needs an id", "a short name in a-z, 0-9, - and _")
    return Source(
        id=_shaped(entry, "id", _ID, "1 to 64 of a-z, 0-9, - and _"),
        url=_address(entry, kind, words, language, country),
        kind=kind,  # type: ignore[arg-type]
        title=words["title"],
        language=language,
        country=country,
        reliability=_one_of(entry, "reliability", _RELIABILITIES, "unknown"),  # type: ignore[arg-type]
        interval=_interval(entry),
        item_selector=words["item_selector"],
        link_selector=words["link_selector"],
        enabled=_enabled(entry),
    )


def _address(entry: _Entry, kind: str, words: dict[str, str], language: str, country: str) -> str:
    url, query = words["url"], words["query"]
    if bool(url) == bool(query):
        raise entry.error("url", "a source needs an url or a query", "give one of the two")
    if query and kind == "gdelt":
        return gdelt.query_url(query, language=language)
    if query and kind == "feed":
        return gdelt.search_feed_url(query, language=language or "en", country=country or "US")
    if query:
        raise entry.error("query", f"a {kind} has no query", "kinds with a query: gdelt, feed")
    if kind == "telegram":
        channel = telegram.channel_url(url)
        if not channel:
            raise entry.error("url", f"{url!r} is no public channel", "write @name or https://t.me/s/name")
        return channel
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
        good = good and parts.username is None and (parts.port or 80) > 0
    except ValueError:
        good = False
    if not good:
        raise entry.error("url", f"{url!r} is no web address", "https://...")
    return url


def _word(entry: _Entry, key: str) -> str:
    value = entry.values.get(key)
    if value is None:
        return ""
    if key == "country" and value is False:
        return "NO"  # YAML reads an unquoted NO as false
    if key == "language" and value is False:
        return "no"
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise entry.error(key, "is a text", "put it in quotes")
    return str(value).strip()


def _one_of(entry: _Entry, key: str, choices: tuple[str, ...], default: str) -> str:
    value = _word(entry, key) or default
    if value not in choices:
        near = [_MEANT[value]] if value in _MEANT else get_close_matches(value, choices, 1)
        raise entry.error(key, f"{value!r} is none of {', '.join(choices)}", f"did you mean {near[0]}?" if near else "")
    return value


def _shaped(entry: _Entry, key: str, shape: re.Pattern[str], hint: str) -> str:
    value = _word(entry, key)
    if not shape.match(value):
        raise entry.error(key, f"{value!r} is not well formed", hint)
    return value


def _interval(entry: _Entry) -> int:
    value = entry.values.get("interval", 300)
    if not isinstance(value, int) or isinstance(value, bool) or not _SHORTEST <= value <= _LONGEST:
        raise entry.error("interval", f"{value!r} is not a number of seconds", f"{_SHORTEST} to {_LONGEST}")
    return value


def _enabled(entry: _Entry) -> bool:
    value = entry.values.get("enabled", True)
    if not isinstance(value, bool):
        raise entry.error("enabled", "is true or false")
    return value
