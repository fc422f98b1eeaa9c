"""One event, one story, one alert; a change that matters, one update."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from frontwire.models import ArticleRef
from frontwire.stories import decide, story_id
from frontwire.stories.confidence import source_of
from tests.stories.reports import START, kinds, report, told

CONFIRMED = "The capture is confirmed"
CAPTURE = "captor:UA nationality:KP"
EXCHANGE = "parties:RU parties:UA"
OFFER = "by:UA to:KP of:UA held_by:RU"


def stories_of(decisions):
    return [decision.story.id for decision in decisions]


def test_the_first_report_makes_a_story_and_an_alert():
    match = report("capture", CAPTURE, 2, "Kursk")
    (decision,) = told(match)
    assert decision.story.id == story_id(match)
    assert decision.alert.id == f"{decision.story.id}-1"
    assert decision.alert.kind == "new"
    assert decision.alert.at == START
    assert decision.story.version == 0
    assert decision.reason


def test_deciding_again_gives_the_same():
    match = report("capture", CAPTURE, 2, "Kursk")
    assert decide(match, [], START) == decide(match, [], START)


def test_an_article_counts_once():
    match = report("capture", CAPTURE, 2, "Kursk")
    first, again = told(match, match)
    assert again.alert is None
    assert again.story.article_count == first.story.article_count == 1
    assert "already counted" in again.reason


def test_echoes_in_other_languages_join_in_silence():
    decisions = told(
        report("capture", CAPTURE, 2, "Kursk", language="en", source="one"),
        report("capture", CAPTURE, 2, "Kursk", language="uk", source="two", hours=2),
        report("capture", "nationality:KP", 2, language="ru", source="three", hours=5),
        report("capture", CAPTURE, (), "Sudzha", language="ko", source="four", hours=20),
    )
    assert kinds(decisions) == ["new", "-", "-", "-"]
    assert len(set(stories_of(decisions))) == 1
    last = decisions[-1].story
    assert last.languages == ("en", "uk", "ru", "ko")
    assert last.article_count == 4
    assert all(decision.joined_by for decision in decisions[1:])


def test_an_echo_with_another_number_below_its_title_opens_no_story():
    decisions = told(
        report("swap", EXCHANGE, 150, day="2025-01-11", title="Sides exchange 150 prisoners"),
        report("swap", EXCHANGE, 1013, title="A sailor comes home", days=1),
    )
    assert kinds(decisions) == ["new", "-"]
    assert len(set(stories_of(decisions))) == 1


def test_the_same_captives_weeks_later_are_no_new_capture():
    decisions = told(
        report("capture", CAPTURE, 2, "Kursk", day="2025-01-11"),
        report("capture", CAPTURE, 2, days=14, day="2025-01-25", title="Lawmaker visits the 2 captives"),
    )
    assert kinds(decisions) == ["new", "-"]


def test_a_postponement_days_later_is_an_update_of_the_agreed_exchange():
    decisions = told(
        report("swap", EXCHANGE, 1000, day="2025-01-11", status="agreed"),
        report("swap", EXCHANGE, (), day="2025-01-15", days=4, status="refused", title="Exchange shelved"),
    )
    assert kinds(decisions) == ["new", "update"]


def test_a_captive_tried_months_later_is_found_by_name():
    decisions = told(
        report("capture", "captor:RU nationality:AU", (), title="They show teacher Oscar Jenkins captive"),
        report("capture", "captor:RU nationality:AU", (), title="Суд: Дженкинс осуждён", language="ru", days=120,
               status="sentenced"),
        report("capture", "captor:RU nationality:AU", (), title="court sentences Robert Brown", days=125,
               status="sentenced"),
    )  # fmt: skip
    assert kinds(decisions) == ["new", "update", "new"]


def test_a_second_source_raises_the_confidence_once():
    decisions = told(*(report("capture", CAPTURE, 2, "Kursk", source=f"s{n}", hours=n) for n in range(4)))
    levels = [decision.story.confidence for decision in decisions]
    assert levels[0] < levels[1] == levels[2] == levels[3]


@pytest.mark.parametrize(
    ("source", "site", "url", "name"),
    [
        ("feed", "Site", "https://a.example/1", "feed"),
        ("", "Site", "x", "Site"),
        ("", "", "https://a.example/1", "a.example"),
        ("", "", "", ""),
    ],
)
def test_who_reports(source, site, url, name):
    assert source_of(ArticleRef("a", url, "t", source=source, site_name=site)) == name


def test_a_weak_source_confirmed_by_a_second_is_told_once_more():
    decisions = told(
        report("capture", CAPTURE, 2, "Kursk", reliability="social", source="channel"),
        report("capture", CAPTURE, 2, "Kursk", source="outlet", hours=1),
        report("capture", CAPTURE, 2, "Kursk", source="other", hours=2),
    )
    assert kinds(decisions) == ["new", "update", "-"]
    assert decisions[1].alert.reason == "a second, independent source reports it"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            report("capture", CAPTURE, 2, "Kursk"),
            report("capture", CAPTURE, 1, "Donetsk", days=1),
            id="two captures at two places",
        ),
        pytest.param(
            report("capture", CAPTURE, 2, "Kursk"),
            report("capture", "captor:UA nationality:CN", 2, "Kursk", hours=4),
            id="captives of two nations",
        ),
        pytest.param(
            report("capture", CAPTURE, 2, "Kursk"),
            report("capture", "captor:M23 nationality:KP", 2, hours=4),
            id="two captors",
        ),
        pytest.param(
            report("capture", CAPTURE, 1, "Kursk"),
            report("capture", CAPTURE, 2, "Kursk", days=15),
            id="two captures at one place, two weeks apart",
        ),
        pytest.param(
            report("swap", "parties:IL parties:HAMAS", (13, 39), day="2025-01-11"),
            report("swap", "parties:IL parties:HAMAS", (13, 39), day="2025-01-12", days=1, title="A second exchange"),
            id="two exchanges with the same numbers",
        ),
        pytest.param(
            report("swap", EXCHANGE, 300),
            report("swap", EXCHANGE, 200, days=1, title="The sides exchange 200 prisoners"),
            id="two exchanges on two days",
        ),
        pytest.param(
            report("swap", EXCHANGE, 150, day="2025-01-11"),
            report("swap", EXCHANGE, (), days=4, day="2025-01-15"),
            id="two exchanges with their dates",
        ),
        pytest.param(
            report("swap", EXCHANGE, 150),
            report("swap", "parties:IL parties:HAMAS", 150, hours=3),
            id="two wars",
        ),
        pytest.param(
            report("swap", OFFER, status="offered"),
            report("swap", EXCHANGE, 25, days=3),
            id="the offer of third-country captives, and an exchange",
        ),
        pytest.param(
            report("capture", CAPTURE, 2, "Kursk"),
            report("swap", OFFER, status="offered", days=1),
            id="the offer after the capture",
        ),
        pytest.param(
            report("swap", EXCHANGE, 150),
            report("swap", EXCHANGE, (), status="negotiating", days=6),
            id="new talks after an exchange",
        ),
    ],
)
def test_twins_stay_apart(one, other):
    decisions = told(one, other)
    assert kinds(decisions) == ["new", "new"]


def test_who_only_speaks_is_not_taken_for_another_captor():
    decisions = told(
        report("capture", CAPTURE, 2, "Kursk"),
        report("capture", "captor:KR says:KR nationality:KP", 2, "Kursk", days=1),
        report("capture", f"{CAPTURE} confirms:KR", 2, "Kursk", days=1),
        report("capture", "captor:KR nationality:KP", 2, days=1),
        report("swap", EXCHANGE, (), status="agreed"),
        report("swap", EXCHANGE, (), status="agreed", days=2, title="Another round of talks is expected"),
    )
    assert kinds(decisions) == ["new", "-", "update", "-", "new", "-"]


def test_the_same_exchange_told_as_a_total_and_per_side():
    decisions = told(
        report("swap", EXCHANGE, 103),
        report("swap", EXCHANGE, 206, hours=2),
        report("swap", EXCHANGE, (103, 103), hours=3),
    )
    assert kinds(decisions) == ["new", "-", "-"]


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        (report("capture", CAPTURE, 2, "Kursk", title=CONFIRMED, status="confirmed", hours=8), "capture confirmed"),
        (report("capture", f"{CAPTURE} confirms:KR", 2, hours=8), "South Korea confirms it"),
        (report("capture", f"{CAPTURE} confirms:KP", 2, hours=8), "North Korea confirms it"),
        (report("capture", f"{CAPTURE} confirms:ICRC", 2, hours=8), "The Red Cross confirms it"),
        (report("capture", f"{CAPTURE} confirms:FAMILY", 2, hours=8), "The family confirms it"),
        (report("capture", f"{CAPTURE} confirms:FAMILY confirms:UN", 2, hours=8), "The family and the UN confirm it"),
        (report("capture", f"{CAPTURE} fights_for:RU confirms:RU", 2, hours=8), "Russia confirms it"),
        (report("capture", f"{CAPTURE} denies:RU", 2, hours=8), "Russia denies it"),
        (report("capture", CAPTURE, 2, status="denied", hours=8), "capture denied"),
        (report("capture", CAPTURE, 2, title="Correction: two men taken near Kursk", source="daily"), "daily corrects"),
        (report("capture", CAPTURE, 2, title="Retracted: two men taken near Kursk", source="daily"), "daily retracts"),
    ],
)
def test_a_material_change_makes_one_update(then, reason):
    again = replace(then, id=f"{then.id}-b", article=replace(then.article, id="again", source="another"))
    decisions = told(report("capture", CAPTURE, 2, "Kursk"), then, again)
    assert kinds(decisions[:2]) == ["new", "update"]
    assert decisions[1].alert.reason.startswith(reason)
    assert decisions[1].alert.id == f"{decisions[0].story.id}-2"
    if "source" not in reason and "daily" not in reason:
        assert decisions[2].alert is None


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        (report("capture", CAPTURE, 5, "Kursk", hours=30), "the number is now 5, earlier 2"),
        (
            report("capture", f"{CAPTURE} nationality:CN", (), "Kursk", title="CN and KP men held", hours=5),
            "now also nationality: Chinese",
        ),
    ],
)
def test_an_unsure_change_waits_for_a_second_report(then, reason):
    again = replace(then, id=f"{then.id}-b", article=replace(then.article, id="again", source="another"))
    third = replace(then, id=f"{then.id}-c", article=replace(then.article, id="third", source="third"))
    decisions = told(report("capture", CAPTURE, 2, "Kursk"), then, again, third)
    assert kinds(decisions) == ["new", "-", "update", "-"]
    assert decisions[2].alert.reason.startswith(reason)


def test_a_number_in_the_title_needs_no_second_report():
    titled = report("capture", CAPTURE, 5, "Kursk", title="Now 5 are held, Kyiv says", hours=30)
    first, second = told(report("capture", CAPTURE, 2, "Kursk"), titled)
    assert first.story.id == second.story.id
    assert second.alert.reason == "the number is now 5, earlier 2"


def test_a_return_in_exchange_is_the_other_topics_news():
    decisions = told(
        report("capture", CAPTURE, 2, status="confirmed"),
        report("capture", CAPTURE, 2, status="repatriation", title="Kyiv offers a swap of captives", days=1),
        report("capture", CAPTURE, 2, status="repatriation", title="Seoul asks for the men", days=2),
    )
    assert kinds(decisions) == ["new", "-", "update"]


def test_a_course_goes_forward_only():
    decisions = told(
        report("swap", EXCHANGE, 150, status="agreed"),
        report("swap", EXCHANGE, 150, status="completed", hours=30),
        report("swap", EXCHANGE, 150, status="agreed", hours=31),
        report("swap", EXCHANGE, 150, status="offered", hours=32),
    )
    assert kinds(decisions) == ["new", "update", "-", "-"]
    assert decisions[1].alert.previous_status == "agreed"
    assert decisions[-1].story.status == "completed"
    assert "behind what the story already told" in decisions[-1].reason


def test_a_captor_confirms_only_its_own_claim():
    decisions = told(
        report("capture", CAPTURE, 2, "Kursk"),
        report("capture", f"{CAPTURE} confirms:UA", 2, hours=3),
        report("capture", f"{CAPTURE} confirms:KP", 2, hours=5),
        report("capture", f"{CAPTURE} confirms:KR", 2, hours=6),
    )
    assert kinds(decisions) == ["new", "-", "update", "-"]
    assert decisions[2].story.status == "confirmed"
    assert decisions[2].story.confidence > decisions[1].story.confidence


def test_a_first_report_by_the_captives_own_state_is_confirmed():
    told_by_captor, told_by_own = (
        told(report("capture", f"{CAPTURE} confirms:{code}", 2, status="confirmed", backed=False))[0]
        for code in ("UA", "KP")
    )
    assert (told_by_captor.story.status, told_by_own.story.status) == ("claimed", "confirmed")


def test_a_denial_does_not_undo_what_was_confirmed():
    decisions = told(
        report("capture", CAPTURE, 2, title=CONFIRMED, status="confirmed"),
        report("capture", f"{CAPTURE} denies:RU", 2, status="denied", hours=8),
    )
    assert kinds(decisions) == ["new", "update"]
    assert decisions[-1].story.status == "confirmed"


def test_a_muted_story_is_silent_and_says_so():
    (first,) = told(report("capture", CAPTURE, 2))
    muted = replace(first.story, muted=True)
    decision = decide(report("capture", CAPTURE, 2, title=CONFIRMED, status="confirmed", hours=3), [muted], START)
    assert decision.alert is None
    assert "muted" in decision.reason
    assert decision.story.status == "confirmed"


def test_an_event_of_long_ago_is_kept_without_an_alert():
    (decision,) = told(report("swap", EXCHANGE, 150, day="2022-09-21"))
    assert decision.alert is None
    assert "days before the report" in decision.reason


def test_a_capture_told_only_as_an_exchange_waits_for_a_clear_report():
    decisions = told(
        report("capture", CAPTURE, 2, title="Prisoners swapped in Kursk"),
        report("capture", CAPTURE, 2, title="Обмін полоненими", status="confirmed", hours=1),
        report("capture", CAPTURE, 2, title="Two men taken near Kursk, replenishing the fund", hours=2),
        report("capture", CAPTURE, 2, title="Two men taken near Kursk", hours=3),
    )
    assert kinds(decisions) == ["-", "-", "new", "-"]
    assert "speaks of an exchange" in decisions[0].reason
    assert decisions[2].alert.reason == "the first clear report of this event"
    assert decisions[2].alert.number == 1


def test_an_exchange_fund_is_no_exchange():
    (decision,) = told(report("capture", CAPTURE, 2, title="Поповнення обмінного фонду: двоє солдатів КНДР у полоні"))
    assert decision.alert is not None


def test_the_timeline_tells_what_each_report_changed():
    decisions = told(
        report("capture", CAPTURE, 2, status="claimed"),
        report("capture", CAPTURE, 2, hours=1),
        report("capture", CAPTURE, 2, title=CONFIRMED, status="confirmed", hours=2),
    )
    timeline = decisions[-1].story.timeline
    assert [moment.status for moment in timeline] == ["claimed", "confirmed"]
    assert timeline[1].change == "status: capture confirmed, earlier capture claimed"


def test_what_the_captor_shows_makes_a_claim_no_fact():
    decisions = told(
        report("capture", CAPTURE, 2, title="Footage of two captives", status="confirmed"),
        report("capture", CAPTURE, 2, title="Two captives speak on tape", status="confirmed", hours=2),
    )
    assert kinds(decisions) == ["new", "-"]
    assert decisions[0].alert.status == "claimed"


def test_rounds_of_one_truce_are_told_as_updates():
    sides = "parties:IL parties:HAMAS"
    decisions = told(
        report("swap", sides, 90, title="90 freed in the first exchange of the truce", day="2025-01-11"),
        report("swap", sides, 200, title="200 freed: second exchange since the truce", day="2025-01-18", days=7),
        report(
            "swap", sides, 200, title="The second exchange of the truce, for 200", day="2025-01-18", days=7, hours=3
        ),
        report("swap", sides, 110, title="110 freed in the third exchange under the truce deal", days=14),
    )
    assert kinds(decisions) == ["new", "update", "-", "update"]
    assert decisions[3].alert.reason == "the exchange goes on with 110"


def test_the_rest_of_an_exchange_is_put_off_and_resumed_months_later():
    sides = "parties:SY parties:SDF"
    decisions = told(
        report("swap", sides, 240, "Goma", title="240 freed, first step of the accord", day="2025-01-11"),
        report("swap", sides, (), "Goma", title="Second batch of the exchange put off", status="refused", days=6),
        report("swap", sides, (), "Goma", title="Sides at odds over the exchange", status="refused", days=7),
        report("swap", sides, 470, "Goma", title="The stalled exchange resumes, 470 freed", days=50),
    )
    assert kinds(decisions) == ["new", "update", "-", "update"]
    assert decisions[1].alert.reason == "the rest of the exchange is put off"
    assert decisions[3].alert.reason == "the exchange goes on with 470"


def test_a_title_that_asks_tells_nothing():
    decisions = told(
        report("swap", EXCHANGE, 150, status="agreed", title="Why would they swap 150 prisoners?"),
        report("swap", EXCHANGE, 150, status="agreed", title="They agree to swap 150 prisoners", hours=2),
        report("swap", EXCHANGE, 150, title="Were the 150 prisoners swapped?", hours=20),
        report("swap", EXCHANGE, 150, title="150 prisoners are swapped", status="completed", hours=30),
    )
    assert kinds(decisions) == ["-", "new", "-", "update"]


def test_a_report_that_names_no_side_waits_for_one_that_does():
    decisions = told(
        report("swap", "", 150, title="150 prisoners walk free"),
        report("swap", EXCHANGE, 150, title="150 prisoners are swapped", hours=2),
    )
    assert kinds(decisions) == ["-", "new"]


@pytest.mark.parametrize(
    ("number", "title", "mentioned", "kind"),
    [
        (4, "Rebels now hold 4 men", (3,), "update"),
        (2, "2 men in custody, not 3", (3,), "update"),
        (2, "2 men in custody", (), "-"),
        (40, "40 men come home", (3,), "-"),
    ],
)
def test_who_names_the_earlier_number_corrects_it(number, title, mentioned, kind):
    sides = "captor:FLA nationality:RU"
    first = report("capture", sides, 3, title="Rebels hold 3 Russians")
    then = report("capture", sides, (number, *mentioned), title=title, days=4)
    assert kinds(told(first, then)) == ["new", kind]


def test_a_captor_known_by_two_names_splits_no_event():
    decisions = told(
        report("capture", "captor:M23 nationality:ZA", 200, "Goma"),
        report("capture", "captor:AFC nationality:ZA", 200, "Goma", days=1),
        report("capture", "captor:AFC nationality:ZA", 5, days=1),
    )
    assert kinds(decisions) == ["new", "-", "new"]


def test_after_a_trial_nothing_confirms_the_capture():
    sides = "captor:RU nationality:AU"
    decisions = told(
        report("capture", sides, title="Teacher Oscar Jenkins held"),
        report("capture", sides, title="court sentences Oscar Jenkins", status="sentenced", days=3),
        report("capture", f"{sides} confirms:AU", title="minister confirms: Oscar Jenkins on trial", days=4),
    )
    assert kinds(decisions) == ["new", "update", "-"]


@pytest.mark.parametrize(
    ("topic", "sides", "kind"),
    [
        ("swap", "parties:US parties:VE", "-"),
        ("swap", "parties:RU parties:UA", "new"),
        ("capture", "captor:ISIL nationality:JO", "-"),
        ("capture", "captor:UA nationality:KP", "new"),
    ],
)
def test_where_such_events_are_rare_a_late_report_is_an_echo(topic, sides, kind):
    first = report(topic, sides, title="A first report", status="completed" if topic == "swap" else "")
    decisions = told(first, report(topic, sides, title="Weeks on, one speaks", status=first.status, days=25))
    assert kinds(decisions) == ["new", kind]


def test_a_captive_who_turns_out_to_be_of_another_people_is_known_by_name():
    decisions = told(
        report("capture", "captor:LNA nationality:PT", title="Rebels hold Portuguese Norman Sponaugle"),
        report("capture", "captor:LNA nationality:US", title="Airman Norman Sponaugle is American", days=2),
        report("capture", "captor:LNA nationality:TR", title="Six sailors held", days=2),
    )
    assert kinds(decisions) == ["new", "-", "new"]


def test_what_was_kept_in_silence_is_still_news():
    """A report that was held back may have been misread; what it said of the course was told to nobody."""
    sides = "parties:LB parties:NUSRA"
    decisions = told(
        report("swap", sides, title="A swap looks close", backed=False),
        report("swap", sides, title="Talks on a swap stall", status="refused", hours=4),
        report("swap", sides, 16, title="16 are freed in a swap", status="completed", hours=30),
    )
    assert kinds(decisions) == ["-", "new", "update"]


def test_where_such_events_are_rare_another_number_is_a_part():
    sides = "parties:SDF parties:SY"
    decisions = told(
        report("swap", sides, 250, title="250 freed", day="2025-01-11", status="completed"),
        report("swap", sides, 400, title="400 freed", day="2025-01-14", status="completed", days=3),
    )
    assert decisions[0].story.id == decisions[1].story.id


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Captured airman burned to death, video shows", "update"),
        ("В плену скончался взятый ранее солдат", "update"),
        ("Полонений солдат помер від ран", "update"),
        ("생포된 병사, 부상으로 사망", "update"),
        ("Captured airman asks for letters", "-"),
        ("Dead and wounded counted; captured airman is silent", "-"),
    ],
)
def test_the_death_of_a_captive_is_told_once(title, kind):
    sides = "captor:ISIL nationality:JO"
    decisions = told(
        report("capture", sides, title="Airman captured", status="claimed"),
        report("capture", sides, title=title, days=2),
        report("capture", sides, title=title, days=3),
    )
    assert kinds(decisions) == ["new", kind, "-"]


def test_a_second_captive_told_as_such_is_an_update():
    sides = "captor:ARTSAKH nationality:SY"
    decisions = told(
        report("capture", sides, title="Syrian fighter captured", status="claimed"),
        report("capture", sides, title="Second Syrian fighter captured", status="claimed", days=2),
        report("capture", sides, title="Second Syrian fighter captured, army says", status="claimed", days=2),
    )
    assert kinds(decisions) == ["new", "update", "-"]


def test_the_other_sides_confirmation_of_an_exchange_is_told_once():
    sides = "parties:RU parties:US"
    decisions = told(
        report("swap", f"{sides} says:RU", title="Moscow: two exchanged", status="completed"),
        report("swap", f"{sides} says:RU", title="Moscow confirms: two exchanged", status="completed", hours=1),
        report("swap", f"{sides} says:US", title="Washington confirms: he is free", status="completed", hours=2),
        report("swap", f"{sides} says:US", title="White House confirms", status="completed", hours=3),
    )
    assert kinds(decisions) == ["new", "-", "update", "-"]


def test_where_exchanges_are_rare_a_later_number_in_a_title_is_a_further_part():
    sides = "parties:SDF parties:SY"
    decisions = told(
        report("swap", sides, 250, title="250 freed in Aleppo", status="completed"),
        report("swap", sides, 400, title="400 freed in Aleppo", status="completed", days=9),
        report("swap", sides, 400, title="400 freed in Aleppo, officials say", status="completed", days=9),
    )
    assert kinds(decisions) == ["new", "update", "-"]


def test_weeks_later_other_people_are_another_event():
    first = report("swap", "parties:RU parties:US", title="they freed Norman Fogelson in Minsk", status="completed")
    again = report("swap", "parties:RU parties:US", title="he met Norman Fogelson at home", days=40)
    other = report("swap", "parties:RU parties:US", title="she flew Ksenia Karelina home", status="completed", days=40)
    assert kinds(told(first, again)) == ["new", "-"]
    assert kinds(told(first, other)) == ["new", "new"]


def test_a_trial_long_after_a_rare_capture_is_of_its_captives():
    sides = "captor:AM nationality:SY"
    decisions = told(
        report("capture", "captor:ARTSAKH nationality:SY", title="Syrian captured", status="claimed"),
        report("capture", sides, 2, title="court jails 2 Syrians for life", status="sentenced", days=185),
    )
    assert kinds(decisions) == ["new", "update"]


def test_a_third_people_among_the_freed_belongs_to_no_other_exchange():
    sides = "parties:HAMAS parties:IL"
    decisions = told(
        report("swap", sides, title="talks on hostages", status="negotiating", day="2025-01-11"),
        report("swap", f"{sides} of:TH", title="hostages freed", status="completed", days=1),
    )
    assert kinds(decisions) == ["new", "update"]
