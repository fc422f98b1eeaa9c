"""What speaks for and against one event, fact by fact; and why a match belongs to a story."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontwire.models import Count, Place
from frontwire.stories import decide, explain
from frontwire.stories.counting import agrees
from frontwire.stories.places import distance_km, near
from frontwire.stories.wording import likeness, names, skeleton, telling, which
from tests.stories.reports import PLACES, START, report, told

EXCHANGE = "parties:RU parties:UA"


@pytest.mark.parametrize(
    "words",
    [
        ("zelensky", "зеленський", "зеленский", "젤렌스키"),
        ("kursk", "курськ", "курске", "쿠르스크"),
        ("jenkins", "дженкинс", "дженкінс", "젠킨스"),
        ("gershkovich", "гершкович", "게르시코비치"),
        ("macron", "макрон", "마크롱"),
    ],
)
def test_a_name_sounds_alike_in_every_script(words):
    assert len({skeleton(word) for word in words}) == 1


def test_telling_words_and_likeness():
    words = frozenset(telling("Russia and Ukraine swap 150 captured soldiers near Belgorod border"))
    assert "150" in words
    assert likeness(words, words) == 1.0
    assert likeness(words, frozenset(telling("Dockers walk out"))) < 0.3
    assert likeness(frozenset(), words) == 0.0


def test_names_leave_out_what_any_report_names():
    assert names("On Thursday Russia freed Ksenia Karelina for Arthur Petrov", "en") == (
        skeleton("ksenia"),
        skeleton("karelina"),
        skeleton("arthur"),
        skeleton("petrov"),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A second exchange in two days", 2),
        ("П'ятий обмін: звільнено трьох", 5),
        ("Пятый обмен пленными", 5),
        ("У четвер відбувся 51-й обмін полоненими", 51),
        ("하마스 3차 인질 석방", 3),
        ("Ещё 307 человек вернулись", -1),
        ("Thirteen more Israelis freed", -1),
        ("Exchange of secondary importance", 0),
        ("Families ask for more", 0),
        ("More than 200 freed", 0),
        ("Обмін полоненими", 0),
        ("Друга світова війна", 0),
    ],
)
def test_which_of_a_kind(text, number):
    assert which(text) == number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Count(150), Count(150), True),
        (Count(150), Count(151), False),
        (Count(500, "about"), Count(478), True),
        (Count(280, "about"), Count(300), True),
        (Count(100, "more_than"), Count(106), True),
        (Count(100, "about"), Count(200), False),
    ],
)
def test_numbers_agree_within_their_bounds(one, other, same):
    assert agrees(one, other) is same
    assert agrees(other, one) is same


def test_places():
    assert near(PLACES["Kursk"], PLACES["Sudzha"])
    assert not near(PLACES["Kursk"], PLACES["Donetsk"])
    assert near(Place("x", "X", "UA"), PLACES["Donetsk"])
    assert round(distance_km(PLACES["Kursk"], PLACES["Donetsk"])) in range(400, 460)


def test_explain_names_the_facts():
    (first,) = told(report("swap", EXCHANGE, 150))
    explained = explain(first.story, report("swap", EXCHANGE, 150, hours=3))
    assert explained.joins
    assert explained.points >= explained.needed
    assert "same number: 150" in explained.agree
    other = explain(first.story, report("swap", EXCHANGE, 205, days=3))
    assert not other.joins
    assert "numbers differ: 205 and 150" in other.against


def test_a_story_without_sides_does_not_swallow_those_that_have_them():
    decisions = told(
        report("swap", "", (), status="offered"), report("swap", "by:UA to:KP", (), status="offered", hours=4)
    )
    assert decisions[0].story.id != decisions[1].story.id


SIDES = ["", "parties:UA", EXCHANGE, "parties:IL parties:HAMAS", "by:UA to:KP held_by:RU", "mediator:AE parties:RU"]
REPORTS = st.builds(
    report,
    st.just("swap"),
    st.sampled_from(SIDES),
    st.sampled_from([(), 10, 150, (150, 150), 1000]),
    st.sampled_from(["", "Kursk", "Mariupol"]),
    status=st.sampled_from(["", "offered", "agreed", "refused", "completed", "unheard-of"]),
    hours=st.integers(0, 400),
    source=st.sampled_from(["one", "two", "three"]),
    day=st.sampled_from(["", "2025-01-11", "2025-01-15", "nonsense", "1999-01-01"]),
)


@given(st.lists(REPORTS, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_comes_the_accounts_are_right(matches):
    decisions = told(*matches)
    alerts = [decision.alert for decision in decisions if decision.alert]
    assert len({alert.id for alert in alerts}) == len(alerts)
    last = {decision.story.id: decision.story for decision in decisions}
    assert sum(story.article_count for story in last.values()) == len({match.article.id for match in matches})
    for story in last.values():
        numbers = [alert.number for alert in alerts if alert.story == story.id]
        assert numbers == list(range(1, story.alert_count + 1))
        assert [alert.kind for alert in alerts if alert.story == story.id] == ["new", "update", "update", "update"][
            : len(numbers)
        ] or len(numbers) > 4
        assert len(story.keys) <= 48
    assert all(decision.reason for decision in decisions)


@given(REPORTS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_an_exact_echo_is_always_silent(match):
    first = decide(match, [], START)
    from msgspec.structs import replace

    echo = replace(match, id="echo", article=replace(match.article, id="echo"))
    second = decide(echo, [first.story], START)
    assert second.alert is None or second.story.id != first.story.id or second.alert.kind == "new"
