"""What people said of alerts, by the buttons below them.

ALERT#<id>   FEEDBACK#<user>   a Feedback; list FEEDBACK by time
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from frontwire import codec
from frontwire.errors import Conflict
from frontwire.models import Feedback
from frontwire.store.table import Row, Table, Write, instant, value

LIST = "FEEDBACK"
TRIES = 3


class FeedbackBook(Struct, frozen=True):
    table: Table

    def keep(self, said: Feedback) -> bool:
        """Write it down; False when the same person's latest word on the alert already is this one, or a later one."""
        for _ in range(TRIES):
            before = self._of(said.alert, said.user)
            if before and (before.said == said.said or before.at >= said.at):
                return False
            kept = replace(said, version=before.version + 1 if before else 1)
            try:
                self.table.put(Write(_row(kept), "version"))
            except Conflict:
                continue  # the same person pressed twice at once: look again at what stands
            return True
        raise Conflict("somebody else wrote first", subject=f"feedback of {said.user} on {said.alert}")

    def of_alert(self, alert: str) -> list[Feedback]:
        """Everybody's latest word on an alert, the first first."""
        found = (value(row, Feedback) for row in self.table.of(f"ALERT#{alert}", "FEEDBACK#"))
        return sorted(found, key=lambda said: said.at)

    def latest(self, limit: int = 2000) -> list[Feedback]:
        return [value(row, Feedback) for row in self.table.listed(LIST, limit)]

    def _of(self, alert: str, user: str) -> Feedback | None:
        row = self.table.get(f"ALERT#{alert}", f"FEEDBACK#{user}")
        return value(row, Feedback) if row else None


def _row(said: Feedback) -> Row:
    sk = f"FEEDBACK#{said.user}"
    return Row(f"ALERT#{said.alert}", sk, codec.dump(said), version=said.version, list=LIST, list_at=instant(said.at))
