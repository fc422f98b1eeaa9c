"""A match and the open stories -> the story it tells of, and an alert or silence, always with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from frontwire.models import Alert, AlertKind, ArticleRef, Decision, Match, Moment, Quote, Story
from frontwire.stories import confidence, sketch
from frontwire.stories.changes import HELD, Change, Joining, claimants, is_backed, mark, material, rumours
from frontwire.stories.compare import Likeness, compare
from frontwire.stories.event import event_of
from frontwire.stories.headline import headline
from frontwire.stories.index import story_keys
from frontwire.stories.merge import founding, merged, settled
from frontwire.stories.opening import WAITING, Hold, held_back
from frontwire.stories.reading import is_asking, is_background, read
from frontwire.stories.sketch import Sketch

MOST_ARTICLES = 40
MOST_QUOTES = 6
MOST_NUMBERS = 12
MOST_WORDS = 120
MOST_SOURCES = 60
MOST_RUMOURS = 12
ALERT_QUOTES = 3
ALERT_ARTICLES = 5
TOLD = 0.5
"""Points by which a story that was told is preferred to one that waits: that one may be the same, badly read."""


def decide(match: Match, candidates: Sequence[Story], now: datetime) -> Decision:
    """Join the likeliest of the candidates, or make a story. The story keeps the version it was read with."""
    for story in candidates:
        if any(article.id == match.article.id for article in story.articles):
            return Decision(story, None, "this article is already counted in the story")
    match = read(match)
    report = sketch.of_match(match)
    best = likeliest(match, report, candidates)
    if best is None:
        return _make(_as_backed(match, report), report, now)
    story, likeness = best
    if _is_held(story) and not held_back(match, report):
        return _first_clear(_as_backed(match, report), report, story, likeness, now)
    return _join(match, report, story, likeness, now)


def likeliest(match: Match, report: Sketch, candidates: Iterable[Story]) -> tuple[Story, Likeness] | None:
    """The story with the most points, the latest of equals; None when none is like enough."""
    event = event_of(match.topic)
    weighed = (
        (story, compare(event, report, sketch.of_story(story))) for story in candidates if story.topic == match.topic
    )
    joining = [pair for pair in weighed if pair[1].joins]
    return max(joining, key=_preference, default=None)


def _preference(pair: tuple[Story, Likeness]) -> tuple[float, str, str]:
    story, likeness = pair
    return likeness.points + (0 if _is_held(story) else TOLD), story.day, story.id


def story_id(match: Match) -> str:
    """The id of the story that a match begins: the same whenever the same match begins it."""
    return f"s-{match.id}"


def _make(match: Match, report: Sketch, now: datetime) -> Decision:
    article, facts = match.article, founding(match, report)
    source = confidence.source_of(article)
    words = headline(match.topic, match.status, facts, article.title, _text(match))
    story = Story(
        id=story_id(match),
        topic=match.topic,
        status=match.status,
        headline=words,
        title=words,
        facts=facts,
        first_at=now,
        last_at=now,
        severity=match.severity,
        articles=(article,),
        article_count=1,
        sources=(source,) if source else (),
        languages=(article.language,) if article.language else (),
        evidence=_quotes(match),
        timeline=(Moment(now, "new: first report", match.status, article.id),),
        keys=story_keys(match.topic, report, None),
        wording=report.marks[:MOST_WORDS],
        confidence=confidence.first(article, match.status == "confirmed"),
        day=report.day.isoformat(),
        day_stated=report.stated,
        reported_at=report.reported,
        numbers=tuple(sorted(report.numbers))[:MOST_NUMBERS],
    )
    hold = held_back(match, report)
    if hold:
        return _kept(story, hold)
    reason = "new story: no open story tells of this event"
    told = replace(story, alert_count=1)
    return Decision(told, _alert(told, match, "new", "first report of this event", now, ""), reason)


def _kept(story: Story, hold: Hold) -> Decision:
    """A story that no alert tells of. Only one that waits for a clear report can be found by later ones."""
    (first,) = story.timeline
    held = replace(story, timeline=(replace(first, change=HELD + hold.reason),), keys=story.keys if hold.waits else ())
    return Decision(held, None, f"silent: {hold.reason}")


def _first_clear(match: Match, report: Sketch, story: Story, likeness: Likeness, now: datetime) -> Decision:
    """A story that waited is told by the first clear report, which founds it anew: what was known of it was unsure."""
    fresh = _make(match, report, now)
    grown = replace(
        fresh.story,
        id=story.id,
        version=story.version,
        muted=story.muted,
        first_at=story.first_at,
        articles=(*story.articles, match.article)[:MOST_ARTICLES],
        article_count=story.article_count + 1,
        sources=_with(story.sources, confidence.source_of(match.article))[:MOST_SOURCES],
        languages=_with(story.languages, match.article.language),
        timeline=(*story.timeline, *fresh.story.timeline),
        keys=story_keys(story.topic, report, story),
    )
    reason = "the first clear report of this event"
    if story.muted:
        return Decision(replace(grown, alert_count=0), None, f"silent: the story is muted ({reason})", likeness.agree)
    return Decision(grown, _alert(grown, match, "new", reason, now, ""), f"new: {reason}", likeness.agree)


def _as_backed(match: Match, report: Sketch) -> Match:
    """A status that no word speaks for and no other side confirms is told as the weaker one: a claim, not a fact."""
    event = event_of(match.topic)
    weaker = event.flat.get(match.status)
    confirmed = any(code not in claimants(event, report, match.facts) for code in match.facts.codes("confirms"))
    return match if weaker is None or is_backed(event, match) or confirmed else replace(match, status=weaker)


def _join(match: Match, report: Sketch, story: Story, likeness: Likeness, now: datetime) -> Decision:
    event = event_of(match.topic)
    joining = Joining(event, match, report, story, sketch.of_story(story))
    silent = is_background(match) or is_asking(match) or _is_held(story)
    change = None if silent else material(joining) or _lifted(match, story)
    grown = _grow(joining, change, now)
    if change is None:
        return Decision(grown, None, _silence(joining), likeness.agree)
    if story.muted:
        return Decision(grown, None, f"silent: the story is muted ({change.reason})", likeness.agree)
    told = replace(grown, alert_count=story.alert_count + 1)
    kind: AlertKind = "update" if story.alert_count else "new"
    alert = _alert(told, match, kind, change.reason, now, story.status)
    return Decision(told, alert, f"{kind}: {change.reason}", likeness.agree)


def _lifted(match: Match, story: Story) -> Change | None:
    """A story that began on a weak source alone is told again when a second one reports it."""
    if story.confidence < confidence.TRUSTED and _is_second(story, match.article):
        return Change("source", "a second, independent source reports it")
    return None


def _is_held(story: Story) -> bool:
    """Does it still wait for its first clear report?"""
    return not story.alert_count and story.timeline[-1].change.removeprefix(HELD) in WAITING


def _is_second(story: Story, article: ArticleRef) -> bool:
    source = confidence.source_of(article)
    return bool(source) and len(story.sources) == 1 and source not in story.sources


def _silence(joining: Joining) -> str:
    event, status = joining.event, joining.status
    if 0 < event.rank(status) < joining.reached:
        return f"silent: {status} is behind what the story already told; counted as one more report"
    return "silent: nothing new in it; counted as one more report"


def _grow(joining: Joining, change: Change | None, now: datetime) -> Story:
    """The story with the report in it."""
    match, report, story = joining.match, joining.report, joining.story
    article, source = match.article, confidence.source_of(match.article)
    status = _status(joining, change)
    facts = merged(joining, renew=change is not None and change.what in ("status", "number", "instalment"))
    facts = settled(story.topic, status, facts)
    confirmed = change is not None and (change.what == "confirmation" or status == "confirmed" != story.status)
    moment = Moment(now, mark(change), status, article.id) if change else None
    # What was agreed and is now done has its day now.
    redated = (report.stated and not story.day_stated) or (change is not None and status in joining.event.once)
    return replace(
        story,
        status=status,
        facts=facts,
        headline=headline(story.topic, status, facts, _first_title(story), _text(match)) if change else story.headline,
        last_at=now,
        articles=(*story.articles, article)[:MOST_ARTICLES],
        article_count=story.article_count + 1,
        sources=_with(story.sources, source)[:MOST_SOURCES],
        languages=_with(story.languages, article.language),
        evidence=(*story.evidence, *_quotes(match))[:MOST_QUOTES],
        timeline=(*story.timeline, moment) if moment else story.timeline,
        keys=story_keys(story.topic, report, story),
        wording=_words(story, report),
        confidence=confidence.raised(story.confidence, article, second=_is_second(story, article), confirmed=confirmed),
        day=report.day.isoformat() if redated else story.day,
        day_stated=report.stated if redated else story.day_stated,
        reported_at=max(report.reported, joining.before.reported),
        numbers=tuple(dict.fromkeys((*story.numbers, *sorted(report.numbers))))[:MOST_NUMBERS],
        rumours=tuple(dict.fromkeys((*story.rumours, *rumours(joining))))[-MOST_RUMOURS:],
    )


def _status(joining: Joining, change: Change | None) -> str:
    """The story's status after the report: it goes forward; a denial holds only what was not yet settled."""
    event, before, now = joining.event, joining.story.status, joining.status
    if change is None or not now:
        return before
    if now in event.denials:
        settled = joining.reached and joining.reached == max(event.ranks.values())
        return before if settled else now
    if change.what == "confirmation" and event.rank("confirmed") > joining.reached:
        return "confirmed"
    return now if change.what == "status" else before


def _alert(story: Story, match: Match, kind: AlertKind, reason: str, now: datetime, previous: str) -> Alert:
    others = [article for article in reversed(story.articles) if article.id != match.article.id]
    return Alert(
        id=f"{story.id}-{story.alert_count}",
        story=story.id,
        number=story.alert_count,
        topic=story.topic,
        kind=kind,
        status=story.status,
        severity=story.severity,
        headline=story.headline,
        title=story.title,
        reason=reason,
        at=now,
        facts=story.facts,
        quotes=_quotes(match)[:ALERT_QUOTES],
        articles=(match.article, *others)[:ALERT_ARTICLES],
        source_count=max(1, len(story.sources)),
        languages=story.languages,
        confidence=story.confidence,
        previous_status=previous if previous != story.status else "",
    )


def _quotes(match: Match) -> tuple[Quote, ...]:
    return tuple(Quote(span.text, match.article) for span in match.evidence[:ALERT_QUOTES])


def _text(match: Match) -> str:
    return " ".join((match.article.title, *(span.text for span in match.evidence)))


def _first_title(story: Story) -> str:
    return story.articles[0].title if story.articles else story.headline


def _words(story: Story, report: Sketch) -> tuple[str, ...]:
    """The story's wording with the report's; which of a kind the event is stays as it was first said."""
    known = any(mark.startswith(sketch.WHICH) for mark in story.wording)
    fresh = [mark for mark in report.marks if not mark.startswith(sketch.WHICH) or not (known or mark[1:] == "-1")]
    return tuple(dict.fromkeys((*story.wording, *fresh)))[:MOST_WORDS]


def _with(known: tuple[str, ...], value: str) -> tuple[str, ...]:
    return (*known, value) if value and value not in known else known
