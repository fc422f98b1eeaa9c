"""Stories for the pages' tests: one usual, one that wants to do harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from frontwire.models import Alert, ArticleRef, Count, Facts, Moment, Place, Quote, Side, Story, When

NOW = datetime(2025, 1, 12, 12, 0, tzinfo=UTC)
AT = datetime(2025, 1, 11, 13, 5, tzinfo=UTC)
FACTS = Facts(
    sides=(Side("captor", "UA"), Side("nationality", "KP"), Side("fights_for", "RU", inferred=True)),
    counts=(Count(2, side="KP"),),
    places=(Place("ru-kursk", "Kursk Oblast", "RU"),),
    when=When("2025-01-09"),
)
HOSTILE = '<script>alert(1)</script>"onload="x\u202eevil\u2066 \x00&amp;'


def article(number: int, language: str = "en", **changed: object) -> ArticleRef:
    return ArticleRef(
        **{
            "id": f"a{number}",
            "url": f"https://outlet{number}.example/news/{number}",
            "title": f"Two soldiers taken, report {number}",
            "source": f"outlet{number}",
            "site_name": f"Outlet {number}",
            "language": language,
            "published": AT,
            "fetched_at": AT + timedelta(minutes=1),
            **changed,
        }
    )


def story(identity: str = "capture-1", **changed: object) -> Story:
    first, second = article(1), article(2, "ko", title="북한군 2명 생포", reliability="agency")
    return Story(
        **{
            "id": identity,
            "topic": "foreign_troop_capture",
            "status": "claimed",
            "headline": "Ukraine says it holds 2 North Korean soldiers",
            "facts": FACTS,
            "first_at": AT,
            "last_at": AT + timedelta(hours=3),
            "severity": "high",
            "articles": (first, second),
            "article_count": 2,
            "sources": ("outlet1", "outlet2"),
            "languages": ("en", "ko"),
            "evidence": (Quote("Two men were taken near the border.", first), Quote("병사 2명이 붙잡혔다.", second)),
            "timeline": (Moment(AT, "first report", "claimed", "a1"),),
            **changed,
        }
    )


def alert(number: int = 1, **changed: object) -> Alert:
    return Alert(
        **{
            "id": f"capture-1-{number}",
            "story": "capture-1",
            "number": number,
            "topic": "foreign_troop_capture",
            "kind": "new" if number == 1 else "update",
            "status": "claimed",
            "severity": "high",
            "headline": "Ukraine says it holds 2 North Korean soldiers",
            "reason": "first report of this event",
            "at": AT + timedelta(hours=number - 1),
            "facts": FACTS,
            "quotes": (Quote("Two men were taken near the border.", article(1)),),
            "articles": (article(1),),
            **changed,
        }
    )


def hostile_story() -> Story:
    bad = article(9, '"><b', url="javascript:alert(document.cookie)", title=HOSTILE, site_name=HOSTILE, source=HOSTILE)
    return story(
        HOSTILE,
        headline=HOSTILE,
        status=HOSTILE,
        topic=HOSTILE,
        articles=(bad,),
        evidence=(Quote(HOSTILE, bad),),
        timeline=(Moment(AT, HOSTILE, HOSTILE, bad.id),),
        facts=Facts(sides=(Side("captor", HOSTILE),), places=(Place("x", HOSTILE),)),
        languages=('"><b', "en"),
    )
