"""What the dashboard shows: pages, JSON and feeds out of stories and alerts. Pure: values in, a string out."""

from __future__ import annotations

from frontwire.web.asking import ASKING_CSP, ask_page
from frontwire.web.data import stories_json
from frontwire.web.feeds import MEDIA, feed_out
from frontwire.web.frame import CSP
from frontwire.web.pages import message_page, not_found_page, stories_page, story_page

__all__ = [
    "ASKING_CSP",
    "CSP",
    "MEDIA",
    "ask_page",
    "feed_out",
    "message_page",
    "not_found_page",
    "stories_json",
    "stories_page",
    "story_page",
]
