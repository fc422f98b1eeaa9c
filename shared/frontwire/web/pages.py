"""The pages of the dashboard: values in, a string of HTML out. No network, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import quote

from frontwire.channels import neutral
from frontwire.channels.brief import facts_of, sentence, topic_words
from frontwire.feedback import Precision
from frontwire.models import Alert, ArticleRef, Health, Moment, Quote, Source, Story
from frontwire.web.element import Child, Html, el, join
from frontwire.web.frame import page
from frontwire.web.words import byline, day, language_name, moment, several, speech, spread, tone

MOST_QUOTES = 6
MOST_ARTICLES = 60
CARD_FACTS = frozenset({"Between", "By", "To", "Captor", "Captives", "Number", "Held by", "Mediator"})
WELL = frozenset({"new", "ok"})


def stories_page(
    stories: Sequence[Story],
    *,
    now: datetime,
    health: Sequence[tuple[Source, Health]] | None = None,
    judged: Sequence[Precision] = (),
) -> str:
    """The list of stories, latest first, by the day of their last article; and how the sources are, where known.

    `judged` is what people said of the alerts, by topic.
    """
    latest = sorted(stories, key=lambda story: story.last_at, reverse=True)
    content: list[Child] = [
        el("h1", "Stories"),
        el("p", f"{several(len(latest), 'story', 'stories')}, as of ", moment(now), ".", class_="lead"),
    ]
    for heading, group in groupby(latest, key=lambda story: day(story.last_at)):
        cards = el("ol", join(el("li", _card(story, now)) for story in group), class_="plain")
        content.append(el("section", el("h2", heading, class_="day"), cards))
    if not latest:
        content.append(_nothing_yet())
    if health is not None:
        content.append(_health(health, now))
    if judged:
        content.append(judged_table(judged))
    return page("Stories", *content, root="./")


def story_page(story: Story, alerts: Sequence[Alert]) -> str:
    """One story: what is known, the sentences that say it, what changed when and why, and every report."""
    return page(
        story.headline,
        el("article", _head(story), _facts(story), _evidence(story), _timeline(story, alerts), _reports(story)),
        root="../",
    )


def message_page(text: str, title: str = "Not now") -> str:
    """A page that says one thing."""
    return page(title, el("h1", title), el("p", text, class_="lead"), root="../")


def not_found_page() -> str:
    return message_page(
        "No story stands at this address. It may have been removed, or the address was cut.", "Not found"
    )


def _card(story: Story, now: datetime) -> Html:
    facts = [(label, value) for label, value in facts_of(story.facts) if label in CARD_FACTS]
    return el(
        "article",
        _badges(story),
        el("h3", el("a", _headline(story), href=f"stories/{quote(story.id, safe='')}")),
        el("dl", join(_pair(label, value) for label, value in facts), class_="inline") if facts else None,
        _quote(story.evidence[0]) if story.evidence else None,
        el("p", spread(story), " · ", moment(story.last_at, now), class_="meta"),
        class_=f"card {tone(story.status)}",
    )


def _head(story: Story) -> Html:
    standing = f"{spread(story)}. Confidence {story.confidence:.0%}."
    times = join("First report ", moment(story.first_at), ", latest ", moment(story.last_at), ".")
    return el(
        "header",
        _badges(story),
        el("h1", _headline(story)),
        el("p", standing, " ", times, class_="lead"),
        class_=tone(story.status),
    )


def _headline(story: Story) -> str:
    return neutral.plain(story.headline, 300) or "Untitled story"


def _badges(story: Story) -> Html:
    urgent = el("span", story.severity, class_="urgent") if story.severity in ("high", "critical") else None
    muted = el("span", "muted") if story.muted else None
    status = el("span", story.status, class_="badge") if story.status else None
    return el("p", status, el("span", topic_words(story.topic)), urgent, muted, class_="badges")


def _facts(story: Story) -> Html | None:
    rows = facts_of(story.facts)
    return el("dl", join(_pair(label, value) for label, value in rows), class_="facts") if rows else None


def _pair(label: str, value: str) -> Html:
    return el("div", el("dt", label), el("dd", value))


def _evidence(story: Story) -> Html | None:
    if not story.evidence:
        return None
    quotes = join(_quote(one) for one in story.evidence[:MOST_QUOTES])
    return _section("evidence", "What the reports say", quotes)


def _quote(one: Quote) -> Html:
    text = el("p", one.text, **speech(one.article.language))
    url = neutral.link(one.article.url)
    source = _outside(byline(one.article), url) if url else byline(one.article)
    return el("blockquote", text, el("cite", source))


def _timeline(story: Story, alerts: Sequence[Alert]) -> Html | None:
    """What changed, when and by which report; the alert that a change sent stands with it."""
    reports = {article.id: article for article in story.articles}
    sent = {at: list(group) for at, group in groupby(sorted(alerts, key=_order), key=lambda alert: alert.at)}
    steps = [(one.at, _moment(one, reports.get(one.article), sent.pop(one.at, []))) for one in story.timeline]
    steps += [(at, _alone(group)) for at, group in sent.items()]
    if not steps:
        return None
    rows = join(step for _, step in sorted(steps, key=lambda step: step[0]))
    return _section("timeline", "Timeline", el("ol", rows, class_="times"))


def _order(alert: Alert) -> tuple[datetime, int]:
    return alert.at, alert.number


def _moment(one: Moment, article: ArticleRef | None, sent: Sequence[Alert]) -> Html:
    by = join(" · ", _outside(byline(article), neutral.link(article.url))) if article else None
    return el(
        "li",
        el("span", moment(one.at), by, class_="when"),
        el("p", sentence(one.change), " ", el("span", one.status, class_="badge") if one.status else None),
        _told(sent, one.change),
        class_=tone(one.status),
    )


def _alone(sent: Sequence[Alert]) -> Html:
    return el("li", el("span", moment(sent[0].at), class_="when"), _told(sent), class_=tone(sent[0].status))


def _told(sent: Sequence[Alert], change: str = "") -> Html:
    """The alerts of a moment, with their reason where the moment does not say it already."""
    return join(
        el(
            "p",
            el("strong", f"{'Alert' if alert.kind == 'new' else 'Update'} {alert.number} sent: "),
            neutral.plain(alert.headline, 300),
            None if alert.reason in change else el("span", f" ({alert.reason})", class_="when"),
            class_="told",
        )
        for alert in sent
    )


def _reports(story: Story) -> Html | None:
    if not story.articles:
        return None
    shown = story.articles[:MOST_ARTICLES]
    left = max(story.article_count, len(story.articles)) - len(shown)
    rows = el("ul", join(_report(article) for article in shown), class_="plain reports")
    rest = el("p", f"And {several(left, 'more report')}.", class_="meta") if left > 0 else None
    return _section("reports", "Reports", rows, rest)


def _report(article: ArticleRef) -> Html:
    title = neutral.plain(article.title, 300) or "Untitled"
    url = neutral.link(article.url)
    published = join(" · published ", moment(article.published)) if article.published else None
    read = join(" · read ", moment(article.fetched_at)) if article.fetched_at else None
    kept = el("span", " · kept in the archive", title=article.archive) if article.archive else None
    return el(
        "li",
        _outside(title, url, **speech(article.language)) if url else el("span", title, **speech(article.language)),
        el("p", byline(article), published, read, kept, class_="meta"),
    )


def _outside(text: str, url: str, **attributes: str) -> Html:
    """A link out of the dashboard: the other side learns nothing of it and cannot reach back. Plain text without a URL."""
    if not url:
        return el("span", text, **attributes)
    return el("a", text, href=url, rel="noopener noreferrer nofollow", **attributes)


def _section(name: str, heading: str, *content: Child) -> Html:
    return el("section", el("h2", heading, id=name), *content, aria_labelledby=name)


def _nothing_yet() -> Html:
    return el(
        "p",
        el("strong", "Nothing to tell yet."),
        "The first look at a source is its baseline and is never alerted. What is new after it will stand here.",
        class_="empty",
    )


def _health(health: Sequence[tuple[Source, Health]], now: datetime) -> Html:
    rows = sorted(health, key=lambda row: (row[1].state in WELL, row[0].id))
    unwell = sum(state.state not in WELL for _, state in rows)
    summary = f"{several(len(rows), 'source')}, " + (f"{unwell} in trouble" if unwell else "all well")
    return el(
        "details",
        el("summary", summary),
        el(
            "div",
            _table(("Source", "State", "Last polled", "Trouble"), (_well(*row, now) for row in rows)),
            class_="scroll",
        ),
        open="" if unwell else None,
    )


def judged_table(judged: Sequence[Precision]) -> Html:
    """How right the alerts were, by those who pressed a button below them."""
    columns = ("Topic", "Precision", "Relevant", "Not relevant", "Disputed")
    rows = (
        el("tr", join(el("td", cell) for cell in (topic_words(one.topic), _share(one), *_counts(one))))
        for one in judged
    )
    table = el("div", _table(columns, rows), class_="scroll")
    return el("details", el("summary", "How right the alerts were, as judged by their readers"), table)


def _share(one: Precision) -> str:
    return "not judged" if one.share is None else f"{one.share:.0%}"


def _counts(one: Precision) -> tuple[str, str, str]:
    return str(one.relevant), str(one.not_relevant), str(one.disputed)


def _well(source: Source, state: Health, now: datetime) -> Html:
    colour = "tone-green" if state.state in WELL else "tone-red"
    return el(
        "tr",
        el("td", source.title or source.id, el("br"), el("span", language_name(source.language), class_="when")),
        el("td", el("span", state.state.replace("_", " "), class_=f"badge {colour}")),
        el("td", moment(state.polled_at, now) if state.polled_at else "not yet"),
        el("td", neutral.plain(state.error, 200)),
    )


def _table(columns: Iterable[str], rows: Iterable[Html]) -> Html:
    head = el("tr", join(el("th", column, scope="col") for column in columns))
    return el("table", el("thead", head), el("tbody", join(rows)))
