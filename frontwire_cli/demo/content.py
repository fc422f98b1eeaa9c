"""What the demo world holds: its outlets, and what each of them publishes in each phase.

The words live in `content/`: one folder a phase, one file a language. A file is a row of pieces:

    --- outlet/slug
    title: The headline
    at: 2025-01-11 16:40          (in the outlet's own zone)
    by: The author
    in: The section
    tags: one, two
    about: capture, offer         (what it reports: capture, offer, exchange; background; nothing when it must stay silent)

    A paragraph.

    ## A subheading
    > A quotation
    * a list entry
    ! the caption of a picture

`edits.yaml` beside them tells what an outlet changes of an older piece: its title, its guid, its address.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

HERE = Path(__file__).parent / "content"

Event = Literal["capture", "offer", "exchange", "background"]
EVENTS: dict[str, Event] = {"capture": "capture", "offer": "offer", "exchange": "exchange", "background": "background"}
BlockKind = Literal["p", "h", "quote", "list", "figure"]
_SIGNS: dict[str, BlockKind] = {"##": "h", ">": "quote", "*": "list", "!": "figure"}
_PIECE = re.compile(r"^--- (?P<outlet>[\w-]+)/(?P<slug>[\w-]+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented newsroom. `path` is the pattern of its addresses, `zone` its offset from UTC (+02:00)."""

    id: str
    title: str
    tagline: str
    language: str
    country: str
    zone: str
    kind: Literal["feed", "sitemap", "listing"]
    feed: str
    feed_path: str
    page: str
    path: str
    colour: str
    charset: str = "utf-8"
    permalink: bool = True
    reliability: Literal["agency", "outlet"] = "outlet"
    item_selector: str = ""
    link_selector: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing an outlet publishes. `phase` counts from 0; `modified` is None until somebody edits it.

    `guid`, `query` and `amp` are what later edits do to its entry in the feed. `about` names the events that it
    reports; "background" means that it only touches on one, and either reading is right.
    """

    outlet: str
    slug: str
    language: str
    phase: int
    title: str
    published: datetime
    blocks: tuple[Block, ...]
    author: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    about: tuple[Event, ...] = ()
    modified: datetime | None = None
    guid: str = ""
    query: str = ""
    amp: bool = False

    @property
    def number(self) -> int:
        """A six-digit number of the kind that content systems give."""
        return 100_000 + zlib.crc32(f"{self.outlet}/{self.slug}".encode()) % 900_000

    @property
    def summary(self) -> str:
        return next(block.text for block in self.blocks if block.kind == "p")

    @property
    def changed(self) -> datetime:
        return self.modified or self.published


@cache
def phases() -> tuple[str, ...]:
    """The names of the phases, in order: the folders of `content/`, without their numbers."""
    return tuple(folder.name.partition("-")[2] for folder in _folders())


@cache
def outlets() -> dict[str, Outlet]:
    return {row["id"]: Outlet(**row) for row in read_yaml("outlets.yaml")}


@cache
def pieces_at(phase: int) -> tuple[Piece, ...]:
    """All that is published by the end of a phase, edits applied, oldest first."""
    found: dict[tuple[str, str], Piece] = {}
    for number, folder in enumerate(_folders()[: phase + 1]):
        for file in sorted(folder.glob("*.md")):
            for piece in parse(file.read_text(encoding="utf-8"), language=file.stem, phase=number):
                if (piece.outlet, piece.slug) in found:
                    raise ValueError(f"{file}: {piece.outlet}/{piece.slug} is there twice")
                found[piece.outlet, piece.slug] = piece
        _apply(folder / "edits.yaml", found)
    return tuple(sorted(found.values(), key=lambda piece: (piece.published, piece.outlet, piece.slug)))


@cache
def chrome(language: str) -> dict[str, Any]:
    """The words around the articles in a language: menus, cookie banners, comments."""
    words: dict[str, Any] = read_yaml("chrome.yaml")[language]
    return words


def read_yaml(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def parse(text: str, *, language: str, phase: int) -> Iterator[Piece]:
    """The pieces of one content file."""
    starts = list(_PIECE.finditer(text))
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        head, _, body = text[start.end() : after.start() if after else len(text)].partition("\n\n")
        yield _piece(start["outlet"], start["slug"], dict(_fields(head)), body, language=language, phase=phase)


def _piece(outlet: str, slug: str, head: dict[str, str], body: str, *, language: str, phase: int) -> Piece:
    return Piece(
        outlet=outlet,
        slug=slug,
        language=language,
        phase=phase,
        title=head["title"],
        published=_moment(head["at"], outlets()[outlet].zone),
        blocks=tuple(_blocks(body)),
        author=head.get("by", ""),
        section=head.get("in", ""),
        tags=_listed(head.get("tags", "")),
        about=_events(head.get("about", "")),
    )


def _events(written: str) -> tuple[Event, ...]:
    return tuple(EVENTS[name] for name in _listed(written))


def _listed(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())


def _fields(head: str) -> Iterator[tuple[str, str]]:
    for line in head.strip().splitlines():
        name, _, value = line.partition(":")
        yield name.strip(), value.strip()


def _blocks(body: str) -> Iterator[Block]:
    for chunk in re.split(r"\n\s*\n", body.strip()):
        sign, _, rest = chunk.partition(" ")
        if sign == "*":
            for line in chunk.splitlines():
                yield Block("list", line.removeprefix("* ").strip())
        elif sign in _SIGNS:
            yield Block(_SIGNS[sign], " ".join(rest.split()))
        else:
            yield Block("p", " ".join(chunk.split()))


def _apply(file: Path, found: dict[tuple[str, str], Piece]) -> None:
    if not file.exists():
        return
    for row in yaml.safe_load(file.read_text(encoding="utf-8")):
        key = (row.pop("outlet"), row.pop("slug"))
        moment = _moment(row.pop("at"), outlets()[key[0]].zone)
        found[key] = replace(found[key], modified=moment, **row)


def _moment(written: str, zone: str) -> datetime:
    return datetime.fromisoformat(f"{written.replace(' ', 'T')}:00{zone}")


def _folders() -> list[Path]:
    return sorted(folder for folder in HERE.iterdir() if folder.is_dir())
