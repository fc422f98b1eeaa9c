"""The GDELT DOC API and news-search feeds: a query as a source."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import msgspec

from frontwire.collect.dates import stamp
from frontwire.collect.feed import TITLE_CHARS, absolute, plain
from frontwire.errors import ParseError
from frontwire.models import Link

API = "https://api.gdeltproject.org/api/v2/doc/doc"
_LANGUAGES = {
    "english": "en", "ukrainian": "uk", "russian": "ru", "korean": "ko", "french": "fr", "german": "de", "spanish": "es",
    "arabic": "ar", "hebrew": "he", "polish": "pl", "turkish": "tr", "chinese": "zh", "japanese": "ja", "italian": "it",
    "persian": "fa", "portuguese": "pt", "hindi": "hi", "urdu": "ur", "romanian": "ro", "czech": "cs",
}  # fmt: skip


def query_url(words: str, *, language: str = "", span: str = "1h", most: int = 75) -> str:
    """The address that asks GDELT for the latest articles about `words`; `language` is an ISO 639-1 code."""
    name = next((name for name, code in _LANGUAGES.items() if code == language), "")
    query = f"{words} sourcelang:{name}" if name else words
    return f"{API}?" + urlencode(
        {"query": query, "mode": "artlist", "format": "json", "sort": "datedesc", "timespan": span, "maxrecords": most},
        quote_via=quote,
    )


def search_feed_url(words: str, *, language: str = "en", country: str = "US") -> str:
    """The address of Bing News's feed for a query: of the free ones, its links tell the page they lead to."""
    return "https://www.bing.com/news/search?" + urlencode(
        {"format": "rss", "q": words, "setlang": language, "cc": country}, quote_via=quote
    )


def parse(body: bytes, url: str) -> tuple[Link, ...]:
    """The articles of an answer. GDELT tells of a wrong query in plain words, which become the ParseError."""
    try:
        answer = msgspec.json.decode(body.strip() or b"{}")
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ParseError(f"GDELT says: {body[:200].decode('utf-8', 'replace').strip()}") from error
    articles = answer.get("articles", []) if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        raise ParseError("JSON, but not an answer of the DOC API")
    links = (_article(article, url) for article in articles if isinstance(article, dict))
    return tuple(link for link in links if link.url)


def _article(article: dict[str, object], url: str) -> Link:
    seen = str(article.get("seendate") or "")
    if len(seen) == 16 and seen[8] == "T":  # 20250111T093000Z
        seen = f"{seen[:4]}-{seen[4:6]}-{seen[6:11]}:{seen[11:13]}:{seen[13:]}"
    return Link(
        absolute(str(article.get("url") or ""), url),
        title=plain(str(article.get("title") or ""), TITLE_CHARS),
        published=stamp(seen),
        language=_LANGUAGES.get(str(article.get("language") or "").lower(), ""),
    )
