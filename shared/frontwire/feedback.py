"""What people's verdicts add up to: measured precision by topic, and labelled examples for the topic's tests. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

from frontwire.channels import neutral
from frontwire.models import Alert, Feedback

Judged = Literal["relevant", "not_relevant", "disputed"]
MOST_TITLE, MOST_TEXT = 300, 2000


class Precision(Struct, frozen=True):
    """How many alerts of a topic were judged how. An alert on which people are evenly divided counts neither way."""

    topic: str
    relevant: int = 0
    not_relevant: int = 0
    disputed: int = 0

    @property
    def share(self) -> float | None:
        """Relevant alerts among those judged, in 0..1; None while nobody has judged any."""
        judged = self.relevant + self.not_relevant
        return self.relevant / judged if judged else None


def verdicts(said: Iterable[Feedback]) -> dict[str, Judged]:
    """By alert, what most people say of it."""
    votes: dict[str, int] = defaultdict(int)
    for one in said:
        votes[one.alert] += 1 if one.said == "relevant" else -1
    return {
        alert: "relevant" if vote > 0 else "not_relevant" if vote < 0 else "disputed" for alert, vote in votes.items()
    }


def precision(said: Iterable[Feedback]) -> list[Precision]:
    """By topic, in the order of their names."""
    known = list(said)
    topics = {one.alert: one.topic for one in known}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for alert, verdict in verdicts(known).items():
        counts[topics[alert]][verdict] += 1
    return [Precision(topic, **counts[topic]) for topic in sorted(counts)]


def examples(alerts: Iterable[Alert], judged: Mapping[str, Judged]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """By topic, `match` and `ignore` as topic files write them: the title and the sentences that the alert rests on.

    An alert stands on its title and its own sentences only, so these alone must bring the same verdict again.
    """
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for alert in alerts:
        verdict = judged.get(alert.id)
        if verdict in ("relevant", "not_relevant") and (alert.articles or alert.quotes):
            lists = found.setdefault(alert.topic, {"match": [], "ignore": []})
            lists["match" if verdict == "relevant" else "ignore"].append(_example(alert))
    return found


def _example(alert: Alert) -> dict[str, Any]:
    """No status stands in it: people judged whether it was worth telling, and an alert has its story's status."""
    first = alert.articles[0] if alert.articles else alert.quotes[0].article
    own = [quote.text for quote in alert.quotes if quote.article.id == first.id and quote.text != first.title]
    example: dict[str, Any] = {"text": neutral.plain(" ".join(own) or first.title, MOST_TEXT)}
    if title := neutral.plain(first.title, MOST_TITLE):
        example["title"] = title
    example["date"] = (first.published or alert.at).date().isoformat()
    return example | ({"lang": neutral.plain(first.language, 12)} if first.language else {})
