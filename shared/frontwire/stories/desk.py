"""Stories in memory: what replays and backtests use where the pipeline has its table."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from frontwire.models import Decision, Match, Story
from frontwire.stories.decide import decide
from frontwire.stories.index import keys


class Desk(Struct):
    """Stories found by the same keys as in the table."""

    stories: dict[str, Story] = field(default_factory=dict)
    index: dict[str, set[str]] = field(default_factory=dict)

    def take(self, match: Match, now: datetime) -> Decision:
        decision = decide(match, self.candidates(match), now)
        self.keep(decision.story)
        return decision

    def candidates(self, match: Match) -> list[Story]:
        found = {story for key in keys(match) for story in self.index.get(key, ())}
        return [self.stories[story] for story in sorted(found)]

    def keep(self, story: Story) -> None:
        self.stories[story.id] = story
        for key in story.keys:
            self.index.setdefault(key, set()).add(story.id)
