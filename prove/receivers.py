"""Where alerts arrive in the simulation: receivers of the generic webhook, each with its own behaviour over time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from frontwire.errors import FetchError
from frontwire.models import Page
from prove.faulty import Weather
from prove.profile import MOODS, Behaviour, Profile

HOST = "https://desk.example/"
AMBIGUOUS = frozenset({"500_before", "500_after", "cut_after", "silence", "crash_before", "crash_after"})


@dataclass(frozen=True, slots=True)
class Post:
    """One POST that reached a receiver, or tried to. `alerts` are read out of its body."""

    at: float
    channel: str
    alerts: tuple[str, ...]
    behaviour: str
    accepted: bool


@dataclass
class Receivers:
    profile: Profile
    weather: Weather
    clock: Callable[[], datetime]
    posts: list[Post] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Page:
        channel, machine, dice = url.removeprefix(HOST), self.weather.machine, self.weather.dice
        alerts = _alerts(body)
        machine.pause(dice.uniform(0.05, 0.4))
        if self.weather.strikes():
            when = dice.choice(("crash_before", "crash_after"))
            self._keep(channel, alerts, when, accepted=when == "crash_after")
            machine.crash(when.replace("_", " ") + " the post")
        behaviour = self.profile.behaviour(channel, machine.now)
        if behaviour == "moody":
            behaviour = dice.choice(MOODS)
        return self._answer(channel, url, alerts, behaviour)

    def _answer(self, channel: str, url: str, alerts: tuple[str, ...], behaviour: Behaviour) -> Page:
        dice = self.weather.dice
        self._keep(channel, alerts, behaviour, accepted=behaviour in ("good", "slow", "500_after", "cut_after"))
        if behaviour == "slow":
            self.weather.machine.pause(dice.uniform(3.0, 14.0))
        elif behaviour == "refuses":
            raise FetchError("connection refused", subject=url)
        elif behaviour == "cut_after":
            raise FetchError("the connection was cut", subject=url, sent=True)
        elif behaviour == "silence":
            self.weather.machine.pause(15.0)
            raise FetchError("no answer in time", subject=url, sent=True)
        status = {"too_many": 429, "500_before": 500, "500_after": 500, "gone": 404}.get(behaviour, 200)
        asked = {"retry-after": str(dice.choice((1, 30, 240)))} if status == 429 and dice.random() < 0.7 else {}
        return Page(url, url, status, asked, b"", self.clock(), "")

    def _keep(self, channel: str, alerts: tuple[str, ...], behaviour: str, *, accepted: bool) -> None:
        now = self.weather.machine.now
        self.posts.append(Post(now, channel, alerts, behaviour, accepted))
        self.weather.note(f"-> {channel} {', '.join(alerts)}: {behaviour}{' (accepted)' if accepted else ''}")


def _alerts(body: bytes) -> tuple[str, ...]:
    content = json.loads(body)["data"]
    if "lines" in content:  # a word about the channel itself
        return ()
    many = content.get("alerts", [content])
    return tuple(alert["alert"] for alert in many)
