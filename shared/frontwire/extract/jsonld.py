"""What a page says of itself in JSON-LD (schema.org): the node of the article, and nothing that is not there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

MAX_SCRIPT = 2_000_000
_TRAILING = re.compile(r",(\s*[}\]])")
_ARTICLE = re.compile(
    r"Article|BlogPosting|Report$|NewsItem|LiveBlog|SocialMediaPosting|DiscussionForumPosting|Review$|Recipe$"
)
_PAGE = re.compile(r"WebPage$|VideoObject$|ItemPage$|CreativeWork$|PodcastEpisode$|CollectionPage$")

Node = dict[str, Any]


def nodes(scripts: list[str]) -> list[Node]:
    """All objects with a type, outermost first, from the texts of the page's JSON-LD scripts. Broken ones are mended or skipped."""
    found: list[Node] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT:
            found.extend(_walk(_parse(script)))
    return found


def article(found: list[Node]) -> Node:
    """The node that describes the page's main text: an article if there is one, else a page or video, else {}."""
    for pattern in (_ARTICLE, _PAGE):
        matching = [node for node in found if any(pattern.search(kind) for kind in types(node))]
        if matching:
            return max(matching, key=lambda node: ("datePublished" in node) + ("headline" in node) + ("author" in node))
    return {}


def types(node: Node) -> list[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [str(kind).rsplit("/", 1)[-1] for kind in kinds if kind]


def text(value: Any) -> str:
    """The words of a JSON-LD value: a string, the name of an object, the first of a list."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("url") or "")
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def _parse(script: str) -> Any:
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    script = script.removeprefix("//<![CDATA[").removesuffix("//]]>")
    for mended in (script, _TRAILING.sub(r"\1", script)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any, limit: int = 20_000) -> Iterator[Node]:
    queue = [value]
    for item in queue:
        if len(queue) > limit:
            return
        if isinstance(item, dict):
            if "@type" in item:
                yield item
            queue.extend(child for child in item.values() if isinstance(child, (dict, list)))
        elif isinstance(item, list):
            queue.extend(child for child in item if isinstance(child, (dict, list)))
