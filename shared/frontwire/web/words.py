"""How the pages say things: times, numbers of sources, the language of a text, and the tone of a status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from frontwire.channels.brief import LANGUAGES, clock, outlet
from frontwire.models import ArticleRef, Story
from frontwire.stories.headline import listing
from frontwire.web.element import Html, el

MOST_LANGUAGES_NAMED = 4

TONES = {
    "claimed": "amber",
    "feared": "amber",
    "negotiating": "blue",
    "offered": "blue",
    "agreed": "blue",
    "repatriation": "blue",
    "confirmed": "green",
    "completed": "green",
    "refused": "red",
    "denied": "red",
    "sentenced": "red",
}
"""Colours that help the eye; the word of the status always stands beside them."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def tone(status: str) -> str:
    return f"tone-{TONES[status]}" if status in TONES else "tone-grey"


def moment(at: datetime, now: datetime | None = None) -> Html:
    """A time element. With `now`, the time of the last two days is told as its distance."""
    words = _ago(now - at) if now else ""
    return el("time", words or clock(at.astimezone(UTC)), datetime=at.isoformat(), title=clock(at.astimezone(UTC)))


def _ago(distance: timedelta) -> str:
    minutes = int(distance.total_seconds() // 60)
    if minutes < 0 or minutes >= 48 * 60:
        return ""
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"


def day(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%A, %-d %B %Y")


def speech(language: str) -> dict[str, str]:
    """The lang and dir attributes of a text in a language; without a known language the browser finds the direction."""
    tag = language.replace("_", "-")
    if not (tag.isascii() and 2 <= len(tag) <= 12 and tag.replace("-", "").isalnum()):
        return {"dir": "auto"}
    return {"lang": tag, "dir": "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"}


def language_name(language: str) -> str:
    return LANGUAGES.get(language, language)


def several(number: int, what: str, whats: str = "") -> str:
    return f"{number:,} {what if number == 1 else whats or what + 's'}"


def spread(story: Story) -> str:
    """How far a story went: "12 articles, also in 8 sources, in English, Korean and Ukrainian"."""
    others = max(len(story.sources) - 1, 0)
    parts = [several(max(story.article_count, len(story.articles)), "article")]
    if others:
        parts.append(f"also in {several(others, 'source')}")
    if len(story.languages) > 1:
        parts.append(f"in {_languages(story.languages)}")
    return ", ".join(parts)


def _languages(codes: Sequence[str]) -> str:
    if len(codes) > MOST_LANGUAGES_NAMED:
        return f"{len(codes)} languages"
    return listing([language_name(code) for code in codes])


def byline(article: ArticleRef) -> str:
    """Who wrote it, in which language, and how far the source is trusted: "Harbour Press, Korean, agency"."""
    trust = "" if article.reliability in ("unknown", "outlet") else article.reliability
    return ", ".join(part for part in (outlet(article), language_name(article.language), trust) if part)
