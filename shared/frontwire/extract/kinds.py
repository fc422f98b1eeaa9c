"""What kind of page was served: an article, or one of the things that look like one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from frontwire.article import PageKind
from frontwire.extract import cues, jsonld
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree

_CHALLENGE = re.compile(
    r"just a moment|attention required|checking (?:your|if the site) |verif(?:y|ying) (?:you are|that you are|your) (?:a )?human|are you (?:a )?(?:robot|human)|"
    r"enable javascript and cookies|ddos[ -]guard|captcha|access denied|security check|pardon our interruption|"
    r"проверка браузера|перевірка браузера|докажите, что вы не робот|подтвердите, что вы человек",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|page (?:not found|cannot be found|doesn.t exist|unavailable)|\bnot found\b|service unavailable|bad gateway|"
    r"internal server error|something went wrong|сторінк[ау] не (?:знайден|існує)|страниц[аы] не (?:найден|существует)|"
    r"페이지를 찾을 수 없|seite nicht gefunden|page introuvable|página no encontrada",
    re.I,
)
_LIVE_ADDRESS = re.compile(r"[/-](?:live(?:blog|ticker|-updates?)?|ticker|onlayn|online-trans\w*)[/-]", re.I)
_CHALLENGE_MARKS = "#challenge-form, #challenge-running, #cf-challenge-running, .cf-browser-verification, #px-captcha, .g-recaptcha-challenge"
# Below this many characters a text may be no article; a stub before a wall may be longer.
_SHORT, _STUB = 600, 2500


def kind_of(page: Told, tree: Tree, title: str, text: str) -> PageKind:
    """The kind of a page, from its title, what was read of it, and what it states of itself."""
    types = set(jsonld.types(page.node))
    if len(text) < _SHORT:
        seen = f"{title}\n{text}"
        if _CHALLENGE.search(seen) or page.page.css_first(_CHALLENGE_MARKS) is not None:
            return "challenge"
        if _ERROR.search(title) or (len(text) < 200 and _ERROR.search(text)):
            return "error"
    if "LiveBlogPosting" in types or (text and _LIVE_ADDRESS.search(_path(page.url))):
        return "live"
    if len(text) < _SHORT and ("VideoObject" in types or page.first("og:type").startswith("video")):
        return "video"
    if len(text) < _STUB and text and (_is_closed(page) or _is_walled(tree)):
        return "paywall"
    if _is_listing(page, tree, types, text):
        return "listing"
    return "article" if text else "empty"


def _path(url: str) -> str:
    """The path of a URL, "/" where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return "/"


def _is_closed(page: Told) -> bool:
    """Whether the page states that it is not free to read."""
    free = page.node.get("isAccessibleForFree")
    if free is not None:
        return str(free).lower() == "false"
    return page.first("article:content_tier", "og:article:content_tier").lower() in {"locked", "metered"}


def _is_walled(tree: Tree) -> bool:
    return any(cues.is_wall(block.text) for block in tree.blocks)


def _is_listing(page: Told, tree: Tree, types: set[str], text: str) -> bool:
    """A page of links to articles: it says so, or it is a front page, or links outweigh what little text there is."""
    if types & {"CollectionPage", "ItemList", "SearchResultsPage"}:
        return True
    links = sum(block.links > 0.8 * len(block.text) for block in tree.blocks)
    if not _path(page.url).strip("/") and links > 20:
        return True
    return len(text) < _SHORT and links > 40 and not page.node
