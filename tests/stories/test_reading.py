"""What title and lead tell is the event; what stands below is background, which opens no story and changes none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from frontwire.models import Count, Facts, Match, Place, Reason, Side, Span, When
from frontwire.stories import decide, keys
from frontwire.stories.reading import is_background, lead_end, read
from frontwire.stories.sketch import of_match
from tests.stories.reports import START, kinds, report, told

EXCHANGE = "parties:RU parties:UA"
CAPTURE = "captor:UA nationality:KP"
TITLE, LEAD, SECOND, DEEP = 2, 120, 420, 2000
"""Places in an article: its title, first paragraph, second one, and far below."""


def at(start: int) -> Span:
    return Span(start, start + 4, "word")


def told_at(match: Match, place: int, *reasons: Reason) -> Match:
    """The match, found by a frame at that place."""
    return replace(match, why=(Reason("frame", "captive_swap", at(place)), *reasons))


def test_the_lead_is_shorter_in_hangul():
    english, korean = report("swap", title="An exchange"), report("swap", title="포로 교환", language="ko")
    assert lead_end(english) - len("An exchange") == 2 * (lead_end(korean) - len("포로 교환"))


def test_sides_and_days_of_the_background_are_not_the_events():
    sides = (Side("parties", "RU", at(TITLE)), Side("parties", "UA", at(LEAD)), Side("parties", "US", at(DEEP)))
    voices = (Side("says", "TR", at(DEEP)), Side("mediator", "AE", at(DEEP)), Side("of", "DE", at(DEEP)))
    facts = Facts((*sides, *voices), when=When("2025-01-02", span=at(DEEP)))
    found = read(replace(report("swap"), facts=facts)).facts
    assert [(side.role, side.code, side.inferred) for side in found.sides] == [
        ("parties", "RU", False),
        ("parties", "UA", False),
        ("mediator", "AE", False),
        ("of", "DE", True),
    ]
    assert found.when is None


def test_where_the_title_names_two_parties_a_third_is_by_the_way():
    sides = (Side("parties", "RU", at(0)), Side("parties", "UA", at(1)), Side("parties", "BY", at(LEAD)))
    found = read(replace(report("swap", title="RU UA"), facts=Facts(sides))).facts
    assert [side.code for side in found.sides if not side.inferred] == ["RU", "UA"]


@pytest.mark.parametrize(("opening", "numbers", "sure"), [(0, (150,), True), (100, (), False)])
def test_the_second_paragraph_names_no_sides_and_counts_nobody_for_sure(opening, numbers, sure):
    sides = (Side("parties", "RU", at(TITLE)), Side("parties", "UA", at(LEAD)))
    match = replace(report("swap"), facts=Facts(sides, (Count(150, span=at(LEAD)),)), opening=opening)
    found = read(match)
    assert tuple(count.value for count in of_match(found).told) == numbers
    assert [side.inferred for side in found.facts.sides] == [False, not sure]


def test_of_a_number_told_twice_any_place_counts():
    title = "Russia and Ukraine exchange 25 prisoners each"
    match = replace(report("swap", title=title), facts=Facts(counts=(Count(25, span=at(DEEP)),)), opening=100)
    assert [count.value for count in of_match(read(match)).told] == [25]


@pytest.mark.parametrize(("place", "status"), [(LEAD, "refused"), (DEEP, "completed")])
def test_a_status_needs_its_word_in_title_or_lead(place, status):
    match = told_at(report("swap", EXCHANGE, 49, status="refused"), TITLE, Reason("cue", "refused", at(place)))
    assert read(match).status == status


def test_background_opens_no_story_and_is_not_found_again():
    match = told_at(report("swap", EXCHANGE, 150), DEEP)
    assert is_background(match)
    (decision,) = told(match)
    assert decision.alert is None
    assert decision.reason.startswith("silent: background")
    assert decision.story.keys == ()


@pytest.mark.parametrize(
    ("place", "title", "kind"),
    [
        (TITLE, "An exchange", "new"),
        (LEAD, "Home", "new"),
        (SECOND, "Home", "-"),
        (SECOND, "150 are home", "-"),
    ],
)
def test_a_story_opens_in_title_or_first_paragraph(place, title, kind):
    assert kinds(told(told_at(report("swap", EXCHANGE, 150, title=title), place))) == [kind]


def test_background_joins_a_story_and_changes_nothing():
    first = report("swap", EXCHANGE, 150, status="agreed")
    later = told_at(report("swap", EXCHANGE, 150, days=1), DEEP, Reason("cue", "completed", at(DEEP)))
    decisions = told(first, later)
    assert kinds(decisions) == ["new", "-"]
    assert decisions[1].story.id == decisions[0].story.id
    assert decisions[1].story.status == "agreed"


def test_words_of_an_exchange_without_number_or_day_wait_for_a_clear_report():
    thin = report("swap", EXCHANGE, title="A year after the exchange")
    decisions = told(thin, report("swap", EXCHANGE, 150, hours=5), report("swap", EXCHANGE, 150, hours=6))
    assert kinds(decisions) == ["-", "new", "-"]
    assert decisions[1].alert.reason == "the first clear report of this event"
    assert decisions[1].story.facts.captives() == (Count(150),)
    assert decisions[2].story.article_count == 3


def test_a_muted_story_that_waited_stays_mute():
    (thin,) = told(report("swap", EXCHANGE))
    decision = decide(report("swap", EXCHANGE, 150, hours=5), [replace(thin.story, muted=True)], START)
    assert decision.alert is None
    assert "muted" in decision.reason


def test_a_sides_own_soldiers_wait_unless_the_title_names_foreign_ones():
    own = Reason("guard", "own_side", at(LEAD))
    hidden = told_at(report("capture", CAPTURE, 2, title="Soldiers gave up"), LEAD, own)
    titled = told_at(report("capture", CAPTURE, 2, title="KP soldiers gave up"), LEAD, own)
    assert kinds(told(hidden)) == ["-"]
    assert kinds(told(titled)) == ["new"]


def test_both_sides_of_an_exchange_give_and_get():
    decisions = told(
        report("swap", f"{EXCHANGE} by:RU of:RU", 25, status="completed"),
        report("swap", f"{EXCHANGE} held_by:UA", 25, status="completed", hours=1),
        report("swap", "parties:IL parties:HAMAS of:IL of:PS by:HAMAS", 4, status="completed"),
    )
    assert {side.role for side in decisions[1].story.facts.sides} == {"parties"}
    assert decisions[2].story.facts.codes("of") == ("IL", "PS")


def test_captives_who_are_quoted_are_no_voice_of_their_state():
    (decision,) = told(report("capture", f"{CAPTURE} says:UA says:KP", 2))
    assert decision.story.facts.codes("says") == ("UA",)


def test_a_captor_misread_as_the_one_they_fought_for_splits_nothing():
    decisions = told(
        report("capture", "captor:UA nationality:AU"),
        report("capture", "captor:RU nationality:AU fights_for:UA", hours=9),
        report("capture", "captor:UA nationality:AU fights_for:UA", hours=10),
    )
    assert kinds(decisions) == ["new", "-", "-"]


def test_weak_signs_with_one_against_them_wait():
    match = report("swap", EXCHANGE, 52, title="52 are free as trade resumes")
    signs = replace(match, why=(Reason("frame", "weighed", at(TITLE)),))
    against = replace(signs, why=(*signs.why, Reason("guard", "one_sided", at(0))))
    assert kinds(told(signs)) == ["new"]
    assert kinds(told(against)) == ["-"]


def test_a_refusal_opens_no_story_unless_the_title_tells_it():
    title, lead = Reason("cue", "refused", at(TITLE)), Reason("cue", "refused", at(LEAD))
    match = report("swap", EXCHANGE, status="refused", title="Families wait for an exchange")
    assert kinds(told(told_at(match, LEAD, lead))) == ["-"]
    assert kinds(told(told_at(match, LEAD, title))) == ["new"]


def test_a_name_alone_finds_a_story_and_joins_it():
    """One text names Russia and America, the other Russia and the place; both name the freed woman."""
    one = report("swap", "parties:RU parties:US", day="2025-01-11", title="The dancer Ksenia Karelina is free at last")
    two = report("swap", "parties:RU parties:AE", day="2025-01-11", title="Танцовщица Карелина дома", language="ru")
    decisions = told(one, two)
    assert set(keys(two)) & set(decisions[0].story.keys)
    assert kinds(decisions) == ["new", "-"]


def test_parts_of_an_agreed_exchange_are_updates_of_one_story():
    decisions = told(
        report("swap", EXCHANGE, 1000, status="agreed", title="1000 for 1000 is agreed"),
        report("swap", EXCHANGE, (390, 1000), status="completed", title="390 are home, of 1000", days=7),
        report("swap", EXCHANGE, 307, status="completed", title="Second day of the exchange: 307 home", days=8),
        report("swap", EXCHANGE, 307, status="completed", title="Другий день обміну: 307", days=8, hours=2),
        report("swap", EXCHANGE, 303, status="completed", title="Last day of the exchange: 303 home", days=9),
    )
    assert kinds(decisions) == ["new", "update", "update", "-", "update"]
    assert decisions[2].alert.reason == "the exchange goes on with 307"
    assert len({decision.story.id for decision in decisions}) == 1


def test_a_second_exchange_of_two_days_is_no_part():
    decisions = told(
        report("swap", EXCHANGE, 49, title="49 are home"),
        report("swap", EXCHANGE, 103, title="103 are home in the second exchange in two days", days=1),
    )
    assert kinds(decisions) == ["new", "new"]


def test_who_mediated_others_does_not_mediate_an_offer():
    facts = Facts((Side("parties", "RU", at(TITLE)), Side("mediator", "AE", at(DEEP))))
    found = read(replace(report("swap", status="offered"), facts=facts)).facts
    assert [side.role for side in found.sides] == ["parties"]


def test_a_story_has_the_place_of_the_event_not_the_seat_of_who_tells():
    match = report("capture", "captor:UA nationality:KP", 2, "Kursk")
    kyiv = Place("kyiv", "Kyiv", "UA", 50.5, 30.5)
    decision = decide(replace(match, facts=replace(match.facts, places=(kyiv, *match.facts.places))), [], START)
    assert [place.name for place in decision.story.facts.places] == ["Kursk"]
