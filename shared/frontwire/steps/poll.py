"""Sources to new links: many fetched side by side, the table and the queue asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from frontwire import codec
from frontwire.collect import identity, newness, poll, rhythm
from frontwire.collect.fetch import Fetcher
from frontwire.models import Health, Link, Poll, Source
from frontwire.queues import DueSource, Message, PollRequest, Queue, ReadRequest
from frontwire.store import Store

SIDE_BY_SIDE = 16


@dataclass(frozen=True, slots=True)
class Looked:
    """One source and what a look at it brought."""

    source: Source
    health: Health
    poll: Poll


@dataclass(frozen=True)
class PollStep:
    store: Store
    read_queue: Queue
    fetcher: Fetcher

    def run(self, request: PollRequest, clock: Callable[[], datetime], seconds: float) -> dict[str, int]:
        """Poll the sources that are still due, for at most `seconds`; what is not done by then stays due."""
        known = self.store.sources.with_health(source.id for source in request.sources)
        due = [known[source.id] for source in request.sources if _still_due(source, known)]
        looks = self._look([(source, health) for source, health, _ in due], clock, seconds)
        tally = self._keep(looks, clock())
        return tally | {"polled": len(looks), "unfinished": len(due) - len(looks)}

    def _look(
        self, due: Sequence[tuple[Source, Health]], clock: Callable[[], datetime], seconds: float
    ) -> list[Looked]:
        pool = ThreadPoolExecutor(min(SIDE_BY_SIDE, max(1, len(due))), thread_name_prefix="poll")
        futures: list[Future[Looked]] = [
            pool.submit(lambda s=source, h=health: Looked(s, h, poll(s, h, self.fetcher, clock())))
            for source, health in due
        ]
        done, _ = wait(futures, timeout=seconds)
        pool.shutdown(wait=False, cancel_futures=True)
        return [future.result() for future in futures if future in done]

    def _keep(self, looks: Sequence[Looked], now: datetime) -> dict[str, int]:
        """New links are sent first and marked after, so that a crash between repeats a message, never loses one."""
        known = self.store.news.known({key for look in looks for key in newness.keys_of(look.poll)})
        messages: list[Message] = []
        marks: list[str] = []
        held: list[tuple[str, str, Link]] = []
        tally = dict.fromkeys(("links", "new", "baseline", "held", "failed"), 0)
        after: list[tuple[str, Health, datetime]] = []
        for look in looks:
            sifted = newness.sift(look.poll, look.health, known)
            messages += [_read_message(look.source, link) for link in sifted.new]
            held += [(look.source.id, identity.keys(link)[0], link) for link in sifted.held]
            marks += sifted.marks
            known.update(sifted.marks)
            after.append((look.source.id, *rhythm.after(look.source, look.health, look.poll, len(sifted.new), now)))
            tally["links"] += len(look.poll.links)
            tally["new"] += len(sifted.new)
            tally["baseline"] += sifted.baseline
            tally["held"] += len(sifted.held)
            tally["failed"] += look.poll.status == "failed"
        self.read_queue.send(messages)
        self.store.sources.hold(held)
        self.store.news.mark(marks, now)
        for source, health, due_at in after:
            self.store.sources.polled(source, health, due_at)
        return tally


def _read_message(source: Source, link: Link) -> Message:
    return Message(codec.dump(ReadRequest(identity.keys(link)[0], link, source.title or source.id, source.reliability)))


def _still_due(asked: DueSource, known: dict[str, tuple[Source, Health, str]]) -> bool:
    """A source that was polled since the clock asked has another due time; a removed one has none."""
    if asked.id not in known:
        return False
    return not asked.due_at or known[asked.id][2] == asked.due_at
