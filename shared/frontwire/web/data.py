"""Stories as JSON, for programs and for export."""

from __future__ import annotations

import json
from collections.abc import Sequence

from frontwire import codec
from frontwire.models import Story

INTERNAL = ("keys", "wording", "version")
"""What a story keeps for finding and writing itself; nobody outside should build on it."""


def stories_json(stories: Sequence[Story]) -> str:
    """{"stories": [...]}, latest first, each with all that is known of it."""
    latest = sorted(stories, key=lambda story: story.last_at, reverse=True)
    return json.dumps({"stories": [_shown(story) for story in latest]}, ensure_ascii=False)


def _shown(story: Story) -> dict[str, object]:
    return {name: value for name, value in codec.plain(story).items() if name not in INTERNAL}
