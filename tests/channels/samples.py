"""Alerts and channels for tests of rendering and sending."""

from __future__ import annotations

from datetime import UTC, datetime

from frontwire.channels import Links
from frontwire.models import Alert, ArticleRef, Channel, Count, Facts, Place, Quote, Side, When

LINKS = Links("https://desk.example", "https://desk.example/stop?c=1")
AT = datetime(2025, 1, 11, 12, 30, tzinfo=UTC)

KYIV = ArticleRef(
    "a1",
    "https://news.example/kursk?id=7&lang=en",
    "Kyiv: two soldiers from North Korea taken alive near Kursk",
    source="news",
    site_name="The Example News",
    language="en",
    published=AT,
)
SEOUL = ArticleRef(
    "a2", "https://tongsin.example/2", "국정원, 북한군 2명 생포 확인", source="tongsin", language="ko", published=AT
)

CAPTURE = Alert(
    id="s-m1-1",
    story="s-m1",
    number=1,
    topic="foreign_troop_capture",
    kind="new",
    status="claimed",
    severity="high",
    headline="Ukraine says it captured 2 North Korean soldiers in Kursk",
    title="Ukraine says it captured 2 North Korean soldiers in Kursk",
    reason="first report of this event",
    at=AT,
    facts=Facts(
        sides=(Side("captor", "UA"), Side("nationality", "KP"), Side("fights_for", "RU", inferred=True)),
        counts=(Count(2),),
        places=(Place("kursk", "Kursk", "RU", 51.7, 36.2),),
        when=When("2025-01-09"),
    ),
    quotes=(Quote("Two soldiers from North Korea were taken alive & brought to Kyiv, the president said.", KYIV),),
    articles=(KYIV,),
    languages=("en",),
    confidence=0.6,
)
CONFIRMED = Alert(
    id="s-m1-2",
    story="s-m1",
    number=2,
    topic="foreign_troop_capture",
    kind="update",
    status="confirmed",
    severity="high",
    headline="Ukraine has captured 2 North Korean soldiers in Kursk",
    title=CAPTURE.headline,
    reason="South Korea confirms it",
    at=AT,
    facts=CAPTURE.facts,
    quotes=(Quote("국정원은 북한군 두 명이 붙잡힌 사실을 확인했다고 밝혔다.", SEOUL),),
    articles=(SEOUL, KYIV),
    source_count=2,
    languages=("en", "ko"),
    confidence=0.9,
    previous_status="claimed",
)
ALERTS = {"capture": CAPTURE, "confirmed": CONFIRMED}
CHANNELS = {
    "slack": Channel("desk", "slack", secret="/frontwire/slack"),
    "slack_bot": Channel("bot", "slack_bot", target="C0123ABCD", secret="/frontwire/bot"),
    "email": Channel("mail", "email", target="reader@example.org"),
    "sns": Channel("topic", "sns", target="arn:aws:sns:eu-central-1:111122223333:news"),
    "webhook": Channel("hook", "webhook", target="https://hooks.example/in", secret="/frontwire/hook"),
    "teams": Channel("teams", "teams", target="https://teams.example/hook"),
    "discord": Channel("discord", "discord", target="https://discord.example/api/webhooks/1/x"),
    "telegram": Channel("telegram", "telegram", target="-100200300", secret="/frontwire/telegram"),
    "ntfy": Channel("push", "ntfy", target="https://ntfy.example/desk", secret="/frontwire/ntfy"),
}
