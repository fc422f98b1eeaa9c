"""Public channel pages of Telegram (`t.me/s/<channel>`): posts to links.

A post keeps its address when it is edited, so an edit is no new link. A forwarded post carries the original's address
as its guid: once the original is known, the forward is not told again. `summary` is the whole post, its paragraphs
separated by blank lines: there is nothing more to read behind the link.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from frontwire.collect.dates import stamp
from frontwire.errors import ParseError
from frontwire.models import Link

_TITLE_CHARS = 160
_POST_CHARS = 4_096  # Telegram's own limit


def parse(body: bytes, url: str, content_type: str = "") -> tuple[Link, ...]:
    """The posts of a channel page, newest first. Raises ParseError where the page is no channel's."""
    root = _document(body)
    channel = _class(root, "tgme_channel_info") or _class(root, "tgme_channel_history")
    posts = _class(root, "tgme_widget_message")
    if not channel and not posts:
        raise ParseError("not a public channel's page (private, renamed or restricted)")
    links = [link for post in posts if (link := _post(post)) is not None]
    return tuple(reversed(links))


def channel_url(url: str) -> str:
    """The readable page of a channel, whatever way it is written (@name, t.me/name, t.me/s/name/123); "" for none."""
    text = url.strip()
    if text.startswith("@"):
        return f"https://t.me/s/{text[1:]}"
    parts = urlsplit(text if "://" in text else f"https://{text}")
    steps = [step for step in parts.path.split("/") if step]
    if (parts.hostname or "") not in ("t.me", "telegram.me", "telegram.dog") or not steps:
        return ""
    name = steps[1] if steps[0] == "s" and len(steps) > 1 else steps[0]
    return f"https://t.me/s/{name}" if name.replace("_", "").isalnum() and not name.startswith("+") else ""


def _post(post: Any) -> Link | None:
    name = post.get("data-post") or ""
    if name.count("/") != 1 or "service_message" in (post.get("class") or ""):
        return None
    text = _words(post)
    forwarded = next(iter(_class(post, "tgme_widget_message_forwarded_from_name")), None)
    original = (forwarded.get("href") or "") if forwarded is not None else ""
    times = [moment.get("datetime") for moment in post.iter("time") if moment.get("datetime")]
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    title = lines[0] if lines else ""
    if len(title) > _TITLE_CHARS:
        title = title[:_TITLE_CHARS].rpartition(" ")[0] + "…"
    guid = original if original.count("/") >= 4 else name
    whole = "\n\n".join(lines)[:_POST_CHARS]
    return Link(f"https://t.me/{name}", guid, title, whole, stamp(times[-1] if times else ""))


def _words(post: Any) -> str:
    """The text of a post, its line breaks kept; the quoted post of a reply is not its own."""
    for element in _class(post, "tgme_widget_message_text"):
        above = [parent.get("class") or "" for parent in element.iterancestors()]
        if any("tgme_widget_message_reply" in names for names in above):
            continue
        for line_break in element.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        text = "".join(element.itertext()).strip()
        if text:
            return text
    return ""


def _document(body: bytes) -> Any:
    try:
        return lxml_html.document_fromstring(body, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"not HTML: {str(error)[:200]}") from error


def _class(root: Any, name: str) -> list[Any]:
    """Elements that carry a class, in the page's order."""
    found: list[Any] = root.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
    return found
