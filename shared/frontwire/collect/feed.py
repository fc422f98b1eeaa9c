"""RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom and JSON Feed: bytes to links.

Elements are known by their local name within the namespaces that feeds have used for it; everything else in an entry
is passed by. Nothing is refused for being slightly wrong: what cannot be read is left empty.
"""

from __future__ import annotations

import html
import re
from typing import Any, TypeGuard, TypeVar
from urllib.parse import urljoin

from frontwire.collect import identity, mending, xml
from frontwire.collect.challenge import looks_like_html
from frontwire.collect.dates import stamp
from frontwire.errors import ParseError
from frontwire.models import Link

MOST_ENTRIES = 2_000
SUMMARY_CHARS = 1_000
WHOLE_CHARS = 4_096
TITLE_CHARS = 500

_CORE = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
    )
)
_DC = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# What an element of an entry gives, first come first kept; a later row of the same field fills what is still empty.
_FIELDS: dict[str, str] = {
    **{f"{{{space}}}{name}" if space else name: field for space in _CORE for name, field in {
        "title": "title", "link": "link", "guid": "guid", "id": "guid", "description": "summary", "summary": "summary",
        "content": "content", "pubDate": "published", "published": "published", "issued": "published", "date": "published",
        "updated": "updated", "modified": "updated", "created": "published", "pubdate": "published", "fullitem": "content",
    }.items()},
    **{f"{{{space}}}{name}": field for space in _DC for name, field in {
        "title": "title2", "date": "published", "created": "published", "issued": "published", "identifier": "guid2",
        "description": "summary2", "modified": "updated",
    }.items()},
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": "original",
    "{http://www.w3.org/1999/xhtml}body": "content",
    **{f"{{http://www.itunes.com/{dtd}-1.0.dtd}}{name}": f"{name}2"
       for dtd in ("dtds/podcast", "DTDs/Podcast") for name in ("title", "summary")},
    "{http://search.yahoo.com/mrss/}title": "title2",
    "{http://search.yahoo.com/mrss/}description": "summary2",
    "body": "content", "dc:date": "published", "content:encoded": "content", "dc:title": "title2", "dc:description": "summary2",
}  # fmt: skip
T = TypeVar("T")
_TAG = re.compile(r"<[^<>]{0,4000}>")
_LINE_BREAKS = str.maketrans("", "", "\t\r\n")


def parse(body: bytes, url: str, content_type: str = "") -> tuple[Link, ...]:
    """The entries of a feed in its order. Raises ParseError for what is no feed; a valid feed may be empty."""
    if body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json_feed(body, url)
    root = xml.parse(body, content_type, mend=mending.mend)
    kind = _local(root.tag)
    if kind == "html" or (kind not in ("rss", "RDF", "feed") and looks_like_html(body)):
        raise ParseError("an HTML page, not a feed")
    if kind not in ("rss", "RDF", "feed", "channel", "rdf", "RSS"):
        raise ParseError(f"<{kind[:40]}> is not the root of a feed")
    head = next((child for child in root if _local(child.tag) == "channel"), root)
    base = urljoin(url, root.get("{http://www.w3.org/XML/1998/namespace}base") or "")
    language = _language(head) or _language(root)
    entries = both_ends(list(root.iter("{*}item", "{*}entry")), MOST_ENTRIES)
    links = (_entry(entry, base, url, language) for entry in entries)
    return tuple(link for link in links if link.url)


def both_ends(listed: list[T], most: int) -> list[T]:
    """The first and the last of a list that is too long: at one of its ends stands what is new."""
    return listed if len(listed) <= most else listed[: most // 2] + listed[-(most - most // 2) :]


def plain(markup: str, most: int) -> str:
    """The words of a piece of HTML (escaped once more or not) on one line, at most `most` characters."""
    text = markup[: most * 20]
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
        if "<" in text:
            text = _TAG.sub(" ", text)
    return " ".join(text.split())[:most]


def absolute(url: str, base: str) -> str:
    """A link as written, made absolute; "" for what is no web address."""
    url = url.translate(_LINE_BREAKS).strip()
    if not url:
        return ""
    if not url.startswith(("http://", "https://")):
        try:
            url = urljoin(base, url)
        except ValueError:
            return ""
        scheme, colon, rest = url.partition(":")
        url = scheme.lower() + colon + rest
    # As browsers do with spaces; and an ampersand that was escaped once too often.
    url = url[:2_000].replace(" ", "%20").replace("&amp;", "&")
    return url if url.startswith(("http://", "https://")) else ""


def pageless(base: str, guid: str, words: str) -> str:
    """An address for an entry that has no page: the feed's own with a fragment that identity keeps."""
    return f"{base.partition('#')[0]}#{identity.PAGELESS}{identity.digest(guid or words)}"


def _entry(entry: Any, base: str, feed_url: str, language: str) -> Link:
    got: dict[str, str] = {}
    about = entry.get(f"{_RDF}about") or ""
    permanent = True
    for child in entry:
        field = _FIELDS.get(child.tag) if isinstance(child.tag, str) else None
        if field is None or field in got:
            continue
        if field == "link":
            text = _link(child)
        else:
            text = child.text or ""
            if len(child):
                text = "".join(child.itertext())
            if field == "guid":
                permanent = child.get("isPermaLink", "true").strip().lower() != "false"
        if text and not text.isspace():
            got[field] = text
    guid = (got.get("guid") or got.get("guid2") or about).strip()[:1_000]
    title = plain(got.get("title") or got.get("title2") or "", TITLE_CHARS)
    short, long = got.get("summary") or got.get("summary2") or "", got.get("content") or ""
    summary = plain(short or long, SUMMARY_CHARS)
    link = _page_of(got, guid if permanent else "", about, base) or absolute(_enclosure(entry), base)
    if not link or link == base:
        link = pageless(feed_url, guid, title + summary) if guid or title or summary else ""
        summary = plain(long or short, WHOLE_CHARS)  # nothing more will be read of it
    date = got.get("published") or got.get("updated") or ""
    return Link(link, guid, title, summary, stamp(date), language=language)


def _page_of(got: dict[str, str], guid: str, other: str, base: str) -> str:
    """The page of an entry: where a proxy hides it, its link, a guid that is an address, whatever else there is."""
    page = got.get("original") or got.get("link") or (guid if guid.startswith("http") else "") or other
    return absolute(page, base) if page else ""


def _link(element: Any) -> str:
    """The text of an RSS link, or the href of an Atom one where it leads to the entry's own page."""
    href = element.get("href")
    if href is None:
        return element.text or ""
    return href if (element.get("rel") or "alternate") == "alternate" else ""


def _enclosure(entry: Any) -> str:
    found = entry.find("enclosure")
    return "" if found is None else found.get("url") or ""


def _language(head: Any) -> str:
    found = head.find("language")
    text = (found.text or "") if found is not None else head.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return text.strip().lower()[:2] if text.strip()[:2].isalpha() else ""


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _json_feed(body: bytes, url: str) -> tuple[Link, ...]:
    import msgspec

    try:
        feed = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf").strip())
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ParseError(f"not a JSON feed: {str(error)[:200]}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ParseError("JSON, but not a JSON feed")
    language = _word(feed, "language")[:2].lower()
    items = both_ends([item for item in items if isinstance(item, dict)], MOST_ENTRIES)
    links = (_json_entry(item, url, language) for item in items)
    return tuple(link for link in links if link.url)


def _json_entry(item: dict[str, Any], url: str, language: str) -> Link:
    guid = _word(item, "id")[:1_000]
    title = plain(_word(item, "title"), TITLE_CHARS)
    content = _word(item, "summary") or _word(item, "content_text") or _word(item, "content_html")
    summary = plain(content, SUMMARY_CHARS)
    page = next((text for text in (item.get("url"), guid, item.get("external_url")) if _is_address(text)), "")
    link = absolute(page, url) if page else ""
    if not link and (guid or title or summary):
        link = pageless(url, guid, title + summary)
        summary = plain(_word(item, "content_text") or _word(item, "content_html") or content, WHOLE_CHARS)
    date = _word(item, "date_published") or _word(item, "date_modified")
    return Link(link, guid, title, summary, stamp(date), language=_word(item, "language")[:2].lower() or language)


def _is_address(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith(("http://", "https://", "/"))


def _word(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
