"""Channels, subscriptions and the ledger of deliveries.

CHANNEL#<id>   CONFIG         a Channel; list CHANNELS
CHANNEL#<id>   SUBSCRIPTION   what it wants
CHANNEL#<id>   STATE          when it may be used again after a refusal, and its budget of the day (ChannelState)
CHANNEL#<id>   MUTE#<story>   a Mute: it wants no more of this story
ALERT#<id>     DELIVERY#<channel>   a Delivery; due "delivery" while a step is due; list DELIVERIES#<channel>
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from frontwire import codec
from frontwire.errors import Conflict
from frontwire.models import Channel, Delivery, Mute, Subscription
from frontwire.store.table import Row, Table, Write, instant, value

DUE = "delivery"
LIST = "CHANNELS"


class ChannelState(Struct, frozen=True):
    """A channel that refused rests until `blocked_until`; `failures` counts refusals in a row.

    `sent` messages went out on the `day` that began then, in the channel's zone; `told` is the day for which it was told
    that its budget is used up.
    """

    blocked_until: datetime | None = None
    failures: int = 0
    note: str = ""
    day: datetime | None = None
    sent: int = 0
    told: datetime | None = None

    def sent_on(self, day: datetime) -> int:
        return self.sent if self.day == day else 0

    def counted(self, day: datetime, more: int) -> ChannelState:
        return replace(self, day=day, sent=max(0, self.sent_on(day) + more))

    def well(self) -> ChannelState:
        """The same channel after it took a message: it rests no more."""
        return replace(self, blocked_until=None, failures=0, note="")


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


def state_row(channel: str, state: ChannelState) -> Row:
    return Row(_pk(channel), "STATE", codec.dump(state))


class Deliveries(Struct, frozen=True):
    table: Table

    def get(self, alert: str, channel: str) -> Delivery | None:
        row = self.table.get(f"ALERT#{alert}", f"DELIVERY#{channel}")
        return value(row, Delivery) if row else None

    def get_many(self, alerts: Iterable[str], channel: str) -> list[Delivery]:
        keys = [(f"ALERT#{alert}", f"DELIVERY#{channel}") for alert in alerts]
        return [value(row, Delivery) for row in self.table.get_many(keys, consistent=True)]

    def write(self, deliveries: Sequence[Delivery], state: ChannelState | None = None) -> list[Delivery]:
        """Move deliveries of one channel on, and its state if it is given: all or none.

        Raises Conflict if any of the deliveries changed since it was read.
        """
        writes = [Write(delivery_row(delivery), "version") for delivery in deliveries]
        if state and deliveries:
            writes.append(Write(state_row(deliveries[0].channel, state)))
        if len(writes) == 1:
            self.table.put(writes[0])
        elif writes:
            self.table.transact(writes)
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


class Channels(Struct, frozen=True):
    table: Table

    def all(self) -> list[Channel]:
        return [value(row, Channel) for row in self.table.listed(LIST, 0, newest_first=False)]

    def get(self, channel: str) -> Channel | None:
        row = self.table.get(_pk(channel), "CONFIG")
        return value(row, Channel) if row else None

    def save(self, channel: Channel, subscription: Subscription) -> None:
        self.table.put_many([_config_row(channel), Row(_pk(channel.id), "SUBSCRIPTION", codec.dump(subscription))])

    def remove(self, channel: str) -> None:
        for row in self.table.of(_pk(channel)):
            self.table.delete(row.pk, row.sk)

    def subscriptions(self) -> list[tuple[Channel, Subscription]]:
        """Every channel with what it wants, also those that are switched off."""
        channels = self.all()
        rows = self.table.get_many([(_pk(channel.id), "SUBSCRIPTION") for channel in channels], consistent=True)
        return _paired(channels, rows)

    def listening(self, story: str) -> list[tuple[Channel, Subscription]]:
        """The enabled channels that have not muted this story, with what they want."""
        channels = [channel for channel in self.all() if channel.enabled]
        keys = [(_pk(channel.id), sk) for channel in channels for sk in ("SUBSCRIPTION", f"MUTE#{story}")]
        rows = self.table.get_many(keys, consistent=True)
        deaf = {row.pk for row in rows if row.sk != "SUBSCRIPTION"}
        return _paired([channel for channel in channels if _pk(channel.id) not in deaf], rows)

    def subscription(self, channel: str) -> Subscription:
        row = self.table.get(_pk(channel), "SUBSCRIPTION")
        return value(row, Subscription) if row else Subscription(channel)

    def subscribe(self, subscription: Subscription) -> None:
        self.table.put(Write(Row(_pk(subscription.channel), "SUBSCRIPTION", codec.dump(subscription))))

    def mute(self, mute: Mute) -> None:
        """No more of this story in this channel. Doing it again changes nothing: who said it first stays."""
        with suppress(Conflict):
            self.table.put(Write(Row(_pk(mute.channel), f"MUTE#{mute.story}", codec.dump(mute)), "absent"))

    def unmute(self, channel: str, story: str) -> None:
        self.table.delete(_pk(channel), f"MUTE#{story}")

    def mutes(self, channel: str) -> list[Mute]:
        return [value(row, Mute) for row in self.table.of(_pk(channel), "MUTE#")]

    def muted(self, channel: str, story: str) -> Mute | None:
        row = self.table.get(_pk(channel), f"MUTE#{story}")
        return value(row, Mute) if row else None

    def switch_off(self, target: str, why: str) -> list[str]:
        """End mail to an address, in whatever letters it is written; returns the channels that it ended now."""
        wanted = target.strip().casefold()
        mails = [channel for channel in self.all() if channel.kind == "email" and channel.enabled]
        ended = [channel for channel in mails if channel.target.strip().casefold() == wanted]
        for channel in ended:
            self.table.put(Write(_config_row(replace(channel, enabled=False, off=why))))
        return [channel.id for channel in ended]

    def state(self, channel: str) -> ChannelState:
        row = self.table.get(_pk(channel), "STATE")
        return value(row, ChannelState) if row else ChannelState()

    def set_state(self, channel: str, state: ChannelState) -> None:
        self.table.put(Write(state_row(channel, state)))


def _pk(channel: str) -> str:
    return f"CHANNEL#{channel}"


def _config_row(channel: Channel) -> Row:
    return Row(_pk(channel.id), "CONFIG", codec.dump(channel), list=LIST, list_at=channel.id)


def _paired(channels: Sequence[Channel], rows: Iterable[Row]) -> list[tuple[Channel, Subscription]]:
    found = (value(row, Subscription) for row in rows if row.sk == "SUBSCRIPTION")
    wants = {subscription.channel: subscription for subscription in found}
    return [(channel, wants.get(channel.id, Subscription(channel.id))) for channel in channels]
