from __future__ import annotations

from datetime import UTC, datetime, timedelta

from frontwire.models import Source
from frontwire.rounds import SIZE, Round, Stop, due, lane_of, next_stop, placed, without

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)


def source(name: str, host: str = "") -> Source:
    return Source(name, f"https://{host or f'{name}.example'}/rss/{name}")


def round_of(name: str, rounds: list[Round]) -> str:
    (found,) = {one.id for one in rounds for stop in one.stops if stop.source == name}
    return found


def test_sources_of_one_host_stand_in_one_round_however_many_they_are() -> None:
    many = [source(f"tg{n}", "t.me" if n % 2 else "www.t.me") for n in range(70)]
    rounds = placed([], [*(source(f"s{n}") for n in range(75)), *many], NOW)
    assert len({round_of(one.id, rounds) for one in many}) == 1
    assert sorted(len(one.stops) for one in rounds) == [25, 50, 70]
    assert sum(len(one.stops) for one in rounds) == 145
    later = placed(rounds, [source("tg-new", "t.me"), source("s-new")], NOW)
    assert round_of("tg-new", later) == round_of("tg1", rounds)
    assert placed(rounds, many, NOW) == []


def test_rounds_fill_up_before_a_new_one_is_made() -> None:
    first = placed([], [source(f"s{n}") for n in range(SIZE - 1)], NOW)
    second = placed(first, [source("last")], NOW)
    assert [(one.id, len(one.stops)) for one in second] == [("r1", SIZE)]
    assert [one.id for one in placed(second, [source("next")], NOW)] == ["r2"]


def test_a_source_whose_address_moved_goes_to_the_round_of_its_new_host() -> None:
    rounds = placed([], [source(f"s{n}") for n in range(60)], NOW)
    changed = placed(rounds, [source("s0", "s59.example")], NOW)
    assert {one.id: len(one.stops) for one in changed} == {"r1": 49, "r2": 11}
    assert round_of("s0", changed) == "r2"


def test_a_source_that_leaves_empties_its_place_and_an_empty_round_is_never_due() -> None:
    (only,) = placed([], [source("a"), source("b")], NOW)
    (left,) = without([only], {"a"})
    assert [stop.source for stop in left.stops] == ["b"]
    (empty,) = without([left], {"b"})
    assert empty.due_at is None


def test_a_visit_takes_along_what_is_nearly_due_but_nothing_that_was_told_to_wait() -> None:
    soon, late = NOW + timedelta(seconds=50), NOW + timedelta(seconds=300)
    stops = (
        next_stop(source("along"), NOW - timedelta(seconds=250), soon, firm=False),
        next_stop(source("firm"), NOW - timedelta(seconds=250), soon, firm=True),
        next_stop(source("late"), NOW, late, firm=False),
        Stop("due", "due.example", NOW, NOW),
    )
    assert [stop.source for stop in Round("r1", stops).at(NOW)] == ["due", "along"]
    assert next_stop(source("firm"), NOW, NOW + timedelta(microseconds=1), firm=True).due_at > NOW


def test_all_or_some_are_hurried() -> None:
    rounds = due(placed([], [source("a"), source("b")], NOW), NOW + timedelta(hours=1), {"b"})
    assert {stop.source: stop.due_at for stop in rounds[0].stops} == {"a": NOW, "b": NOW + timedelta(hours=1)}


def test_a_lane_is_the_host_without_www() -> None:
    assert lane_of("https://www.a.example:8443/x") == "a.example"
    assert lane_of("http://[broken") == ""
