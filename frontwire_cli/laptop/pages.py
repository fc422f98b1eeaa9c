"""The page of stories as files, for after the run: the same pages as the function's, with links between the files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from frontwire import web
from frontwire.store import Store

MOST = 100


def save_pages(store: Store, out: Path, now: datetime) -> Path:
    """Write stories.html and stories/<id>.html; returns the first."""
    stories = store.stories.latest(MOST)
    listed = web.stories_page(stories, now=now)
    folder = out / "stories"
    folder.mkdir(parents=True, exist_ok=True)
    for story in stories:
        alerts = store.stories.alerts_by_id(f"{story.id}-{number}" for number in range(1, story.alert_count + 1))
        page = web.story_page(story, alerts).replace('href="../"', 'href="../stories.html"')
        (folder / f"{story.id}.html").write_text(page, encoding="utf-8")
        listed = listed.replace(f'href="stories/{story.id}"', f'href="stories/{story.id}.html"')
    target = out / "stories.html"
    target.write_text(listed, encoding="utf-8")
    return target
