"""The canary's last flight.

CANARY  SENT     the hour of the one sent last, and when
CANARY  ARRIVED  the hour of the last one that came through
CANARY  TOLD     the hour of the one whose absence was told
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from frontwire.canary import Flight
from frontwire.store.table import Row, Table, Write, instant

KEY = "CANARY"


class Canary(Struct, frozen=True):
    table: Table

    def flight(self) -> Flight:
        keys = [(KEY, sk) for sk in ("SENT", "ARRIVED", "TOLD")]
        found = {row.sk: row.body_text for row in self.table.get_many(keys, consistent=True)}
        sent, _, at = found.get("SENT", "").partition(" ")
        return Flight(
            sent, datetime.fromisoformat(at) if at else None, found.get("ARRIVED", ""), found.get("TOLD", "").strip()
        )

    def sent(self, name: str, now: datetime) -> None:
        self._put("SENT", f"{name} {instant(now)}")

    def arrived(self, name: str) -> None:
        self._put("ARRIVED", name)

    def told(self, name: str) -> None:
        self._put("TOLD", name or " ")

    def _put(self, sk: str, body: str) -> None:
        self.table.put(Write(Row(KEY, sk, body)))
