"""All that a delivery needs to know before it goes out, in one request: most of what a delivery costs is asking."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from frontwire import ledger
from frontwire.models import Alert, Channel, Delivery, Mute, Subscription
from frontwire.store.deliveries import ChannelState
from frontwire.store.table import Table, value


class Desk(Struct, frozen=True):
    """A channel as it stands now. `deliveries` and `alerts` are those that were asked for and exist; `mutes` by story."""

    channel: Channel | None
    subscription: Subscription
    state: ChannelState
    mutes: dict[str, Mute]
    deliveries: tuple[Delivery, ...]
    alerts: dict[str, Alert]


class Desks(Struct, frozen=True):
    table: Table

    def read(self, channel: str, deliveries: Iterable[str], alerts: Iterable[str]) -> Desk:
        """As last written: the channel, its deliveries of the alerts named first, and the alerts named second."""
        wanted = list(deliveries)
        pk = f"CHANNEL#{channel}"
        keys = [(pk, "CONFIG"), (pk, "SUBSCRIPTION"), (pk, "STATE")]
        keys += [(pk, f"MUTE#{story}") for story in {ledger.story_of(alert) for alert in wanted}]
        keys += [(f"ALERT#{alert}", f"DELIVERY#{channel}") for alert in wanted]
        keys += [(f"ALERT#{alert}", "ALERT") for alert in alerts]
        rows = self.table.get_many(keys, consistent=True)
        own = {row.sk: row for row in rows if row.pk == pk}
        mutes = [value(row, Mute) for sk, row in own.items() if sk.startswith("MUTE#")]
        told = [value(row, Alert) for row in rows if row.sk == "ALERT"]
        return Desk(
            channel=value(own["CONFIG"], Channel) if "CONFIG" in own else None,
            subscription=value(own["SUBSCRIPTION"], Subscription) if "SUBSCRIPTION" in own else Subscription(channel),
            state=value(own["STATE"], ChannelState) if "STATE" in own else ChannelState(),
            mutes={mute.story: mute for mute in mutes},
            deliveries=tuple(value(row, Delivery) for row in rows if row.sk.startswith("DELIVERY#")),
            alerts={alert.id: alert for alert in told},
        )
