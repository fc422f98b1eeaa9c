"""`frontwire subscriptions`: what each channel wants, and what it wants no more of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from frontwire import codec
from frontwire.errors import ConfigError
from frontwire.models import Mute, Severity, Subscription
from frontwire.store import Store
from frontwire.wiring import clock
from frontwire_cli import wishes
from frontwire_cli.desk import NO_CHANNELS, Mode, known_channel, known_story
from frontwire_cli.options import Json, Stack
from frontwire_cli.terminal import console, emit_json, plain, rows
from frontwire_cli.where import store_of

app = typer.Typer(no_args_is_help=True, help="What channels want")

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SPAN = re.compile(r"(\d{1,4})([mhd])")

Name = Annotated[str, typer.Argument(help="The channel, as `frontwire channels list` names it.")]
Words = Annotated[str | None, typer.Option(help='With commas; "" for all.')]


@app.command("list", help="What every channel wants, and the stories that it has muted.")
def list_all(stack: Stack = "", as_json: Json = False) -> None:
    store = store_of(stack)
    found = [(wants, store.channels.mutes(channel.id)) for channel, wants in store.channels.subscriptions()]
    if as_json:
        emit_json([{"subscription": codec.plain(wants), "mutes": codec.plain(mutes)} for wants, mutes in found])
        return
    body = [
        [w.channel, _filters(w), w.mode, f"{w.quiet} {w.zone}".strip() if w.quiet else "", str(w.budget or ""),
         f"until {w.muted_until:%d %b %H:%M} UTC" if w.muted_until else "", ", ".join(m.story for m in mutes)]
        for w, mutes in found
    ]  # fmt: skip
    console.print(
        rows("", ("channel", "wants", "mode", "quiet", "budget", "muted", "muted stories"), body, NO_CHANNELS)
    )


@app.command("set", help="Change what a channel wants; what is not named stays.")
def change(
    name: Name,
    topics: Words = None,
    statuses: Words = None,
    languages: Words = None,
    countries: Words = None,
    severity: Annotated[Severity | None, typer.Option(help="At least this.")] = None,
    confidence: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="At least this confidence.")] = None,
    mode: Annotated[Mode | None, typer.Option(help="One by one, or as a digest.")] = None,
    quiet: Annotated[str | None, typer.Option(help='Quiet hours, such as 22:00-07:00; "" for none.')] = None,
    zone: Annotated[str | None, typer.Option(help="The zone of its day, such as Europe/Kyiv.")] = None,
    budget: Annotated[int | None, typer.Option(min=0, help="Messages a day at once; 0: no limit.")] = None,
    health: Annotated[bool | None, typer.Option(help="Tell it of sources in trouble.")] = None,
    stack: Stack = "",
) -> None:
    asked: dict[str, Any] = {
        "topics": topics, "statuses": statuses, "languages": languages, "countries": countries, "severity": severity,
        "confidence": confidence, "mode": mode, "quiet": quiet, "zone": zone, "budget": budget,
        "health": health,
    }  # fmt: skip
    changes = {
        key: wishes.parts(value) if key in wishes.LISTED else value for key, value in asked.items() if value is not None
    }
    if not changes:
        raise ConfigError("say what is to change", subject=name, hint="see `frontwire subscriptions set --help`")
    store = store_of(stack)
    before = codec.plain(_known(store, name))
    wants = wishes.subscription(name, before | changes, "subscriptions set")
    store.channels.subscribe(wants)
    console.print(plain(f"{name} now wants {', '.join(_wishes(wants))}."))


@app.command(help="Silence a channel for a time, or one story in it for good.")
def mute(
    name: Name,
    story: Annotated[str, typer.Option(help="Only this story, by its id.")] = "",
    span: Annotated[str, typer.Option("--for", help="How long: 30m, 8h, 2d.")] = "",
    stack: Stack = "",
) -> None:
    if bool(story) == bool(span):
        raise ConfigError("say either --story ID or --for 8h", subject=name)
    store, now = store_of(stack), clock()
    wants = _known(store, name)
    if story:
        known_story(store, story)
        store.channels.mute(Mute(name, story, "the command line", now))
        console.print(plain(f"{name} hears no more of {story}."))
        return
    until = now + _length(span)
    store.channels.subscribe(replace(wants, muted_until=until))
    console.print(plain(f"{name} is silent until {until:%d %b %H:%M} UTC; what comes until then is not sent to it."))


@app.command(help="Let a channel, or one story in it, be heard again.")
def unmute(
    name: Name, story: Annotated[str, typer.Option(help="Only this story, by its id.")] = "", stack: Stack = ""
) -> None:
    store = store_of(stack)
    wants = _known(store, name)
    if story:
        if story not in {mute.story for mute in store.channels.mutes(name)}:
            raise ConfigError(f"is not muted in {name}", subject=story, hint="see `frontwire subscriptions list`")
        store.channels.unmute(name, story)
    else:
        store.channels.subscribe(replace(wants, muted_until=None))
    console.print(plain(f"{name} hears {'of ' + story if story else 'all that it wants'} again."))


def _known(store: Store, name: str) -> Subscription:
    return store.channels.subscription(known_channel(store, name).id)


def _length(span: str) -> timedelta:
    found = _SPAN.fullmatch(span.strip())
    if not found:
        raise ConfigError("is no length of time", subject=span, hint="write 30m, 8h or 2d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _filters(wants: Subscription) -> str:
    words = [", ".join(getattr(wants, name)) for name in wishes.LISTED if getattr(wants, name)]
    words += [f"{wants.severity} and above"] if wants.severity != "low" else []
    words += [f"confidence {wants.confidence:.0%}"] if wants.confidence else []
    return "; ".join(words) or "everything"


def _wishes(wants: Subscription) -> Iterator[str]:
    yield _filters(wants)
    yield wants.mode.replace("_", " ")
    if wants.quiet:
        yield f"quiet {wants.quiet} {wants.zone}"
    if wants.budget:
        yield f"at most {wants.budget} a day"
    if not wants.health:
        yield "nothing of sources in trouble"
