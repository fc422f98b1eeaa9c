"""`frontwire sources`: what is watched, what a new address would bring, and which sources are alive."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from frontwire import codec
from frontwire.collect import challenge, manifest, opml, poll, rhythm, telegram, trouble
from frontwire.collect.discover import discover
from frontwire.collect.fetch import Fetcher
from frontwire.collect.politeness import Polite
from frontwire.errors import ConfigError, ParseError, RefusedAddress
from frontwire.models import Health, Poll, Source
from frontwire.queues import Queue, ReadRequest
from frontwire.settings import Settings
from frontwire.steps.poll import no_pause, read_messages
from frontwire.wiring import Wiring, clock
from frontwire_cli import own_hosts
from frontwire_cli.options import Json, Stack
from frontwire_cli.project import starter_pack, write_whole
from frontwire_cli.terminal import console, emit_json, plain, rows
from frontwire_cli.where import wiring_of

app = typer.Typer(no_args_is_help=True, help="What is watched")

File = Annotated[Path | None, typer.Option("--file", help="A sources file; the starter pack if none is named.")]
SHOWN = 5
NONE = "Nothing is watched yet: `frontwire sources load FILE`."
SIDE_BY_SIDE = 16
SPANS = ((86_400, "days"), (3_600, "h"), (60, "min"))


@app.command("list", help="The sources of a file, or with --live those being watched, with their health.")
def list_sources(
    file: File = None,
    live: Annotated[bool, typer.Option("--live", help="Those in the table, with their health.")] = False,
    stack: Stack = "",
    as_json: Json = False,
) -> None:
    watched = live or bool(stack)
    found = (
        _watched(wiring_of(stack))
        if watched
        else [(source, Health()) for source in manifest.load(file or starter_pack())]
    )
    if as_json:
        emit_json([codec.plain(source) | {"health": codec.plain(health)} for source, health in found])
    elif watched:
        body = [[s.id, _state(h), _ago(h), _rhythm(h), _failed(h), _to_do(s, h)] for s, h in found]
        console.print(rows("", ("id", "state", "last good", "rhythm", "failed", "what to do"), body, NONE))
    else:
        body = [[s.id, s.kind, s.language, s.country, s.reliability, s.url] for s, _ in found]
        none = f"There are no sources in {file}: `frontwire sources add URL --file {file}` begins it."
        console.print(rows("", ("id", "kind", "lang", "country", "class", "address"), body, none))


@app.command(help="Find out what an address is, show what it would bring, ask, and save it to a sources file.")
def add(
    url: str,
    file: Annotated[Path, typer.Option("--file", help="The sources file to add it to.")] = Path("sources.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    known = list(manifest.load(file)) if file.exists() else []
    source, looked, others = _first_that_works(address_of(url))
    if any(source.url == one.url for one in known):
        raise ConfigError("is there already", subject=source.url, hint=f"see {file}")
    (source,) = _named_apart([source], known)
    shown = [["id", source.id], ["kind", source.kind], ["address", source.url], ["shows", f"{len(looked.links)} links"]]
    console.print(rows("", ("what", "value"), shown))
    for link in looked.links[:SHOWN]:
        console.print(plain(f"- {link.title or link.url}"))
    for other in others:
        console.print(plain(f"also there: {other.kind} {other.url}"), style="dim")
    if not yes and not typer.confirm(f"Add it to {file}?"):
        raise typer.Exit(1)
    add_to_manifest(file, known, source)
    console.print(f"Added to {file}; {len(known) + 1} sources. `frontwire sources load {file}` starts watching it.")


@app.command(help="Look at sources once, now: which are alive, how they did so far, and what to do about the others.")
def check(
    ids: Annotated[list[str] | None, typer.Argument(help="Only these ids.")] = None,
    file: File = None,
    live: Annotated[bool, typer.Option("--live", help="Those in the table, with what is known of them.")] = False,
    stack: Stack = "",
    as_json: Json = False,
) -> None:
    there = wiring_of(stack) if live or stack else None
    found = _watched(there) if there else [(one, Health()) for one in manifest.load(file or starter_pack())]
    found = [(source, health) for source, health in found if not ids or source.id in ids]
    if missing := set(ids or ()) - {source.id for source, _ in found}:
        raise ConfigError("no such source", subject=", ".join(sorted(missing)), hint="see `frontwire sources list`")
    looks = look_at([source for source, _ in found], Polite(there.fetcher, "frontwire") if there else polite())
    if as_json:
        emit_json([codec.plain(replace(look, links=())) | {"links": len(look.links)} for look in looks])
    else:
        body = [_checked(source, health, look) for (source, health), look in zip(found, looks, strict=True)]
        headers = ("id", "now", "links", "newest", "last good", "rhythm", "failed", "what to do")
        console.print(rows("", headers, body))
        console.print(f"{sum(look.status != 'failed' for look in looks)} of {len(looks)} are alive.")
    raise typer.Exit(1 if any(look.status == "failed" for look in looks) else 0)


@app.command(help="Start watching the sources of a file: write them to the table.")
def load(file: Path, stack: Stack = "") -> None:
    sources = manifest.load(file)
    new = wiring_of(stack).store.sources.add(sources, clock())
    console.print(f"{len(sources)} sources are watched, {new} of them new. A first look only takes stock: no alerts.")


@app.command(help="Read what a flood held back: its links go to the read queue.")
def release(
    source: str,
    stack: Stack = "",
    forget: Annotated[bool, typer.Option("--forget", help="Throw the held links away instead.")] = False,
) -> None:
    wiring = wiring_of(stack)
    known = wiring.store.sources.get(source)
    if known is None:
        raise ConfigError("no such source", subject=source, hint="see `frontwire sources list --live`")
    held = wiring.store.sources.held(source)
    if not forget:
        queue: Queue = wiring.read_queue
        requests = [ReadRequest(key, link, known.title or source, known.reliability) for key, link in held]
        queue.send(read_messages(requests, no_pause))
        wiring.store.sources.allow(source, len(held))
    wiring.store.sources.let_go(source)
    done = "thrown away" if forget else "sent to be read"
    console.print(plain(f"{len(held)} links {done}." if held else f"Nothing of {source} is held back."))


@app.command("import", help="Turn an OPML file into a sources file.")
def import_opml(opml_file: Path, file: Annotated[Path, typer.Option("--file")] = Path("sources.yaml")) -> None:
    try:
        sources = opml.read(opml_file.read_bytes(), str(opml_file))
    except OSError as error:
        raise ConfigError(str(error.strerror).lower(), subject=str(opml_file)) from error
    known = list(manifest.load(file)) if file.exists() else []
    fresh = [source for source in sources if source.url not in {one.url for one in known}]
    write_manifest(file, [*known, *_named_apart(fresh, known)])
    console.print(f"{len(fresh)} sources added to {file}, {len(sources) - len(fresh)} were there already.")


@app.command("export", help="Write the sources of a file as OPML to standard output.")
def export_opml(file: File = None) -> None:
    typer.echo(opml.write(manifest.load(file or starter_pack())).decode())


def address_of(written: str) -> str:
    """A web address from what a person writes: with or without https://, a channel's name."""
    channel = telegram.channel_url(written)
    return channel or (written if "://" in written else f"https://{written.strip()}")


def _first_that_works(url: str) -> tuple[Source, Poll, list[Source]]:
    """What to watch at an address, what it shows now, and what else is there. A home page may name a feed that is gone.

    Raises ParseError, with what the first of them said, where none works.
    """
    fetcher = polite()
    try:
        page = fetcher.get(url)
    except RefusedAddress as error:
        raise own_hosts.with_way_in(error, url) from error
    found = discover(page)
    first = ""
    for source in found:
        looked = poll(source, Health(), fetcher, clock())
        if looked.status != "failed":
            language = source.language or next((link.language for link in looked.links), "")
            return replace(source, language=language), looked, [other for other in found if other is not source]
        first = first or f"{source.kind} {source.url}: {looked.error}"
    if challenge.is_challenge(page.headers, page.body):
        first = "the site shows a challenge page, which is never evaded"
    elif not found or challenge.is_login(page.body):
        first = "a log-in page" if challenge.is_login(page.body) else "nothing to watch was found there"
    raise ParseError(first, subject=url, hint="nothing was saved; try the address of a feed or of a list")


def look_at(sources: Sequence[Source], fetcher: Polite) -> list[Poll]:
    """One poll of each, side by side, in their order."""
    now = clock()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(lambda source: poll(source, Health(), fetcher, now), sources))


def polite() -> Polite:
    settings = Settings.read(os.environ)
    return Polite(Fetcher(settings.user_agent, allow=settings.local_hosts), "frontwire")


def write_manifest(path: Path, sources: Sequence[Source]) -> None:
    """A sources file with only what differs from the defaults; written whole or not at all."""
    write_whole(path, "sources:\n" + "".join(_entry(source, 2) for source in sources) if sources else "sources: []\n")


def add_to_manifest(path: Path, known: Sequence[Source], source: Source) -> None:
    """One more entry at the end of a file, whose own words stay as they are; written anew where that cannot be done."""
    text = path.read_text("utf-8").rstrip() if path.exists() else ""
    first = re.search(r"^( *)- ", text, re.M)
    longer = f"{text}\n{_entry(source, len(first[1]) if first else 2)}"
    with suppress(ConfigError):
        if manifest.parse(longer, str(path)) == (*known, source):
            return write_whole(path, longer)
    return write_manifest(path, [*known, source])


def _entry(source: Source, indent: int) -> str:
    import yaml

    plainest = codec.plain(Source("", ""))
    fields = {name: value for name, value in codec.plain(source).items() if value != plainest[name]}
    text = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=1_000)
    return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())


def _watched(there: Wiring) -> list[tuple[Source, Health]]:
    found = there.store.sources
    return list(found.with_health(source.id for source in found.all()).values())


def _named_apart(sources: Sequence[Source], known: Sequence[Source]) -> list[Source]:
    """The sources under ids that no other has."""
    taken, named = {one.id for one in known}, []
    for source in sources:
        free = (
            name for number in count(1) if (name := f"{source.id}-{number}" if number > 1 else source.id) not in taken
        )
        named.append(replace(source, id=next(free)))
        taken.add(named[-1].id)
    return named


def _checked(source: Source, health: Health, look: Poll) -> list[str]:
    """A row: how the source answers now beside what its polls have taught us."""
    failed = look.status == "failed"
    advice = trouble.advice(look.state if failed or look.state != "ok" else "moved" if look.moved_to else "", source,
                            replace(health, moved_to=look.moved_to))  # fmt: skip
    words = " · ".join(part for part in (look.error, advice) if part)
    now = f"{look.state} {look.http_status or ''}".strip()
    shown = [source.id, now, str(len(look.links)), _newest(look)]
    return [*shown, _ago(health), _rhythm(health), _failed(health), words]


def _newest(look: Poll) -> str:
    """The day of the newest link: a feed may answer for years without news."""
    days = [link.published.utc for link in look.links if link.published and link.published.utc]
    return f"{max(days):%Y-%m-%d}" if days else ""


def _state(health: Health) -> str:
    return "silent" if rhythm.is_silent(health, clock()) else health.state


def _to_do(source: Source, health: Health) -> str:
    return " · ".join(part for part in (health.error, trouble.advice(_state(health), source, health)) if part)


def _rhythm(health: Health) -> str:
    """How often something new comes, and how often we look."""
    if not health.interval:
        return ""
    looks = f"looked at each {_span(health.interval)}"
    return f"new each {_span(health.gap)}, {looks}" if health.gap else looks


def _span(seconds: float) -> str:
    return next((f"{seconds / unit:.0f} {name}" for unit, name in SPANS if seconds >= 2 * unit), f"{seconds:.0f} s")


def _failed(health: Health) -> str:
    return f"{health.failures} in a row" if health.failures else ""


def _ago(health: Health) -> str:
    if health.good_at is None:
        return ""
    minutes = int((clock() - health.good_at).total_seconds() // 60)
    return f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"
