"""How far a story can be trusted, in 0..1: from who reports it, whether it is confirmed, and by how many."""

from __future__ import annotations

from frontwire.models import ArticleRef

BY_RELIABILITY = {"official": 0.7, "agency": 0.7, "outlet": 0.6, "osint": 0.5, "social": 0.35, "unknown": 0.5}
CONFIRMED = 0.15
SECOND_SOURCE = 0.15
MOST = 0.95
TRUSTED = 0.5
"""A story that starts below this is told again, once, when a second source lifts it above."""


def source_of(article: ArticleRef) -> str:
    """Who reports: the source, else the site, else the host of the URL; "" when none is known."""
    host = article.url.split("/")[2] if article.url.count("/") > 1 else ""
    return article.source or article.site_name or host


def first(article: ArticleRef, confirmed: bool) -> float:
    return round(min(MOST, BY_RELIABILITY.get(article.reliability, 0.5) + (CONFIRMED if confirmed else 0.0)), 2)


def raised(confidence: float, article: ArticleRef, *, second: bool, confirmed: bool) -> float:
    """The confidence once one more article reports it; `second` when it is the first from another source."""
    level = max(confidence, BY_RELIABILITY.get(article.reliability, 0.5))
    level += SECOND_SOURCE if second else 0.0
    level += CONFIRMED if confirmed else 0.0
    return round(min(MOST, level), 2)
