"""`run` and `up`: the whole pipeline on this machine."""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from rich.status import Status

from frontwire import codec
from frontwire.collect import trouble
from frontwire.collect.manifest import load as load_sources
from frontwire.errors import ConfigError
from frontwire.models import Alert, Source
from frontwire.wiring import clock
from frontwire_cli import demo, own_hosts
from frontwire_cli.demo.expected import differences
from frontwire_cli.laptop.laptop import AGAIN, Laptop, home_of, kept_port
from frontwire_cli.laptop.pages import save_pages
from frontwire_cli.project import project_root, starter_pack
from frontwire_cli.terminal import alert_panel, console, emit_json, errors, plain, rows
from frontwire_cli.where import Running, announce

PHASE_WITHIN = 120.0  # seconds that a phase of the demo may take
DELIVERED_WITHIN = 15.0  # seconds that its last alerts may take to arrive
STILL = 4.0  # seconds without movement after which failures are looked for
TICK = 60.0  # seconds, as EventBridge Scheduler's


class Interrupted(KeyboardInterrupt):
    """SIGTERM, told like Ctrl-C so that everything started is ended."""


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that `with` blocks end what they started."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@dataclass
class Show:
    """Tells alerts as they come, and keeps a line of progress while they do not."""

    laptop: Laptop
    quiet: bool
    told: set[str] = field(default_factory=set)
    alerts: list[Alert] = field(default_factory=list)
    failed: dict[str, Counter[str]] = field(default_factory=dict)
    looked: float = 0.0

    def trouble(self) -> bool:
        """Whether a step failed: its queue gives a message again only after minutes. Each failure is told once."""
        for step, found in self.laptop.failures().items():
            for error in found.keys() - self.failed.get(step, Counter()).keys():
                errors.print(plain(f"{step} failed: {error} ({AGAIN})"), style="red", soft_wrap=True)
            self.failed[step] = found
        return bool(self.failed)

    def news(self, *, at_most_each: float = 0.0) -> None:
        """Tell what is new; not again within so many seconds, since each look is work for the embedded AWS too."""
        if time.monotonic() - self.looked < at_most_each:
            return
        self.looked = time.monotonic()
        for alert in sorted(self.laptop.store.stories.alerts(), key=lambda a: a.at):
            if alert.id not in self.told:
                self.told.add(alert.id)
                self.alerts.append(alert)
                if not self.quiet:
                    console.print(alert_panel(alert))


@dataclass
class Stillness:
    """Tells every few seconds that nothing has moved."""

    seen: tuple[str, int] = ("", 0)
    since: float = 0.0

    def is_long(self, queue: str, depth: int) -> bool:
        if (queue, depth) != self.seen:
            self.seen, self.since = (queue, depth), time.monotonic()
        if time.monotonic() - self.since < STILL:
            return False
        self.since = time.monotonic()
        return True


def run(sources: Path | None, out: Path, as_json: bool) -> int:
    """News in, alerts out, then a summary. Returns the exit code: 0 when all came as it should."""
    started = time.monotonic()
    out = out.resolve()
    own = _own(sources) if sources else ()
    with ends_cleanly(), ExitStack() as stack, _progress(as_json) as status:
        world = None if sources else stack.enter_context(demo.serve())
        watched = world.sources() if world else own
        laptop = stack.enter_context(Laptop(project_root(), out, local_hosts=_hosts(world)))
        _clear(out)
        _start(laptop, status)
        laptop.seed(watched)
        if not as_json:
            console.print(
                plain(f"Stories, while it runs: {laptop.address}?key={laptop.key}"), style="dim", soft_wrap=True
            )
        show = Show(laptop, as_json)
        if world:
            _live_through(world, laptop, show, status)
        else:
            _look_once(laptop, watched, show, status)
        _wait_for_deliveries(laptop, show)
        (out / "alerts.json").write_bytes(codec.dump(show.alerts))
        save_pages(laptop.store, out, clock())
        wrong = differences(show.alerts) if world else ()
        failing = [] if world else _failing(laptop, watched)
        seconds = time.monotonic() - started
        code = _summary(laptop, show, wrong, failing, seconds, as_json, demo_run=world is not None)
        return 1 if watched and len(failing) == len(watched) else code


def up(sources: Path | None, out: Path, keep: Path | None, with_demo: bool) -> int:
    """Stay until Ctrl-C. The demo world moves on by a phase each minute."""
    out, keep = out.resolve(), keep and keep.resolve()
    with ends_cleanly(), ExitStack() as stack:
        world = stack.enter_context(demo.serve(kept_port(keep, "demo-port"))) if with_demo else None
        watched = world.sources() if world else _own(sources or starter_pack())
        laptop = stack.enter_context(Laptop(project_root(), out, keep, _hosts(world)))
        with _progress(False) as status:
            _start(laptop, status)
            laptop.seed(watched)
        stack.callback(_announce(laptop).unlink, missing_ok=True)
        console.print(f"{len(watched)} sources are watched; alerts land in {out}. Ctrl-C ends it.")
        console.print(plain(f"Stories: {laptop.address}?key={laptop.key}"))
        show = Show(laptop, quiet=False)
        show.told |= {alert.id for alert in laptop.store.stories.alerts()}  # a kept state has told these before
        try:
            _stay(world, laptop, show)
        except KeyboardInterrupt:
            console.print("Ended." + (f" The state is kept in {keep}." if keep else ""))
    return 0


def _announce(laptop: Laptop) -> Path:
    """Tell the other commands where this run can be found."""
    names = laptop.stack.resources
    running = Running(
        url=laptop.emulator.url,
        table=names["Table"],
        bucket=names["Archive"],
        read_queue=names["ReadQueue"],
        deliver_queue=names["DeliverQueue"],
        local_hosts=",".join(laptop.hosts),
        mail_set=names["MailSet"],
        dashboard=laptop.address,
        folder=str((laptop.keep or home_of(laptop.root)).resolve()),
    )
    return announce(laptop.root, running)


def _stay(world: demo.Running | None, laptop: Laptop, show: Show) -> None:
    phases = iter(world.phases[1:]) if world else iter(())
    next_tick = 0.0
    while True:
        if time.monotonic() >= next_tick:
            if world and next_tick and next(phases, None):
                console.print(plain(f"-- {world.advance()}"), style="dim")
                laptop.store.rounds.hurry(clock())
            laptop.tick()
            next_tick = time.monotonic() + TICK
        show.news()
        time.sleep(0.5)


def _live_through(world: demo.Running, laptop: Laptop, show: Show, status: Status) -> None:
    """Each phase of the demo world: it happens, every source is polled, the pipeline works until it is still."""
    for number, phase in enumerate(world.phases):
        if number:
            world.advance()
            laptop.store.rounds.hurry(clock())
        _work(laptop, show, status, f"{number + 1}/{len(world.phases)} {phase}")


def _look_once(laptop: Laptop, sources: Sequence[Source], show: Show, status: Status) -> None:
    """One look at real sources. All they show counts as new, since there will be no second look."""
    laptop.store.sources.skip_baseline(source.id for source in sources if source.enabled)
    _work(laptop, show, status, f"{len(sources)} sources")


def _work(laptop: Laptop, show: Show, status: Status, what: str) -> None:
    stillness = Stillness()

    def watch(queue: str, depth: int) -> bool:
        step = queue.removesuffix("Queue").lower()
        status.update(f"{what} · {depth} messages at {step} · {len(show.alerts)} alerts")
        show.news(at_most_each=1.0)
        return not (stillness.is_long(queue, depth) and show.trouble())

    laptop.tick()
    if not laptop.settle(PHASE_WITHIN, watch) and not show.failed:
        errors.print(f"[yellow]{what}: still working after {PHASE_WITHIN:.0f} s; going on[/]")
    show.news()


def _wait_for_deliveries(laptop: Laptop, show: Show) -> None:
    """Mail leaves the embedded AWS in the background: wait until the sinks hold what the ledger says was sent."""
    end = time.monotonic() + DELIVERED_WITHIN
    while time.monotonic() < end and len(laptop.mail.mails) < len(show.alerts):
        time.sleep(0.1)


def _start(laptop: Laptop, status: Status) -> None:
    steps = {
        "starting the sinks": laptop.start_sinks,
        "starting the embedded AWS": laptop.start_aws,
        "deploying template.yaml": laptop.deploy,
    }
    for what, step in steps.items():
        status.update(what)
        step()


@contextmanager
def _progress(as_json: bool) -> Iterator[Status]:
    """A line that tells what is going on; on standard error where standard output is for a program."""
    with Status("starting", console=errors if as_json else console) as status:
        yield status


def _clear(out: Path) -> None:
    """Empty what an earlier run left, and only that."""
    if out.exists() and not out.is_dir():
        raise ConfigError("is not a folder", subject=str(out), hint="name another one with --out")
    for name in ("slack", "mail", "stories"):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)


def _hosts(world: demo.Running | None) -> tuple[str, ...]:
    """What may be fetched on this machine: the demo world, and what a person names."""
    return (*((f"*.localhost:{world.port}",) if world else ()), *own_hosts.named())


def _own(file: Path) -> tuple[Source, ...]:
    """The sources of a person's file. Raises ConfigError where there is none, or one that could never be asked."""
    found = load_sources(file)
    if not any(source.enabled for source in found):
        raise ConfigError("no source is in it", subject=str(file), hint=f"frontwire sources add URL --file {file}")
    own_hosts.check(found)
    return found


def _failing(laptop: Laptop, watched: Sequence[Source]) -> list[tuple[str, str]]:
    """Sources that could not be read, each with the reason and what to do."""
    known = laptop.store.sources.with_health(source.id for source in watched).values()
    return [
        (source.id, " · ".join(filter(None, (health.error, trouble.advice(health.state, source, health)))))
        for source, health in known
        if health.failures
    ]


def _summary(
    laptop: Laptop,
    show: Show,
    wrong: Sequence[str],
    failing: Sequence[tuple[str, str]],
    seconds: float,
    as_json: bool,
    *,
    demo_run: bool,
) -> int:
    dead = laptop.dead_letters()
    show.trouble()
    figures = laptop.figures() | {
        "alerts": len(show.alerts),
        "slack": len(laptop.slack.posts),
        "mails": len(laptop.mail.mails),
        "seconds": round(seconds, 1),
    }
    if as_json:
        emit_json(
            {**figures, "failing": [{"id": name, "error": why} for name, why in failing], "dead_letters": dead,
             "failed": codec.plain(show.failed), "unexpected": list(wrong), "told": codec.plain(show.alerts)}
        )  # fmt: skip
        return 1 if wrong or dead or show.failed else 0
    console.print(rows("", list(figures), [[str(value) for value in figures.values()]]))
    console.print(plain(f"Slack payloads, mails, alerts.json and the page stories.html are in {laptop.out}"))
    if demo_run and not wrong:
        console.print(f"[green]All {len(show.alerts)} alerts are as expected, and no other came.[/]")
    if failing:
        console.print(rows("", ("could not be read", "why"), failing))
    elif not demo_run and not show.alerts:
        console.print("Nothing to tell. `frontwire scan URL` shows how an article is judged.", style="dim")
    for line in wrong:
        console.print(plain(line), style="red")
    for name, depth in dead.items():
        console.print(f"[red]{depth} messages in {name}: frontwire failed on them five times[/]")
    return 1 if wrong or dead or show.failed else 0
