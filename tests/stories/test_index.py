"""A match finds the stories that it may belong to through a handful of keys."""

from __future__ import annotations

import pytest

from frontwire.stories import keys
from tests.stories.reports import report, told

EXCHANGE = "parties:RU parties:UA"


def finds(match, story):
    return bool(set(keys(match)) & set(story.keys))


@pytest.mark.parametrize("days", [0, 1, 7, 13])
@pytest.mark.parametrize("sides", [EXCHANGE, "parties:UA parties:RU", "parties:UA", "by:UA to:KP held_by:RU"])
def test_a_story_is_found_by_whatever_the_match_knows(sides, days):
    (decision,) = told(report("swap", EXCHANGE, 150))
    assert finds(report("swap", sides, days=days), decision.story)
    assert finds(report("swap", sides, days=-days), decision.story)


@pytest.mark.parametrize(("number", "place"), [(150, ""), (160, ""), ((), "Kursk")])
def test_a_match_without_sides_finds_a_story_by_its_number_or_place(number, place):
    (decision,) = told(report("swap", EXCHANGE, 150, "Kursk"))
    assert finds(report("swap", "", number, place, days=2), decision.story)
    assert not finds(report("swap", "", 205, "Goma", days=2), decision.story)


@pytest.mark.parametrize("sides", ["", "parties:UA"])
def test_a_story_that_knows_little_is_found_by_a_match_that_knows_more(sides):
    (decision,) = told(report("swap", sides, 150))
    assert finds(report("swap", EXCHANGE, days=3), decision.story)


def test_a_story_is_found_when_one_side_was_misread():
    (decision,) = told(report("capture", "captor:UA nationality:KP", 2, "Kursk"))
    assert finds(report("capture", "captor:KR nationality:KP", 2, "Kursk", days=1), decision.story)
    (decision,) = told(report("swap", EXCHANGE, 150))
    assert finds(report("swap", "parties:UA parties:AE", 150), decision.story)


def test_other_topics_sides_and_times_are_not_read():
    (decision,) = told(report("swap", EXCHANGE, 150))
    assert not finds(report("capture", EXCHANGE), decision.story)
    assert not finds(report("swap", "parties:IL parties:HAMAS"), decision.story)
    assert not finds(report("swap", EXCHANGE, days=90), decision.story)


def test_a_story_that_goes_on_is_found_later():
    first, second = told(
        report("capture", "captor:UA nationality:KP", 2), report("capture", "captor:UA nationality:KP", 2, days=9)
    )
    assert first.story.id == second.story.id
    assert finds(report("capture", "captor:UA nationality:KP", days=23), second.story)


def test_keys_are_few():
    many = " ".join(f"parties:{code}" for code in ("US", "RU", "DE", "PL", "NO", "SI", "BY"))
    assert len(keys(report("swap", many))) <= 28
    (decision,) = told(report("swap", many, day="2024-12-01"))
    assert len(decision.story.keys) <= 24


def test_a_story_of_sides_that_seldom_make_one_is_found_for_longer():
    (seldom, often) = told(report("swap", "parties:SY parties:SDF", 250), report("swap", EXCHANGE, 150))
    assert finds(report("swap", "parties:SY parties:SDF", 400, days=80), seldom.story)
    assert not finds(report("swap", EXCHANGE, 150, days=80), often.story)
