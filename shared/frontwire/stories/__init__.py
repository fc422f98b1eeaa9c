"""Matches about one event become one story; a story says something once, and again when something changed.

`keys` names the index keys under which stories are read for a match, `decide` joins or makes a story and gives the
alert or the silence with its reason, `explain` tells which facts link a match to a story.
"""

from __future__ import annotations

from frontwire.stories.decide import decide, story_id
from frontwire.stories.explain import Explanation, explain
from frontwire.stories.index import keys

__all__ = ["Explanation", "decide", "explain", "keys", "story_id"]
