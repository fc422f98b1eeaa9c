"""The alerts that the demo world is worth: `content/expected.yaml`, as values, and a comparison in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from frontwire.models import Alert, AlertKind
from frontwire_cli.demo.content import read_yaml


@dataclass(frozen=True, slots=True)
class Expected:
    """One alert that has to come. `phase` is when; `roles` maps a role to its codes; 0 captives means no number."""

    phase: str
    topic: str
    kind: AlertKind
    status: str
    title: str
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    captives: int = 0

    def met_by(self, alert: Alert) -> bool:
        """Whether an alert says this: topic, kind, status, every code in its role, and the number."""
        if (alert.topic, alert.kind, alert.status) != (self.topic, self.kind, self.status):
            return False
        if any(not set(codes) <= set(alert.facts.codes(role)) for role, codes in self.roles.items()):
            return False
        said = {count.value for count in alert.facts.captives()}
        return self.captives in said if self.captives else True


@cache
def expected_alerts() -> tuple[Expected, ...]:
    return tuple(
        Expected(**{**row, "roles": {role: tuple(codes) for role, codes in row.get("roles", {}).items()}})
        for row in read_yaml("expected.yaml")
    )


def differences(alerts: Sequence[Alert], wanted: Sequence[Expected] | None = None) -> tuple[str, ...]:
    """What is missing and what came too much, one line each; empty when all is as expected."""
    left = list(alerts)
    lines = []
    for want in expected_alerts() if wanted is None else wanted:
        found = next((alert for alert in left if want.met_by(alert)), None)
        if found:
            left.remove(found)
        else:
            lines.append(f"missing: {want.title} ({want.topic}, {want.kind}, {want.status})")
    lines += [f"too much: {alert.headline} ({alert.topic}, {alert.kind}, {alert.status})" for alert in left]
    return tuple(lines)
