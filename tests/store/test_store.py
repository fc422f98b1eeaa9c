"""The store on DynamoDB and S3 (moto): identity by conditional writes, one due index, nothing written twice."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from msgspec.structs import replace

from frontwire import ledger
from frontwire.errors import Conflict
from frontwire.models import (
    Alert,
    Article,
    ArticleRef,
    Channel,
    Decision,
    Delivery,
    Facts,
    Feedback,
    Health,
    Link,
    Match,
    Mute,
    Page,
    Source,
    Story,
    Subscription,
)
from frontwire.store import Reading, Store
from frontwire.store.stories import Found
from frontwire_cli.inprocess import Account

NOW = datetime(2025, 1, 11, 12, 0, tzinfo=UTC)
REF = ArticleRef("link-1", "https://outlet.example/1", "A title")


@pytest.fixture
def store(aws: Account) -> Store:
    return aws.store


def a_match(number: int = 1) -> Match:
    return Match(f"m-{number}", "prisoner_swap", REF, "completed")


def a_story(keys: tuple[str, ...] = ("k1", "k2"), name: str = "s-1") -> Story:
    return Story(name, "prisoner_swap", "completed", "An exchange", Facts(), NOW, NOW, keys=keys)


def an_alert(story: str = "s-1", number: int = 1) -> Alert:
    return Alert(
        f"{story}-{number}", story, number, "prisoner_swap", "new", "completed", "high", "An exchange", "first", NOW
    )


def visit(store: Store, at: datetime, **due: datetime) -> None:
    """One visit of the one round there is, after which its sources are due at these times."""
    taken = store.rounds.take("r1", "", at)
    assert taken is not None
    stops = {stop.source: stop for stop in taken.stops}
    moved = {name: replace(stops[name], due_at=moment, along_at=moment) for name, moment in due.items()}
    store.rounds.give_back(taken, moved)


def test_a_new_source_is_due_at_once_and_a_visit_moves_it_on(store: Store) -> None:
    assert store.sources.add([Source("bbc", "https://bbc.example/rss")], NOW) == 1
    assert [name for name, _ in store.rounds.due(NOW, 10)] == ["r1"]
    visit(store, NOW, bbc=NOW + timedelta(minutes=5))
    assert store.rounds.due(NOW, 10) == []
    assert [name for name, _ in store.rounds.due(NOW + timedelta(minutes=5), 10)] == ["r1"]


def test_adding_a_known_source_again_keeps_what_we_know_of_it(store: Store) -> None:
    store.sources.add([Source("bbc", "https://bbc.example/rss")], NOW)
    store.sources.learn({"bbc": Health(state="ok", baseline=True)})
    visit(store, NOW, bbc=NOW + timedelta(minutes=5))
    assert store.sources.add([Source("bbc", "https://bbc.example/rss", title="BBC")], NOW) == 0
    source, health = store.sources.with_health(["bbc"])["bbc"]
    assert (source.title, health.baseline) == ("BBC", True)
    assert store.rounds.due(NOW + timedelta(minutes=4), 10) == []


def test_a_disabled_or_removed_source_is_never_due(store: Store) -> None:
    store.sources.add([Source("bbc", "https://bbc.example/rss"), Source("dw", "https://dw.example/rss")], NOW)
    store.sources.add([Source("bbc", "https://bbc.example/rss", enabled=False)], NOW)
    store.sources.remove("dw")
    assert store.rounds.due(NOW + timedelta(days=1), 10) == []
    store.sources.add([Source("bbc", "https://bbc.example/rss")], NOW)
    assert len(store.rounds.due(NOW, 10)) == 1


def test_a_round_is_taken_by_one_and_free_again_when_its_time_is_over(store: Store) -> None:
    store.sources.add([Source("bbc", "https://bbc.example/rss")], NOW)
    ((name, due_at),) = store.rounds.due(NOW, 10)
    assert store.rounds.take(name, due_at, NOW) is not None
    assert store.rounds.take(name, due_at, NOW) is None
    assert store.rounds.take(name, "", NOW) is None
    assert store.rounds.due(NOW + timedelta(seconds=80), 10) == []
    ((_, again),) = store.rounds.due(NOW + timedelta(seconds=100), 10)
    assert store.rounds.take(name, again, NOW + timedelta(seconds=100)) is not None


def test_a_source_that_joins_during_a_visit_stays_due(store: Store) -> None:
    store.sources.add([Source("bbc", "https://bbc.example/rss")], NOW)
    taken = store.rounds.take("r1", "", NOW)
    assert taken is not None
    store.sources.add([Source("dw", "https://dw.example/rss")], NOW)
    assert store.rounds.due(NOW, 10) == []  # the round is still being visited
    later = NOW + timedelta(minutes=5)
    store.rounds.give_back(taken, {"bbc": replace(taken.stops[0], due_at=later, along_at=later)})
    (after,) = store.rounds.all()
    assert {stop.source: stop.due_at for stop in after.stops} == {"bbc": later, "dw": NOW}
    assert len(store.rounds.due(NOW, 10)) == 1


def test_what_a_flood_brought_waits_until_it_is_let_go(store: Store) -> None:
    store.sources.hold([("bbc", f"k{n}", Link(f"https://bbc.example/{n}")) for n in range(30)])
    assert len(store.sources.held("bbc")) == 30
    store.sources.let_go("bbc")
    assert store.sources.held("bbc") == []


def test_marks_are_found_again_among_hundreds(store: Store) -> None:
    keys = [f"u:{n}" for n in range(260)]
    store.news.mark(keys[:250], NOW)
    assert store.news.known({"bbc": keys}) == {"bbc": set(keys[:250])}


def test_what_one_source_had_at_its_first_look_is_news_to_another(store: Store) -> None:
    store.news.mark(["u:1"], NOW, owner="new-source")
    assert store.news.known({"new-source": ["u:1"], "old-source": ["u:1"]}) == {
        "new-source": {"u:1"},
        "old-source": set(),
    }


def test_a_page_is_archived_as_it_came_with_its_digest(store: Store, aws: Account) -> None:
    headers = {"content-type": "text/html; charset=windows-1251\r\nX-Evil: 1"}
    page = Page("https://a.example/", "https://a.example/é", 200, headers, "Привіт".encode("cp1251"), NOW, "abc")
    key = store.news.archive_page("link-1", page, NOW)
    kept = aws.client("s3").get_object(Bucket=aws.bucket, Key=key)
    assert gzip.decompress(kept["Body"].read()) == "Привіт".encode("cp1251")
    assert kept["Metadata"]["sha256"] == "abc"
    assert key == "pages/2025/01/11/link-1.gz"


def test_a_reading_is_remembered(store: Store) -> None:
    assert store.news.reading("link-1") is None
    archive = store.news.archive_article("link-1", Article("https://a.example/", "T", "text"), NOW)
    store.news.read(Reading(replace(REF, archive=archive), "read", ("m-1",)), NOW)
    reading = store.news.reading("link-1")
    assert reading
    assert (reading.matches, reading.article.archive) == (("m-1",), archive)


def test_a_decision_is_written_whole_and_found_under_all_its_keys(store: Store) -> None:
    opened = ledger.opened("s-1-1", "desk", NOW, NOW)
    decision = Decision(a_story(), an_alert(), "first report")
    store.stories.commit(a_match(), decision, [opened], store.stories.candidates(["k1"]), NOW)
    for key in ("k1", "k2"):
        (found,) = store.stories.candidates([key]).stories
        assert (found.id, found.version) == ("s-1", 1)
    assert store.stories.alert("s-1-1") == an_alert()
    assert store.deliveries.get("s-1-1", "desk") == replace(opened, version=1)
    record = store.stories.decided("m-1")
    assert record
    assert (record.story, record.alert, record.reason) == ("s-1", "s-1-1", "first report")


def test_two_writers_cannot_both_make_a_story_for_one_event(store: Store) -> None:
    """Both read before either wrote: the shelf they share lets only one of them write."""
    first, second = store.stories.candidates(["k1"]), store.stories.candidates(["k1"])
    store.stories.commit(a_match(1), Decision(a_story(("k1",)), None, "new"), [], first, NOW)
    other = a_story(("k1",), "s-2")
    with pytest.raises(Conflict):
        store.stories.commit(a_match(2), Decision(other, None, "new"), [], second, NOW)
    assert [story.id for story in store.stories.candidates(["k1"]).stories] == ["s-1"]


def test_a_decision_on_an_old_story_is_refused_and_nothing_of_it_stays(store: Store) -> None:
    store.stories.commit(a_match(1), Decision(a_story(), None, "new"), [], store.stories.candidates(["k1"]), NOW)
    stale = store.stories.candidates(["k1"])
    (story,) = stale.stories
    store.stories.commit(a_match(2), Decision(replace(story, article_count=2), None, "joined"), [], stale, NOW)
    with pytest.raises(Conflict):
        store.stories.commit(a_match(3), Decision(story, an_alert(), "update"), [], stale, NOW)
    assert store.stories.alert("s-1-1") is None
    assert store.stories.decided("m-3") is None


def test_the_same_match_is_never_committed_twice(store: Store) -> None:
    store.stories.commit(a_match(), Decision(a_story(), None, "new"), [], store.stories.candidates(["k1"]), NOW)
    with pytest.raises(Conflict):
        store.stories.commit(a_match(), Decision(a_story((), "s-9"), None, "new"), [], Found((), {}), NOW)


def test_a_story_that_gains_a_key_is_found_under_it(store: Store) -> None:
    store.stories.commit(a_match(1), Decision(a_story(("k1",)), None, "new"), [], store.stories.candidates(["k1"]), NOW)
    found = store.stories.candidates(["k1"])
    (story,) = found.stories
    grown = replace(story, keys=("k1", "k9"))
    store.stories.commit(a_match(2), Decision(grown, None, "joined"), [], found, NOW)
    assert [one.id for one in store.stories.candidates(["k9"]).stories] == ["s-1"]


def test_deliveries_move_only_from_where_they_were_read(store: Store) -> None:
    (one,) = store.deliveries.write([Delivery("s-1-1", "desk", "pending", NOW, NOW)])
    store.deliveries.write([ledger.reserve(one, NOW)])
    with pytest.raises(Conflict):
        store.deliveries.write([ledger.reserve(one, NOW + timedelta(microseconds=1))])


def test_a_write_whose_answer_was_lost_is_no_conflict_with_itself(store: Store) -> None:
    """The client tries again by itself, and finds the row that it wrote."""
    (one,) = store.deliveries.write([Delivery("s-1-1", "desk", "pending", NOW, NOW)])
    held = store.deliveries.write([ledger.reserve(one, NOW)])
    assert store.deliveries.write([ledger.reserve(one, NOW)]) == held


def test_only_deliveries_with_a_next_step_are_due(store: Store) -> None:
    (one,) = store.deliveries.write([Delivery("s-1-1", "desk", "pending", NOW, NOW)])
    assert [(alert, channel) for alert, channel, _ in store.deliveries.due(NOW, 10)] == [("s-1-1", "desk")]
    (held,) = store.deliveries.write([ledger.reserve(one, NOW)])
    store.deliveries.write([ledger.move(held, "sent", NOW, "ok")])
    assert store.deliveries.due(NOW + timedelta(days=9), 10) == []


def test_channels_come_with_what_they_want(store: Store) -> None:
    store.channels.save(Channel("desk", "slack"), Subscription("desk", topics=("prisoner_swap",)))
    store.channels.save(Channel("off", "email", "a@b.example", enabled=False), Subscription("off"))
    ((channel, wants),) = store.channels.listening("s-1")
    assert (channel.id, wants.topics) == ("desk", ("prisoner_swap",))
    assert [channel.id for channel, _ in store.channels.subscriptions()] == ["desk", "off"]
    store.channels.remove("desk")
    assert store.channels.get("desk") is None


def test_a_muted_story_is_muted_in_one_channel_and_by_whoever_said_it_first(store: Store) -> None:
    for name in ("one", "two"):
        store.channels.save(Channel(name, "slack"), Subscription(name))
    store.channels.mute(Mute("one", "s-1", "Olena", NOW))
    store.channels.mute(Mute("one", "s-1", "Bohdan", NOW + timedelta(hours=1)))
    assert [mute.by for mute in store.channels.mutes("one")] == ["Olena"]
    assert [channel.id for channel, _ in store.channels.listening("s-1")] == ["two"]
    assert len(store.channels.listening("s-2")) == 2
    store.channels.unmute("one", "s-1")
    assert len(store.channels.listening("s-1")) == 2


def test_an_address_is_switched_off_wherever_it_gets_mail_however_it_is_written(store: Store) -> None:
    mails = {"one": "Desk@News.example", "two": "desk@news.example ", "other": "else@news.example"}
    for name, target in mails.items():
        store.channels.save(Channel(name, "email", target), Subscription(name))
    assert store.channels.switch_off("desk@news.example", "bounced") == ["one", "two"]
    assert store.channels.switch_off("desk@news.example", "complained") == []
    channel = store.channels.get("two")
    assert channel
    assert (channel.enabled, channel.off) == (False, "bounced")


def said(what: Literal["relevant", "not_relevant"], minute: int, user: str = "U1") -> Feedback:
    return Feedback("s-1-1", "s-1", "prisoner_swap", "desk", what, user, "Olena", NOW + timedelta(minutes=minute))


def test_a_persons_latest_word_counts_and_a_repeat_changes_nothing(store: Store) -> None:
    assert store.feedback.keep(said("relevant", 1))
    assert not store.feedback.keep(said("relevant", 1))
    assert store.feedback.keep(said("not_relevant", 2))
    assert not store.feedback.keep(said("relevant", 1)), "an old press that comes late"
    assert store.feedback.keep(said("relevant", 3, "U2"))
    assert [(one.user, one.said) for one in store.feedback.of_alert("s-1-1")] == [
        ("U1", "not_relevant"),
        ("U2", "relevant"),
    ]
    assert {one.user for one in store.feedback.latest()} == {"U1", "U2"}


def test_a_desk_is_read_in_one_request(store: Store) -> None:
    store.channels.save(Channel("desk", "slack"), Subscription("desk", budget=3))
    store.channels.mute(Mute("desk", "s-1", "Olena", NOW))
    store.stories.keep_alert(an_alert())
    store.deliveries.write([Delivery("s-1-1", "desk", "pending", NOW, NOW)])
    desk = store.desks.read("desk", ["s-1-1", "s-1-2"], ["s-1-1", "s-9-1"])
    assert desk.channel
    assert (desk.channel.kind, desk.subscription.budget, desk.state.failures) == ("slack", 3, 0)
    assert (list(desk.mutes), list(desk.alerts)) == (["s-1"], ["s-1-1"])
    assert [delivery.alert for delivery in desk.deliveries] == ["s-1-1"]
    assert store.desks.read("gone", ["s-1-1"], []).channel is None


def test_more_channels_than_a_transaction_holds_have_their_deliveries_all_the_same(store: Store) -> None:
    many = [ledger.opened("s-1-1", f"c{number}", NOW, NOW) for number in range(120)]
    decision = Decision(a_story(), an_alert(), "first report")
    store.stories.commit(a_match(), decision, many, store.stories.candidates(["k1"]), NOW)
    assert all(store.deliveries.get("s-1-1", f"c{number}") for number in range(120))
    record = store.stories.decided("m-1")
    assert record
    assert record.later == tuple(f"c{number}" for number in range(95, 120))
