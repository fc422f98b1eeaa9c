"""`frontwire channels|stories|alerts|deliveries`: what a desk was told, why, where it went, and what it wants."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from msgspec.structs import replace
from rich.text import Text

from frontwire import channels as sending
from frontwire import codec, ledger
from frontwire.channels import targets
from frontwire.errors import ChannelError, ConfigError
from frontwire.models import Attempt, Channel, ChannelKind, Delivery, Severity, Story
from frontwire.queues import DeliveryOrder, order_message
from frontwire.store import Store
from frontwire.wiring import clock
from frontwire_cli import wishes
from frontwire_cli.options import Json, Stack
from frontwire_cli.terminal import alert_panel, console, emit_json, facts_table, fields, plain, quote, rows
from frontwire_cli.where import store_of, wiring_of

channels_app = typer.Typer(no_args_is_help=True, help="Where alerts go")
stories_app = typer.Typer(no_args_is_help=True, help="The events")
alerts_app = typer.Typer(no_args_is_help=True, help="What was said")
deliveries_app = typer.Typer(no_args_is_help=True, help="What came of it")

NO_CHANNELS = "There are no channels yet: see `frontwire channels add --help`."

Mode = Literal["at_once", "hourly", "daily"]
Many = Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")]


@channels_app.command("add", help="Add or change a channel and what it wants.")
def add_channel(
    name: Annotated[str, typer.Argument(help="Your name for it, such as desk-slack.")],
    kind: Annotated[ChannelKind, typer.Argument(help="What it is.", show_choices=True)],
    target: Annotated[str, typer.Option(help="An address, a topic ARN, a Slack channel id or a URL.")] = "",
    secret: Annotated[str, typer.Option(help="The SSM parameter with the webhook's URL, token or signing key.")] = "",
    topics: Annotated[str, typer.Option(help="Only these topics, with commas.")] = "",
    statuses: Annotated[str, typer.Option(help="Only these statuses.")] = "",
    languages: Annotated[str, typer.Option(help="Only stories told in one of these languages.")] = "",
    countries: Annotated[str, typer.Option(help="Only stories with one of these countries.")] = "",
    severity: Annotated[Severity, typer.Option(help="At least this.")] = "low",
    confidence: Annotated[float, typer.Option(min=0.0, max=1.0, help="At least this confidence.")] = 0.0,
    mode: Annotated[Mode, typer.Option(help="One by one, or as a digest.")] = "at_once",
    quiet: Annotated[str, typer.Option(help="Quiet hours, such as 22:00-07:00; a summary comes after them.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of the quiet hours, such as Europe/Kyiv.")] = "UTC",
    budget: Annotated[int, typer.Option(min=0, help="Alerts a day at once; more become a digest. 0: no budget.")] = 0,
    health: Annotated[bool, typer.Option(help="Tell this channel of sources in trouble, on the hour.")] = True,
    stack: Stack = "",
) -> None:
    words = {"topics": topics, "statuses": statuses, "languages": languages, "countries": countries}
    asked = {"severity": severity, "confidence": confidence, "mode": mode, "quiet": quiet, "zone": zone,
             "budget": budget, "health": health, **{key: wishes.parts(value) for key, value in words.items()}}  # fmt: skip
    channel = Channel(name, kind, target.strip(), secret.strip())
    if wrong := targets.problems(channel):
        raise ChannelError("; ".join(wrong), subject=name, hint="see `frontwire channels add --help`")
    wants = wishes.subscription(name, asked, "channels add")
    store = store_of(stack)
    before = store.channels.get(name)
    store.channels.save(channel, wants)
    if before and not before.enabled:
        console.print(plain(f"{name} was off ({before.off or 'switched off'}) and is on again."))
    console.print(plain(f"{name} is saved. `frontwire channels test {name}` sends it a test message."))


@channels_app.command("list", help="All channels, what they want, and whether they rest.")
def list_channels(stack: Stack = "", as_json: Json = False) -> None:
    store = store_of(stack)
    found = [(channel, wants, store.channels.state(channel.id)) for channel, wants in store.channels.subscriptions()]
    if as_json:
        emit_json([{name: codec.plain(v) for name, v in zip(("channel", "wants", "state"), one, strict=True)}
                   for one in found])  # fmt: skip
        return
    body = [
        [c.id, c.kind, c.target or c.secret, ", ".join(w.topics) or "all", w.mode, _standing(c), s.note]
        for c, w, s in found
    ]
    console.print(rows("", ("id", "kind", "to", "topics", "mode", "state", "trouble"), body, NO_CHANNELS))


@channels_app.command("test", help="Send a test message now and say what came of it.")
def send_trial(name: str, stack: Stack = "") -> None:
    wiring = wiring_of(stack)
    channel = known_channel(wiring.store, name)
    if not channel.enabled:
        hint = f"when its reader wants it again: frontwire channels on {name}"
        raise ChannelError(f"is {_standing(channel)}", subject=name, hint=hint)
    step = wiring.deliver
    outcome = step.unready(channel) or sending.send(
        sending.trial(channel, step.links_for(channel), clock()), channel, step.tools
    )
    console.print(Text.assemble((f"{outcome.state}: ", "bold"), plain(outcome.note)))
    raise typer.Exit(0 if outcome.state == "sent" else 1)


@channels_app.command("on", help="Send to a channel again that was switched off: its reader wants it back.")
def switch_on(name: str, stack: Stack = "") -> None:
    store = store_of(stack)
    channel = known_channel(store, name)
    store.channels.save(replace(channel, enabled=True, off=""), store.channels.subscription(name))
    console.print(plain(f"{name} is on."))


@channels_app.command("remove", help="Forget a channel; what waits for it is closed.")
def remove_channel(name: str, stack: Stack = "") -> None:
    store = store_of(stack)
    known_channel(store, name)
    store.channels.remove(name)
    console.print(plain(f"{name} is removed."))


@stories_app.command("list", help="The newest stories.")
def list_stories(limit: Many = 30, stack: Stack = "", as_json: Json = False) -> None:
    found = store_of(stack).stories.latest(limit)
    if as_json:
        emit_json(codec.plain(found))
        return
    body = [[s.id, s.topic, s.status, s.day, str(s.article_count), s.headline] for s in found]
    console.print(rows("", ("id", "topic", "status", "day", "articles", "headline"), body, "There are no stories yet."))


@stories_app.command("show", help="One story: facts, evidence, timeline, and what each match did and why.")
def show_story(story: str, stack: Stack = "", as_json: Json = False) -> None:
    store = store_of(stack)
    found = known_story(store, story)
    records = store.stories.records(story)
    if as_json:
        emit_json({"story": codec.plain(found), "records": codec.plain(records)})
        return
    console.print(plain(found.headline), style="bold")
    console.print(facts_table(found.facts))
    for one in found.evidence[:5]:
        console.print(quote(one))
    body = [
        [f"{r.at:%d %b %H:%M}", r.match.article.language, r.match.article.title, r.alert or "silence",
         r.reason, ", ".join(r.joined_by)]
        for r in records
    ]  # fmt: skip
    console.print(rows("", ("when", "lang", "article", "alert", "because", "joined by"), body))


@stories_app.command("explain", help="Why each article belongs to a story: which facts agree, which speak against it.")
def explain_story(story: str, stack: Stack = "", as_json: Json = False) -> None:
    from frontwire.stories import explain

    store = store_of(stack)
    found = known_story(store, story)
    weighed = [(record, explain(found, record.match)) for record in store.stories.records(story)]
    if as_json:
        emit_json(
            [{"article": one.match.article.title, "url": one.match.article.url, "alert": one.alert, "reason": one.reason,
              "joined_by": list(one.joined_by), **codec.plain(why)} for one, why in weighed]
        )  # fmt: skip
        return
    console.print(plain(found.headline), style="bold")
    for one, why in weighed:
        article = one.match.article
        lines = [
            ("did", f"{one.alert or 'silence'}: {one.reason}"),
            ("joined by", "; ".join(one.joined_by) or "it began the story"),
            ("weighs", f"{why.points:g} points now, {why.needed:g} make it join"),
            ("agrees", "; ".join(why.agree)),
            ("against", "; ".join(why.against)),
        ]
        by = ", ".join(part for part in (article.site_name or article.source, article.language) if part)
        console.print(Text.assemble("\n", plain(article.title), (f"  {plain(by)}", "dim")))
        console.print(fields([(label, words) for label, words in lines if words]))


@stories_app.command("mute", help="Send no more alerts of a story (or with --off, send them again).")
def mute_story(story: str, stack: Stack = "", off: Annotated[bool, typer.Option("--off")] = False) -> None:
    store = store_of(stack)
    found = known_story(store, story)
    store.stories.save(replace(found, muted=not off))
    console.print("It is told again." if off else "It is muted; its articles are still counted.")


@alerts_app.command("list", help="The newest alerts.")
def list_alerts(
    limit: Many = 10,
    health: Annotated[bool, typer.Option("--health", help="Those about sources in trouble instead.")] = False,
    stack: Stack = "",
    as_json: Json = False,
) -> None:
    stories = store_of(stack).stories
    found = stories.health_alerts(limit) if health else stories.alerts(limit)
    if as_json:
        emit_json(codec.plain(found))
        return
    if not found:
        console.print("There are no alerts yet.", style="dim")
    for alert in reversed(found):
        console.print(alert_panel(alert))


@deliveries_app.command("list", help="The newest deliveries of a channel, with the last attempt.")
def list_deliveries(channel: str, limit: Many = 30, stack: Stack = "", as_json: Json = False) -> None:
    store = store_of(stack)
    found = store.deliveries.of_channel(channel, limit)  # those of a channel that was removed are kept
    if not found:
        known_channel(store, channel)
    if as_json:
        emit_json(codec.plain(found))
        return
    body = [[d.alert, d.state, str(len(d.attempts)), _last(d).note, f"{_last(d).at:%d %b %H:%M:%S}"] for d in found]
    console.print(rows("", ("alert", "state", "attempts", "last", "when"), body, f"Nothing was sent to {channel} yet."))


@deliveries_app.command("retry", help="Send an uncertain or dead delivery again; you have looked that it is not there.")
def retry_delivery(alert: str, channel: str, stack: Stack = "") -> None:
    wiring = wiring_of(stack)
    found = wiring.store.deliveries.get(alert, channel)
    if found is None:
        hint = f"see `frontwire deliveries list {channel}`"
        raise ConfigError("no such delivery", subject=f"{alert} to {channel}", hint=hint)
    if found.state not in ("uncertain", "dead"):
        hint = "only one that is uncertain or dead is asked for again; the others go their way"
        raise ConfigError(f"this delivery is {found.state}", subject=f"{alert} to {channel}", hint=hint)
    known_channel(wiring.store, channel)
    now = clock()
    (moved,) = wiring.store.deliveries.write([ledger.move(found, "pending", now, "a person asks again", due_at=now)])
    wiring.deliver_queue.send([order_message(DeliveryOrder(channel, (alert,), due_at=str(moved.version)))])
    console.print("It goes out again.")


def _standing(channel: Channel) -> str:
    return "on" if channel.enabled else f"off: {channel.off or 'switched off'}"


def known_channel(store: Store, name: str) -> Channel:
    channel = store.channels.get(name)
    if channel is None:
        raise ConfigError("no such channel", subject=name, hint="see `frontwire channels list`")
    return channel


def known_story(store: Store, story: str) -> Story:
    found = store.stories.get(story)
    if found is None:
        raise ConfigError("no such story", subject=story, hint="see `frontwire stories list`")
    return found


def _last(delivery: Delivery) -> Attempt:
    return delivery.attempts[-1] if delivery.attempts else Attempt(delivery.created_at, delivery.state, "opened")
