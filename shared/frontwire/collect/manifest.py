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
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from frontwire.collect import gdelt, telegram
from frontwire.errors import ConfigError
from frontwire.models import Source, SourceKind

_KINDS = get_args(SourceKind)
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
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", subject=str(path)) from error
    return parse(text, str(path))


def parse(text: str, name: str = "sources.yaml") -> tuple[Source, ...]:
    """The sources of a manifest's text. Raises ConfigError."""
    entries = _Located(name, text).entries()
    seen: dict[str, tuple[str, int]] = {}
    sources = []
    for number, entry in enumerate(entries):
        source = _source(entry, name, f"sources.{number}")
        for what, value in (("id", source.id), ("url", source.url)):
            first = seen.setdefault(value, (what, entry.line("")))
            if first[1] != entry.line(""):
                raise entry.error(what, f"{value!r} stands already in line {first[1]}", "give each source one entry")
        sources.append(source)
    return tuple(sources)


class _Entry:
    """One mapping of the file, with the line of each of its keys."""

    def __init__(self, file: str, path: str, values: dict[str, Any], lines: dict[str, int]) -> None:
        self.file, self.path, self.values, self.lines = file, path, values, lines

    def line(self, key: str) -> int:
        return self.lines.get(key, self.lines.get("", 0))

    def error(self, key: str, message: str, hint: str = "") -> ConfigError:
        where = f"{self.path}.{key}" if key else self.path
        return ConfigError(message, subject=f"{self.file}:{self.line(key)}: {where}", hint=hint)


class _Located:
    """The YAML of a manifest as entries that know their lines."""

    def __init__(self, name: str, text: str) -> None:
        import yaml  # here: it costs 20 ms, and only seeding reads manifests

        self.name = name
        loader = yaml.SafeLoader(text)
        try:
            self.root = loader.get_single_node()
            self.construct: Any = loader.construct_object
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = mark.line + 1 if mark else 0
            raise ConfigError(f"not YAML: {error.problem}", subject=f"{name}:{line}") from error
        finally:
            loader.dispose()

    def entries(self) -> list[_Entry]:
        if self.root is None:
            return []
        top = self._mapping(self.root, "")
        if set(top.values) - {"sources"} or "sources" not in top.values:
            odd = next((key for key in top.values if key != "sources"), "")
            raise top.error(odd, "a manifest holds one key, sources", "start the file with `sources:`")
        node = next(value for key, value in self.root.value if key.value == "sources")
        if node.tag.endswith(":null"):
            return []
        if not hasattr(node, "flow_style") or not node.tag.endswith(":seq"):
            raise top.error("sources", "is a list", "start each source with `- id:`")
        return [self._mapping(item, f"sources.{number}") for number, item in enumerate(node.value)]

    def _mapping(self, node: Any, path: str) -> _Entry:
        entry = _Entry(self.name, path, {}, {"": node.start_mark.line + 1})
        if not node.tag.endswith(":map"):
            raise entry.error("", "is a mapping", "write `key: value` lines")
        for key, value in node.value:
            if key.value in entry.values:
                raise entry.error(key.value, f"{key.value!r} is written twice")
            entry.lines[key.value] = key.start_mark.line + 1
            entry.values[key.value] = self.construct(value, deep=True) if path else value.tag
        return entry


def _source(entry: _Entry, name: str, path: str) -> Source:
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
        near = get_close_matches(value, choices, 1)
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
