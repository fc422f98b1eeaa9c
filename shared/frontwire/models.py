"""The stages of the pipeline, as values.

    Source -> Poll -> Link -> Page -> Article -> Match -> Story -> Alert -> Delivery

Each step takes the values of the step before and returns its own; nothing here reads a clock, a network or a table.
Every value is a frozen struct with plain fields: quick to import and to make, and `frontwire.codec` writes it as JSON and
reads it back, checking types on the way in. `msgspec.structs.replace` makes a changed copy. Times are aware datetimes in UTC
unless a field says otherwise.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from frontwire.article import Article as Article
from frontwire.article import PageKind as PageKind
from frontwire.article import Stamp as Stamp

SourceKind = Literal["feed", "sitemap", "listing", "telegram", "page", "gdelt"]
PollStatus = Literal["changed", "unchanged", "failed", "postponed"]
SourceState = Literal["new", "ok", "failing", "half_open", "challenge", "not_a_feed", "empty", "moved", "flood", "gone"]
Bound = Literal["exact", "at_least", "at_most", "about", "more_than"]
Severity = Literal["low", "normal", "high", "critical"]
AlertKind = Literal["new", "update"]
ChannelKind = Literal["slack", "slack_bot", "email", "sns", "webhook", "teams", "discord", "telegram", "ntfy"]
DeliveryState = Literal["pending", "reserved", "sent", "retry", "uncertain", "dead"]

SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high", "critical")
HEALTH = "source_health"
"""The topic of alerts about sources in trouble: no topic of news has this name."""


# --- collecting ---------------------------------------------------------------------------------------------------


class Source(Struct, frozen=True):
    """Where news comes from. `interval` is in seconds: the time from one poll to the next when all is well."""

    id: str
    url: str
    kind: SourceKind = "feed"
    title: str = ""
    language: str = ""
    country: str = ""
    reliability: Literal["official", "agency", "outlet", "osint", "social", "unknown"] = "unknown"
    interval: int = 300
    item_selector: str = ""
    link_selector: str = ""
    enabled: bool = True


class Validators(Struct, frozen=True):
    """What makes the next GET conditional. `etag` and `last_modified` are kept to the letter.

    `full_at` is when the whole body was last read. `liar` is true once the server has given one validator to two
    different bodies: its word is then no longer asked for.
    """

    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    full_at: datetime | None = None
    liar: bool = False


class Health(Struct, frozen=True):
    """What we know of a source from its polls.

    `usual_new` is the usual number of new links in a poll that brings any; `gap` is the learnt time between two new
    links, in seconds (0: not known yet); `interval` is the time to the next poll that came of it. `since` is when the
    present trouble began, None when there is none. `moved_to` was seen `moved_times` polls in a row. `told` is the
    state that the owner was last told of, `told_in` the story of that health alert.
    `push` is the token of the source's WebSub subscription, empty without one. `shown` names the links that its last
    list held (`newness.shown`): of the next one, only the others need to be looked up.
    """

    state: SourceState = "new"
    validators: Validators = field(default_factory=Validators)
    polled_at: datetime | None = None
    good_at: datetime | None = None
    new_at: datetime | None = None
    failures: int = 0
    error: str = ""
    baseline: bool = False
    usual_new: float = 0.0
    gap: float = 0.0
    interval: int = 0
    since: datetime | None = None
    moved_to: str = ""
    moved_times: int = 0
    told: str = ""
    told_in: str = ""
    push: str = ""
    shown: str = ""


class Push(Struct, frozen=True):
    """A WebSub subscription of a source. `token` is the secret end of the callback's path, `secret` what the hub signs
    with. `until` is the end of the lease, None before the hub has confirmed; `asked_at` is when we last asked for one.
    """

    token: str
    source: str
    hub: str
    topic: str
    secret: str
    asked_at: datetime
    renew_at: datetime | None = None
    until: datetime | None = None
    version: int = 0

    def is_live(self, now: datetime) -> bool:
        return self.until is not None and self.until > now


class Link(Struct, frozen=True):
    """One thing a poll found. `url` is as written by the source, made absolute; `guid` may be empty."""

    url: str
    guid: str = ""
    title: str = ""
    summary: str = ""
    published: Stamp | None = None
    source: str = ""
    language: str = ""


class Poll(Struct, frozen=True):
    """One look at a source. `links` holds all that the source shows now, known or not, in its order.

    A postponed poll asked nothing: its host's turn had not come. `retry_after` is in seconds, as the server or our manners
    asked. `moved_to` is the target of a permanent redirect. `hub` and `topic` are what a feed says of its WebSub hub.
    """

    source: str
    at: datetime
    status: PollStatus
    links: tuple[Link, ...] = ()
    validators: Validators = field(default_factory=Validators)
    http_status: int = 0
    state: SourceState = "ok"
    error: str = ""
    retry_after: int | None = None
    moved_to: str = ""
    hub: str = ""
    topic: str = ""


# --- reading ------------------------------------------------------------------------------------------------------


class Page(Struct, frozen=True):
    """The raw answer for a link. `body` is decoded from its transfer and content encodings, never from its charset.

    `moved_to` is where permanent redirects (301, 308) alone lead from `url`, empty where there were none.
    """

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    sha256: str
    moved_to: str = ""


# --- detection ----------------------------------------------------------------------------------------------------


class Span(Struct, frozen=True):
    """The characters `start:end` of `Article.content`, and the words that stand there."""

    start: int
    end: int
    text: str


class Side(Struct, frozen=True):
    """A country (ISO 3166 alpha-2) or armed group (its short name, such as HAMAS) in a role.

    Roles of a swap: parties, by (who offers or gives), to (who is addressed), held_by (who holds the others), of (whose
    people are held), mediator. Roles of a capture: captor, nationality, fights_for. Both: says, denies, confirms.
    Organisations (ICRC) and the captives' own people (FAMILY) stand only as says, denies, confirms and mediator.
    `inferred` is true where the text does not name the side and the conflict decides it.
    """

    role: str
    code: str
    span: Span | None = None
    inferred: bool = False


class Count(Struct, frozen=True):
    """A number of people. `of` is what they are: captives (exchanged or captured) or other (never the event's own).

    `side` is the code of the side whose people they are, where the text says so.
    """

    value: int
    bound: Bound = "exact"
    of: Literal["captives", "other"] = "captives"
    side: str = ""
    span: Span | None = None


class Place(Struct, frozen=True):
    """A place of the gazetteer, in degrees."""

    id: str
    name: str
    country: str = ""
    lat: float = 0.0
    lon: float = 0.0
    span: Span | None = None


class When(Struct, frozen=True):
    """The day of an event in its own words' calendar (ISO date), resolved against the publication date."""

    date: str
    precision: Literal["day", "month", "year"] = "day"
    span: Span | None = None


class Facts(Struct, frozen=True):
    """Who, how many, where and when: codes that mean the same in every language, with the words they came from."""

    sides: tuple[Side, ...] = ()
    counts: tuple[Count, ...] = ()
    places: tuple[Place, ...] = ()
    when: When | None = None

    def codes(self, role: str) -> tuple[str, ...]:
        """The codes of a role, each once, in the order of the text."""
        return tuple(dict.fromkeys(side.code for side in self.sides if side.role == role))

    def captives(self) -> tuple[Count, ...]:
        return tuple(count for count in self.counts if count.of == "captives")


class Reason(Struct, frozen=True):
    """Why a topic fired or was held back: the name of a frame, guard or cue, and the words that did it."""

    kind: Literal["frame", "guard", "cue"]
    rule: str
    span: Span | None = None


class ArticleRef(Struct, frozen=True):
    """An article as stories and alerts cite it. `id` names the stored article; `archive` is its S3 key."""

    id: str
    url: str
    title: str
    source: str = ""
    site_name: str = ""
    language: str = ""
    reliability: str = "unknown"
    published: datetime | None = None
    fetched_at: datetime | None = None
    archive: str = ""


class Match(Struct, frozen=True):
    """An article about a topic. `id` is the same whenever the same article matches the same topic again.

    `evidence` holds whole sentences, best first. `score` lies in 0..1. `opening` is where the first paragraph of the text
    ends, in characters of `Article.content`; 0 where nobody looked.
    """

    id: str
    topic: str
    article: ArticleRef
    status: str
    facts: Facts = field(default_factory=Facts)
    evidence: tuple[Span, ...] = ()
    score: float = 1.0
    severity: Severity = "normal"
    why: tuple[Reason, ...] = ()
    opening: int = 0


class Verdict(Struct, frozen=True):
    """What one topic says of one article: a match, or the guards that held it back, or nothing (both empty)."""

    topic: str
    match: Match | None = None
    why: tuple[Reason, ...] = ()


# --- stories ------------------------------------------------------------------------------------------------------


class Moment(Struct, frozen=True):
    """One entry of a story's timeline: what changed, and which article brought it."""

    at: datetime
    change: str
    status: str
    article: str


class Story(Struct, frozen=True):
    """The matches about one event, whatever outlet or language.

    `keys` are the index keys under which later matches find it. `version` counts writes: the store refuses a write on
    another version than the one read. `wording` holds the telling words of its titles, for comparing.
    `day` is the ISO date of the event, `day_stated` whether an article says it (else it is the first one's date), and
    `reported_at` the time of the latest article. `facts.counts` holds the numbers told of the event, `numbers` all
    that its articles mention. `alert_count` numbers the alerts; `title` is the headline of the first, by which threads
    are named. `rumours` are changes that one report told and that wait for a second one.
    """

    id: str
    topic: str
    status: str
    headline: str
    facts: Facts
    first_at: datetime
    last_at: datetime
    severity: Severity = "normal"
    articles: tuple[ArticleRef, ...] = ()
    article_count: int = 0
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    timeline: tuple[Moment, ...] = ()
    keys: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    confidence: float = 0.5
    muted: bool = False
    version: int = 0
    day: str = ""
    day_stated: bool = False
    reported_at: datetime | None = None
    numbers: tuple[int, ...] = ()
    alert_count: int = 0
    title: str = ""
    rumours: tuple[str, ...] = ()


class Quote(Struct, frozen=True):
    """A sentence of an article, shown as evidence."""

    text: str
    article: ArticleRef


class Alert(Struct, frozen=True):
    """Something to say about a story. `number` counts the alerts of the story from 1; id = story id + number.

    `title` is the headline of the story's first alert: what its thread is called.
    """

    id: str
    story: str
    number: int
    topic: str
    kind: AlertKind
    status: str
    severity: Severity
    headline: str
    reason: str
    at: datetime
    facts: Facts = field(default_factory=Facts)
    quotes: tuple[Quote, ...] = ()
    articles: tuple[ArticleRef, ...] = ()
    source_count: int = 1
    languages: tuple[str, ...] = ()
    confidence: float = 0.5
    previous_status: str = ""
    title: str = ""


class Decision(Struct, frozen=True):
    """What a match did: the story it made or joined, an alert or silence, and always the reason in plain words."""

    story: Story
    alert: Alert | None
    reason: str
    joined_by: tuple[str, ...] = ()


# --- delivery -----------------------------------------------------------------------------------------------------


class Channel(Struct, frozen=True):
    """Where alerts go. `target` is an address, a topic ARN or a URL; `secret` names an SSM parameter or secret.

    `off` says why a channel that is not enabled was switched off: unsubscribed, bounced, complained.
    """

    id: str
    kind: ChannelKind
    target: str = ""
    secret: str = ""
    title: str = ""
    enabled: bool = True
    off: str = ""


class Subscription(Struct, frozen=True):
    """What a channel wants. Empty tuples mean everything. `health` is whether it is told of sources in trouble; the other
    wishes are about news.

    `budget` is how many messages a day it takes at once (0: no limit); until `muted_until` it wants nothing at all.
    """

    channel: str
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    severity: Severity = "low"
    confidence: float = 0.0
    mode: Literal["at_once", "hourly", "daily"] = "at_once"
    quiet: str = ""
    zone: str = "UTC"
    budget: int = 0
    health: bool = True
    muted_until: datetime | None = None


class Mute(Struct, frozen=True):
    """A channel that wants no more of a story: who said so (a person's id and name, or the command line), and when."""

    channel: str
    story: str
    by: str
    at: datetime


class Attempt(Struct, frozen=True):
    """One try at a delivery, readable by a person."""

    at: datetime
    state: DeliveryState
    note: str


class Delivery(Struct, frozen=True):
    """One alert to one channel: the ledger's row. `due_at` is when the next step is due, None when nothing is.

    `reference` is what the channel called the message (a Slack ts, an SES message id).
    """

    alert: str
    channel: str
    state: DeliveryState
    created_at: datetime
    due_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    reference: str = ""
    version: int = 0


class Feedback(Struct, frozen=True):
    """What a person said of an alert: was it worth telling? One for each person and alert; the latest word counts."""

    alert: str
    story: str
    topic: str
    channel: str
    said: Literal["relevant", "not_relevant"]
    user: str
    name: str
    at: datetime
    version: int = 0
