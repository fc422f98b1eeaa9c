"""What extraction makes of a page, as values: apart from the other stages, so that extraction starts quickly."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

PageKind = Literal["article", "listing", "live", "video", "paywall", "challenge", "error", "empty"]


class Stamp(Struct, frozen=True):
    """A date as a page or feed wrote it, and what we made of it.

    `utc` is None when the words could not be read. `zone` is the zone the words were read in ("+02:00", "Europe/Kyiv",
    or "" when none was written and UTC was assumed). `precision` tells how much of `utc` is real.
    """

    raw: str
    utc: datetime | None = None
    zone: str = ""
    precision: Literal["second", "minute", "day", "month", "unknown"] = "unknown"


class Article(Struct, frozen=True):
    """What extraction makes of a page. `text` holds paragraphs separated by one blank line ("\\n\\n").

    `content` (title, blank line, text) is what detection reads and what every `Span` counts in.
    """

    url: str
    title: str
    text: str
    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    language: str = ""
    section: str = ""
    image: str = ""
    site_name: str = ""
    kind: PageKind = "article"

    @property
    def content(self) -> str:
        return f"{self.title}\n\n{self.text}" if self.title else self.text
