"""The rounds of sources.

ROUNDS        -      the ids of all rounds
ROUND#<id>    ROUND  its stops; due "round" while it has any

A round's body is a compact list, because it is written at each visit: 50 stops take some 3 KB.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from frontwire import rounds
from frontwire.errors import Conflict, StoreError
from frontwire.models import Source
from frontwire.rounds import Round, Stop
from frontwire.store.table import Row, Table, Write, instant

DUE = "round"
DIRECTORY = "ROUNDS"
TRIES = 8


class Rounds(Struct, frozen=True):
    table: Table

    def all(self) -> list[Round]:
        names = self._directory().body_text.split()
        rows = {row.pk: row for row in self.table.get_many([(_key(name), "ROUND") for name in names], consistent=True)}
        return [_round(rows[_key(name)]) for name in names if _key(name) in rows]

    def due(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Ids and due times (ISO) of the rounds to visit now, the longest waiting first."""
        return [(row.pk.removeprefix("ROUND#"), row.due_at) for row in self.table.due(DUE, now, limit)]

    def take(self, name: str, due_at: str, now: datetime) -> Round | None:
        """The round, kept from all others for a while; None where it was visited since `due_at`, or is being visited.

        Without `due_at` it is taken whenever nobody has it.
        """
        row = self.table.get(_key(name), "ROUND")
        if row is None or (due_at and row.due_at != due_at):
            return None
        found = _round(row)
        if found.taken_until and found.taken_until > now:
            return None
        try:
            return self._write(found.taken(uuid4().hex[:12], now))
        except Conflict:
            return None

    def give_back(self, taken: Round, stops: Mapping[str, Stop | None]) -> None:
        """Let go of a round, with new times for the sources that were polled; the others are due as they were."""
        current = taken
        for _ in range(TRIES):
            moved = current.moved(stops)
            if current.taken_by == taken.taken_by:
                moved = replace(moved, taken_until=None, taken_by="")
            try:
                self._write(moved)
                return
            except Conflict:
                row = self.table.get(_key(taken.id), "ROUND")
                if row is None:
                    return
                current = _round(row)
        raise StoreError("others write it all the time", subject=f"round {taken.id}", hint="it is visited again soon")

    def place(self, sources: Iterable[Source], now: datetime) -> None:
        """Put sources on rounds, due at once where they are on none."""
        wanted = list(sources)
        self.change(lambda found: rounds.placed(found, wanted, now))

    def drop(self, sources: Iterable[str]) -> None:
        """Take sources off their rounds."""
        gone = set(sources)
        if gone:
            self.change(lambda found: rounds.without(found, gone))

    def hurry(self, now: datetime, sources: Collection[str] = ()) -> None:
        """Make these sources, or all of them, due now."""
        self.change(lambda found: rounds.due(found, now, sources))

    def change(self, change: Callable[[Sequence[Round]], Sequence[Round]]) -> None:
        """Write the rounds that `change` makes of all rounds; read and make them anew where somebody wrote in between."""
        for _ in range(TRIES):
            directory = self._directory()
            found = self.all()
            changed = change(found)
            names = [one.id for one in changed if one.version == 0]
            try:
                if names:
                    body = " ".join((*directory.body_text.split(), *names))
                    self.table.put(Write(replace(directory, body=body, version=directory.version + 1), "version"))
                for one in changed:
                    self._write(one)
                return
            except Conflict:
                continue
        raise StoreError("others write them all the time", subject="rounds of sources", hint="try again in a minute")

    def _directory(self) -> Row:
        return self.table.get(DIRECTORY, "-") or Row(DIRECTORY, "-")

    def _write(self, one: Round) -> Round:
        written = replace(one, version=one.version + 1)
        self.table.put(Write(_row(written), "version"))
        return written


def _key(name: str) -> str:
    return f"ROUND#{name}"


def _row(one: Round) -> Row:
    until = int(one.taken_until.timestamp()) if one.taken_until else 0
    stops = [[s.source, s.lane, int(s.due_at.timestamp()), int(s.along_at.timestamp())] for s in one.stops]
    body = json.dumps([until, one.taken_by, stops], ensure_ascii=False, separators=(",", ":"))
    if one.due_at is None:
        return Row(_key(one.id), "ROUND", body, one.version)
    return Row(_key(one.id), "ROUND", body, one.version, due=DUE, due_at=instant(one.due_at))


def _round(row: Row) -> Round:
    until, by, stops = json.loads(row.body_text)
    found = tuple(Stop(source, lane, _at(due_at), _at(along_at)) for source, lane, due_at, along_at in stops)
    return Round(row.pk.removeprefix("ROUND#"), found, row.version, _at(until) if until else None, by)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
