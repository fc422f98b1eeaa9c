"""Sources to new links: many fetched side by side, the table and the queue asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from frontwire import codec
from frontwire.collect import identity, newness, poll, rhythm
from frontwire.collect.newness import Sifted
from frontwire.collect.polling import Fetch
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
    fetcher: Fetch

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

        def look(source: Source, health: Health) -> Looked:
            return Looked(source, health, poll(source, health, self.fetcher, clock()))

        futures: list[Future[Looked]] = [pool.submit(look, source, health) for source, health in due]
        done, _ = wait(futures, timeout=seconds)
        pool.shutdown(wait=False, cancel_futures=True)
        return [future.result() for future in futures if future in done]

    def _keep(self, looks: Sequence[Looked], now: datetime) -> dict[str, int]:
        """New links are sent first and marked after, so that a crash between repeats a message, never loses one."""
        known = self.store.news.known({look.source.id: newness.keys_of(look.poll) for look in looks})
        sifted: list[Sifted] = []
        read: set[str] = set()
        for look in looks:
            sifted.append(newness.sift(look.poll, look.health, known[look.source.id] | read))
            read |= _marks(sifted[-1])[0]
        pairs = list(zip(looks, sifted, strict=True))
        self.read_queue.send(_by_turns(looks, sifted))
        self.store.sources.hold((look.source.id, identity.keys(link)[0], link) for look, s in pairs for link in s.held)
        self.store.news.mark(read, now)
        for look, s in pairs:
            self.store.news.mark(_marks(s)[1], now, owner=look.source.id)
            self._learn(look, s, now)
        return {
            "links": sum(len(look.poll.links) for look in looks),
            "new": sum(len(s.new) for s in sifted),
            "held": sum(len(s.held) for s in sifted),
            "baseline": sum(s.baseline for s in sifted),
            "failed": sum(look.poll.status == "failed" for look in looks),
        }

    def _learn(self, look: Looked, sifted: Sifted, now: datetime) -> None:
        """What the poll taught us of its source, and when the next one is due."""
        poll = replace(look.poll, state="flood") if sifted.flood else look.poll
        health, due_at = rhythm.after(look.source, look.health, poll, len(sifted.new), now)
        if moved := rhythm.relocated(look.source, health):
            self.store.sources.save(moved)
        self.store.sources.polled(look.source.id, health, due_at)


def _marks(sifted: Sifted) -> tuple[set[str], set[str]]:
    """The marks for everybody, and those for the source alone: of its first look, and of what a flood holds back."""
    marks = set(sifted.marks)
    if sifted.baseline:
        return set(), marks
    held = {key for link in sifted.held for key in identity.keys(link)}
    return marks - held, marks & held


def _by_turns(looks: Sequence[Looked], sifted: Sequence[Sifted]) -> list[Message]:
    """One link of each source in turn, so that a batch of reads spreads over hosts."""
    columns = [[_read_message(look.source, link) for link in s.new] for look, s in zip(looks, sifted, strict=True)]
    return [message for row in zip_longest(*columns) for message in row if message]


def _read_message(source: Source, link: Link) -> Message:
    return Message(codec.dump(ReadRequest(identity.keys(link)[0], link, source.title or source.id, source.reliability)))


def _still_due(asked: DueSource, known: dict[str, tuple[Source, Health, str]]) -> bool:
    """A source that was polled since the clock asked has another due time; a removed one has none."""
    if asked.id not in known:
        return False
    return not asked.due_at or known[asked.id][2] == asked.due_at
