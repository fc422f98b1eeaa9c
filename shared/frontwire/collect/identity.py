"""When two links are one: canonical URLs, and the keys by which a link is known again.

A link has up to three keys, of its URL, its guid and its content, and any known one makes it known. Dates are in none of
them, and a title alone is none: sites change both. The guid and the content count within their source only, because feeds number
their entries as they like, and because one agency text on two sites is two reports; the URL counts everywhere.

The fingerprint is made of title and summary together, and only of a summary long and varied enough to be this entry's
own: a teaser such as "read more on our site" is no identity, nor is the standing text of a daily briefing. `newness`
also drops a key that stands for several links of one poll.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, quote, urlsplit

from frontwire.collect.variants import CLICK_COUNTERS, SAME_HOST, TRACKING, TRACKING_PREFIXES, TRACKING_VALUES
from frontwire.models import Link

OWN_FRAGMENT = "fw-"
PAGELESS = f"{OWN_FRAGMENT}entry-"
_POST = re.compile(r"https://t\.me/\w{1,64}/\d{1,12}\Z")
_FINGERPRINT_CHARS = 160
_FINGERPRINT_WORDS = 20

_CLICK_COUNTER = re.compile(rf"https?://(?:www\.)?({'|'.join(map(re.escape, CLICK_COUNTERS))})\?(.+)", re.I)
_AMP_CACHE = re.compile(
    r"https?://(?:(?:www\.)?google\.[a-z.]{2,6}/amp|[^/]{1,200}\.cdn\.ampproject\.org/[a-z])/(s/)?(.+)", re.I
)
_VARIANT_HOST = re.compile(r"(?:^|(?<=\.))(?:(?:www\d?|m|mobile|amp|touch|wap|pda)\.)+(?=[^.]+\.[^.])")
_AMP_PATH = re.compile(r"/(?:amp|amphtml)(?:\.html)?\Z|\.amp(?=(?:\.html?)?\Z)", re.I)
_AMP_FIRST = re.compile(r"/amp(?=/.)", re.I)
_INDEX = re.compile(r"/index\.(?:html?|php)\Z", re.I)
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_SLASHES = re.compile(r"/{2,}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_WORD = re.compile(r"\w+")


def canonical_url(url: str) -> str:
    """The one form of all the addresses of a page. It is for comparing, and need not answer a request.

    A URL that cannot be taken apart comes back stripped, otherwise as it is.
    """
    try:
        parts = urlsplit(unwrapped(url.strip()))
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in ("http", "https"):
        return url.strip()
    host = _host(parts.hostname or "")
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    query = _query(parts.query) if host != "t.me" else ""  # ?single, ?before: views of one post
    return f"https://{host}{_path(parts.path, host)}{'?' + query if query else ''}{_fragment(parts.fragment)}"


def keys(link: Link) -> tuple[str, ...]:
    """Short keys of a link: `u:` its URL, `g:` its guid within the source, `f:` its content within the source.

    A guid that is a web address counts as a URL too, so that a forwarded post is known with its original.
    """
    url = canonical_url(link.url)
    found = [] if is_home(url) and link.guid else [_key("u", url)]
    guid = link.guid.strip()
    if guid.startswith(("http://", "https://")):
        guid = canonical_url(guid)
        if not is_home(guid):
            found.append(_key("u", guid))
    if guid:
        found.append(_key("g", f"{link.source}\n{guid}"))
    content = fingerprint(link.title, link.summary)
    if content:
        found.append(_key("f", f"{link.source}\n{content}"))
    return tuple(dict.fromkeys(found))


def last_resort(link: Link) -> str:
    """The key of a link none of whose keys is its own (one address and one guid for all entries of a feed)."""
    return _key("x", "\n".join((link.source, link.url, link.guid, link.title, link.summary)))


def fingerprint(title: str, summary: str) -> str:
    """The words of an entry without case and punctuation, or "" where its summary has too few to be its own."""
    if len(summary) < _FINGERPRINT_CHARS:
        return ""
    words = _words(summary)
    return " ".join((*_words(title), "/", *words)) if len(set(words)) >= _FINGERPRINT_WORDS else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def digest(text: str) -> str:
    """Twelve characters that stand for a text (72 bits: one chance collision in some 10^10 keys)."""
    return urlsafe_b64encode(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=9).digest()).decode()


def _key(kind: str, text: str) -> str:
    return f"{kind}:{digest(text)}"


def is_whole(link: Link) -> bool:
    """Whether a link's own words are all there is: an entry of a feed that has no page, or a post of a channel.

    The address of such an entry is the feed's: read as a page, all its entries would be one article. The page of a post
    is a frame around it without its words.
    """
    return f"#{PAGELESS}" in link.url or bool(_POST.match(canonical_url(link.url)))


def is_home(url: str) -> bool:
    """A front page: what feeds give as link where an entry has no page of its own."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def unwrapped(url: str) -> str:
    """The page inside the address of an AMP cache or of a click counter; any other address as it is."""
    match = _AMP_CACHE.match(url)
    if match:
        return f"http{'s' if match[1] else ''}://{match[2]}"
    match = _CLICK_COUNTER.match(url)
    if not match:
        return url
    wanted = CLICK_COUNTERS[match[1].lower()]
    inside = next((value for name, value in parse_qsl(match[2][:4_000]) if name == wanted), "")
    return inside if inside.startswith(("http://", "https://")) else url


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    host = _VARIANT_HOST.sub("", host, count=1)
    return SAME_HOST.get(host, host)


def _path(path: str, host: str) -> str:
    path = _SLASHES.sub("/", path.partition(";jsessionid=")[0])
    path = _INDEX.sub("/", _AMP_FIRST.sub("", _AMP_PATH.sub("", _without_dots(path.rstrip("/")))))
    if host == "t.me" and path.startswith("/s/"):
        path = path[2:]
    return _escaped(path.rstrip("/")) or "/"


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for step in path.split("/"):
        if step == ".." and len(kept) > 1:
            kept.pop()
        elif step not in (".", ".."):
            kept.append(step)
    return "/".join(kept)


def _query(query: str) -> str:
    if not query:
        return ""
    query = query[:4_000].replace("&amp;", "&").removeprefix("amp;")  # escaped once too often
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _is_tracking(*pair)]
    if pairs == [("m", "1")]:  # Blogspot's mobile form; beside others, m is a month or a mode
        return ""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(pairs))


def _is_tracking(name: str, value: str) -> bool:
    name = name.lower()
    if name in TRACKING or name.startswith(TRACKING_PREFIXES):
        return True
    pattern = TRACKING_VALUES.get(name)
    return bool(pattern and pattern.match(value))


def _fragment(fragment: str) -> str:
    """Fragments are places in a page, except hash-bang routes and the ones we write ourselves."""
    return f"#{fragment}" if fragment.startswith((OWN_FRAGMENT, "!")) else ""


def _escaped(path: str) -> str:
    """Percent-escapes in one form: unreserved characters bare, all others as upper-case UTF-8 escapes."""
    if "%" in path:
        path = _PERCENT.sub(_unescape_unreserved, path)
    if path.isascii():
        return path.replace(" ", "%20")
    return quote(unicodedata.normalize("NFC", path), safe="/%:@!$&'()*+,;=~-._")


def _unescape_unreserved(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{match[1].upper()}"
