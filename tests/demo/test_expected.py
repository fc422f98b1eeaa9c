from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from frontwire.models import Alert, Count, Facts, Side
from frontwire_cli.demo import expected_alerts
from frontwire_cli.demo.content import phases
from frontwire_cli.demo.expected import Expected, differences


def alert_for(want: Expected) -> Alert:
    sides = tuple(Side(role, code) for role, codes in want.roles.items() for code in codes)
    counts = (Count(want.captives, side="KP"),) if want.captives else ()
    return Alert(
        id=f"s-{want.phase}#1",
        story=f"s-{want.phase}",
        number=1,
        topic=want.topic,
        kind=want.kind,
        status=want.status,
        severity="high",
        headline=want.title,
        reason="",
        at=datetime(2025, 1, 15, tzinfo=UTC),
        facts=Facts(sides=sides, counts=counts),
    )


def test_the_world_is_worth_four_alerts_one_a_phase() -> None:
    wanted = expected_alerts()
    assert [want.phase for want in wanted] == ["capture", "confirmation", "offer", "exchange"]
    assert {want.phase for want in wanted} <= set(phases())
    assert [(want.topic, want.kind, want.status) for want in wanted] == [
        ("foreign_troop_capture", "new", "claimed"),
        ("foreign_troop_capture", "update", "confirmed"),
        ("prisoner_swap", "new", "offered"),
        ("prisoner_swap", "new", "completed"),
    ]


def test_exactly_the_expected_alerts_leave_nothing_to_say() -> None:
    assert differences([alert_for(want) for want in expected_alerts()]) == ()


def test_a_missing_alert_and_one_too_many_are_named() -> None:
    alerts = [alert_for(want) for want in expected_alerts()]
    again = replace(alerts[3], id="x#1", headline="The same swap once more")
    lines = differences([*alerts[1:], again])
    assert len(lines) == 2
    assert lines[0].startswith("missing: Ukraine says")
    assert lines[1].startswith("too much: The same swap once more")


def test_wrong_numbers_sides_and_statuses_do_not_count() -> None:
    want = expected_alerts()[3]
    good = alert_for(want)
    assert want.met_by(good)
    assert not want.met_by(replace(good, status="offered"))
    assert not want.met_by(replace(good, facts=replace(good.facts, counts=(Count(11000),))))
    assert not want.met_by(replace(good, facts=replace(good.facts, sides=(Side("parties", "RU"),))))
    other = Facts(sides=good.facts.sides, counts=(Count(25, of="other"),))
    assert not want.met_by(replace(good, facts=other))
