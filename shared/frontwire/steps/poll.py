"""A round of sources to new links: many fetched side by side, the table and the queue asked once for all of them."""

from __future__ import annotations

import time
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from frontwire import canary, codec, rounds
from frontwire.collect import encodings, newness, politeness, poll, polling, rhythm
from frontwire.collect.newness import Keyed, Sifted
from frontwire.collect.polling import Fetch
from frontwire.models import Health, Link, Poll, Push, Source
from frontwire.queues import Message, PollRequest, Pushed, Queue, ReadRequest
from frontwire.rounds import Round, Stop
from frontwire.steps.health import Teller
from frontwire.steps.hubs import MOST_BODY, Subscriber, pace
from frontwire.store import Store

SIDE_BY_SIDE = 50


class Looked(Struct, frozen=True):
    """One source and what a look at it brought."""

    source: Source
    health: Health
    poll: Poll
    push: Push | None = None
    pushed: bool = False


class Found(Struct, frozen=True):
    """What a look brought: all its links with their keys as `listed`, the keys of those that the list before did not show,
    and what of these is new."""

    look: Looked
    listed: Keyed
    keys: dict[Link, tuple[str, ...]]
    sifted: Sifted

    def requests(self) -> list[ReadRequest]:
        """Named by the first key of a link's own: an address that several entries share would let only one of them be read."""
        source = self.look.source
        return [
            ReadRequest(self.keys[link][0], link, source.title or source.id, source.reliability)
            for link in self.sifted.new
        ]

    def held(self) -> list[tuple[str, str, Link]]:
        """What a flood holds back: source, key, link."""
        return [(self.look.source.id, self.keys[link][0], link) for link in self.sifted.held]

    def marks(self) -> set[str]:
        """The marks for everybody: of a first look those of what is read, later all but those of what a flood holds back."""
        marks = set(self.sifted.marks)
        return marks & self._of(self.sifted.new) if self.sifted.baseline else marks - self._of(self.sifted.held)

    def own_marks(self) -> set[str]:
        """The marks for this source alone."""
        return set(self.sifted.marks) - self.marks()

    def _of(self, links: Sequence[Link]) -> set[str]:
        return {key for link in links for key in self.keys[link]}


class Learnt(Struct, frozen=True):
    """What a look taught us: the source's health now, when it is due again, and the seconds that its host wants from
    one request to the next."""

    health: Health
    stop: Stop
    pause: float


def no_pause(url: str) -> float:
    return 0.0


def read_messages(requests: Sequence[ReadRequest], pause: Callable[[str], float]) -> list[Message]:
    """Requests with the waits that keep their hosts' pauses; `pause` tells the seconds that a URL's host wants."""
    waits = politeness.spread((request.link for request in requests), pause)
    return [Message(codec.dump(request), delay=wait) for request, wait in zip(requests, waits, strict=True)]


class PollStep(Struct, frozen=True):
    """`pause` tells the seconds that a URL's host wants between two requests."""

    store: Store
    read_queue: Queue
    fetcher: Fetch
    pause: Callable[[str], float] = no_pause
    subscriber: Subscriber | None = None

    def run(self, request: PollRequest, clock: Callable[[], datetime], seconds: float) -> dict[str, int]:
        """Visit a round, for at most `seconds`; what is not done by then stays due. What a hub pushed is taken at once."""
        if request.round == canary.NAME:
            self.read_queue.send([Message(codec.dump(canary.request(request.due_at)))])
            return {"canaries": 1}
        if request.pushed:
            return self._take_in(request.pushed, clock())
        taken = self.store.rounds.take(request.round, request.due_at, clock())
        if taken is None:
            return {"polled": 0}
        try:
            return self._visit(taken, clock, seconds)
        except Exception:
            self.store.rounds.give_back(taken, {})  # due as before, so that the clock and the queue try again
            raise

    def _take_in(self, pushed: Pushed, now: datetime) -> dict[str, int]:
        """Links of a hub's call go the way of a poll's. Where its source is being polled at the same time, both send what
        is new: reading it once is the next step's business. The time of the next poll stays as it is."""
        source, health = self.store.sources.with_health([pushed.source]).get(pushed.source, (None, Health()))
        if source is None or not source.enabled or not health.baseline:
            return {"pushed": 0}
        if pushed.body:
            body = encodings.gunzip(b64decode(pushed.body), MOST_BODY)
            looked = polling.pushed(source, health, body, pushed.content_type, self.fetcher, now)
        else:
            looked = poll(source, health, self.fetcher, now)
        look = Looked(source, health, looked, self.store.sources.push(health.push), pushed=bool(pushed.body))
        return self._keep([look], now)[0] | {"pushed": 1}

    def _visit(self, taken: Round, clock: Callable[[], datetime], seconds: float) -> dict[str, int]:
        stops = taken.at(clock())
        known = self.store.sources.with_health(stop.source for stop in stops)
        lanes: dict[str, list[tuple[Source, Health]]] = defaultdict(list)
        for stop in stops:
            if stop.source in known:
                lanes[stop.lane].append(known[stop.source])
        looks = self._look(list(lanes.values()), clock, seconds)
        now = clock()
        tally, learnt = self._keep(looks, now)
        gone = dict.fromkeys(stop.source for stop in stops if stop.source not in known)
        self.store.rounds.give_back(taken, {**gone, **_spaced(taken, learnt, now)})
        return tally | {"polled": len(looks), "unfinished": sum(map(len, lanes.values())) - len(looks)}

    def _look(
        self, lanes: Sequence[Sequence[tuple[Source, Health]]], clock: Callable[[], datetime], seconds: float
    ) -> list[Looked]:
        """One worker a host: those of one host one after the other, so that its pauses keep nobody else waiting.

        The looks come in the order of their lanes, whoever answered first: a visit that is repeated does the same."""
        looks: list[Looked] = []
        until = time.monotonic() + seconds

        def walk(lane: Sequence[tuple[Source, Health]]) -> None:
            for source, health in lane:
                if time.monotonic() < until:
                    looked = poll(source, health, self.fetcher, clock())
                    push = self.subscriber.keep(source, health, looked, clock()) if self.subscriber else None
                    looks.append(Looked(source, health, looked, push))

        pool = ThreadPoolExecutor(min(SIDE_BY_SIDE, max(1, len(lanes))), thread_name_prefix="poll")
        walks = [pool.submit(walk, lane) for lane in lanes]
        done, _ = wait(walks, timeout=seconds)
        pool.shutdown(wait=False, cancel_futures=True)
        for one in done:
            one.result()
        places = {source.id: place for place, (source, _) in enumerate(chain.from_iterable(lanes))}
        return sorted(looks, key=lambda look: places[look.source.id])

    def _keep(self, looks: Sequence[Looked], now: datetime) -> tuple[dict[str, int], dict[str, Learnt]]:
        """New links are sent first and marked after, so that a crash between repeats a message, never loses one."""
        found = self._sift(looks)
        self.read_queue.send(read_messages(_by_turns(found), self.pause))
        self.store.sources.hold(held for one in found for held in one.held())
        learnt = self._learn(found, now)
        self.store.news.mark({mark for one in found for mark in one.marks()}, now)
        for one in found:
            self.store.news.mark(one.own_marks(), now, owner=one.look.source.id)
        self.store.sources.learn(
            {
                look.source.id: learnt[look.source.id].health
                for look in looks
                if rhythm.worth_writing(look.health, learnt[look.source.id].health)
            }
        )
        return _tally(found), learnt

    def _sift(self, looks: Sequence[Looked]) -> list[Found]:
        """What is new in each look; what one of them brings is known to those after it."""
        listed = {look.source.id: newness.distinct_keys(look.poll.links) for look in looks}
        unseen = {look.source.id: newness.unseen(listed[look.source.id], look.health.shown) for look in looks}
        known = self.store.news.known({source: newness.keys_of(links) for source, links in unseen.items()})
        found: list[Found] = []
        read: set[str] = set()
        for look in looks:
            source = look.source.id
            sifted = newness.sift(look.poll, look.health, known[source] | read, unseen[source])
            found.append(Found(look, listed[source], dict(unseen[source]), sifted))
            read |= found[-1].marks()
        return found

    def _learn(self, found: Sequence[Found], now: datetime) -> dict[str, Learnt]:
        """What the polls taught us of their sources. Who should be told of trouble is told before the marks are set: a
        flood would not be one at a second look."""
        teller = Teller(self.store)
        learnt = {}
        for one in found:
            look, sifted = one.look, one.sifted
            seen = replace(look.poll, state="flood") if sifted.flood else look.poll
            health, due_at = rhythm.after(look.source, look.health, seen, len(sifted.new), now)
            health = replace(health, push=look.push.token if look.push else "")
            if look.poll.status == "changed" and not look.pushed:  # a push is no list: it holds what is new alone
                health = replace(health, shown=newness.shown(one.listed))
            if look.push and not health.failures:
                due_at = pace(look.push, due_at, now)
            health = teller.tell(look.source, look.health, health, len(sifted.held), now)
            source = rhythm.relocated(look.source, health) or look.source
            if source is not look.source:
                self.store.sources.save(source)
                self.store.rounds.place([source], now)  # at another host it leaves this round for that of its new lane
            firm = bool(health.failures or look.poll.status == "postponed" or look.poll.retry_after)
            pause = max(self.pause(source.url), politeness.patience(look.poll.http_status, look.poll.retry_after))
            learnt[source.id] = Learnt(health, rounds.next_stop(source, now, due_at, firm=firm), pause)
        return learnt


def _spaced(taken: Round, learnt: Mapping[str, Learnt], now: datetime) -> dict[str, Stop]:
    """The new stops. The other sources of a host that wants long pauses wait as well: the next visit may be another
    machine's, which knows nothing of this one's requests."""
    moved = {name: one.stop for name, one in learnt.items()}
    free_at: dict[str, datetime] = {}
    for one in learnt.values():
        if one.pause >= politeness.LONG_PAUSE:
            free = now + timedelta(seconds=one.pause)
            free_at[one.stop.lane] = max(free, free_at.get(one.stop.lane, free))
    for stop in taken.stops:
        until, current = free_at.get(stop.lane), moved.get(stop.source, stop)
        if until and current.along_at < until:
            moved[stop.source] = replace(current, due_at=max(current.due_at, until), along_at=until)
    return moved


def _by_turns(found: Sequence[Found]) -> list[ReadRequest]:
    """One link of each source in turn, so that a batch of reads spreads over hosts."""
    turns = zip_longest(*(one.requests() for one in found))
    return [request for turn in turns for request in turn if request]


def _tally(found: Sequence[Found]) -> dict[str, int]:
    return {
        "links": sum(len(one.look.poll.links) for one in found),
        "new": sum(len(one.sifted.new) for one in found),
        "held": sum(len(one.sifted.held) for one in found),
        "baseline": sum(one.sifted.baseline for one in found),
        "failed": sum(one.look.poll.status == "failed" for one in found),
    }
