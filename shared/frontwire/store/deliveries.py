"""Channels, subscriptions and the ledger of deliveries.

CHANNEL#<id>   CONFIG         a Channel; list CHANNELS
CHANNEL#<id>   SUBSCRIPTION   what it wants
CHANNEL#<id>   STATE          when it may be used again after a refusal (ChannelState)
ALERT#<id>     DELIVERY#<channel>   a Delivery; due "delivery" while a step is due; list DELIVERIES#<channel>
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from frontwire import codec
from frontwire.errors import Conflict
from frontwire.models import Channel, Delivery, Subscription
from frontwire.store.table import Row, Table, Write, instant, value

DUE = "delivery"
LIST = "CHANNELS"


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel that refused rests until `blocked_until`; `failures` counts refusals in a row."""

    blocked_until: datetime | None = None
    failures: int = 0
    note: str = ""


def delivery_row(delivery: Delivery) -> Row:
    """The ledger's row for a delivery about to be written: its version is one more than the one read."""
    return Row(
        f"ALERT#{delivery.alert}",
        f"DELIVERY#{delivery.channel}",
        codec.dump(replace(delivery, version=delivery.version + 1)),
        version=delivery.version + 1,
        due=DUE if delivery.due_at else "",
        due_at=instant(delivery.due_at) if delivery.due_at else "",
        list=f"DELIVERIES#{delivery.channel}",
        list_at=instant(delivery.created_at),
    )


@dataclass(frozen=True)
class Deliveries:
    table: Table

    def get(self, alert: str, channel: str) -> Delivery | None:
        row = self.table.get(f"ALERT#{alert}", f"DELIVERY#{channel}")
        return value(row, Delivery) if row else None

    def get_many(self, alerts: Iterable[str], channel: str) -> list[Delivery]:
        keys = [(f"ALERT#{alert}", f"DELIVERY#{channel}") for alert in alerts]
        return [value(row, Delivery) for row in self.table.get_many(keys, consistent=True)]

    def write(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Move deliveries on, all or none. Raises Conflict if any of them changed since it was read."""
        if len(deliveries) == 1:
            self.table.put(Write(delivery_row(deliveries[0]), "version"))
        elif deliveries:
            self.table.transact([Write(delivery_row(delivery), "version") for delivery in deliveries])
        return [replace(delivery, version=delivery.version + 1) for delivery in deliveries]

    def open(self, deliveries: Sequence[Delivery]) -> None:
        """Write those that are not there yet."""
        for delivery in deliveries:
            with suppress(Conflict):
                self.table.put(Write(delivery_row(delivery), "absent"))

    def due(self, now: datetime, limit: int) -> list[tuple[str, str, str]]:
        """Alert, channel and due time (ISO) of the deliveries whose next step is due, the longest waiting first."""
        return [
            (row.pk.removeprefix("ALERT#"), row.sk.removeprefix("DELIVERY#"), row.due_at)
            for row in self.table.due(DUE, now, limit)
        ]

    def of_channel(self, channel: str, limit: int = 100) -> list[Delivery]:
        """The newest deliveries of a channel."""
        return [value(row, Delivery) for row in self.table.listed(f"DELIVERIES#{channel}", limit)]


@dataclass(frozen=True)
class Channels:
    table: Table

    def all(self) -> list[Channel]:
        return [value(row, Channel) for row in self.table.listed(LIST, 0, newest_first=False)]

    def get(self, channel: str) -> Channel | None:
        row = self.table.get(f"CHANNEL#{channel}", "CONFIG")
        return value(row, Channel) if row else None

    def save(self, channel: Channel, subscription: Subscription) -> None:
        config = Row(f"CHANNEL#{channel.id}", "CONFIG", codec.dump(channel), list=LIST, list_at=channel.id)
        self.table.put_many([config, Row(f"CHANNEL#{channel.id}", "SUBSCRIPTION", codec.dump(subscription))])

    def remove(self, channel: str) -> None:
        for row in self.table.of(f"CHANNEL#{channel}"):
            self.table.delete(row.pk, row.sk)

    def subscriptions(self) -> list[tuple[Channel, Subscription]]:
        """Every enabled channel with what it wants."""
        channels = {channel.id: channel for channel in self.all() if channel.enabled}
        rows = self.table.get_many([(f"CHANNEL#{channel}", "SUBSCRIPTION") for channel in channels], consistent=True)
        wants = {subscription.channel: subscription for subscription in (value(row, Subscription) for row in rows)}
        return [(channel, wants.get(channel.id, Subscription(channel.id))) for channel in channels.values()]

    def state(self, channel: str) -> ChannelState:
        row = self.table.get(f"CHANNEL#{channel}", "STATE")
        return value(row, ChannelState) if row else ChannelState()

    def set_state(self, channel: str, state: ChannelState) -> None:
        self.table.put(Write(Row(f"CHANNEL#{channel}", "STATE", codec.dump(state))))
