"""Every sample event, run through its function: what it returns and what it changes."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from frontwire import canary
from frontwire_cli.invoke import Effect, effect_of, read_event, read_given

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (ROOT / "events").glob("*/*.json") if not path.name.endswith(".given.json"))
STEPS = sorted(path.parent.name for path in ROOT.glob("functions/*/app.py"))


def run(name: str) -> Effect:
    path = ROOT / "events" / f"{name}.json"
    return effect_of(ROOT, path.parent.name, read_event(path), read_given(path))


def bodies(effect: Effect, kind: str) -> list[dict]:
    """The values of the changed rows whose sort key begins so."""
    return [row["value"] for row in effect.rows if row["sk"].startswith(kind)]


@pytest.mark.parametrize("step", STEPS)
def test_each_function_has_a_usual_and_an_awkward_sample(step: str) -> None:
    assert len([path for path in SAMPLES if path.parent.name == step]) >= 2


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_sample_is_answered(path: Path) -> None:
    assert run(f"{path.parent.name}/{path.stem}").error == ""


def test_a_tick_sends_what_is_due() -> None:
    effect = run("schedule/tick")
    assert effect.returned == {"rounds": 1, "deliveries": 0, "canaries": 1}
    assert [body["round"] for body in effect.messages["PollQueue"]] == ["r1", canary.NAME]


def test_a_backlog_of_one_channel_travels_as_one_order() -> None:
    (order,) = run("schedule/backlog").messages["DeliverQueue"]
    assert (order["channel"], len(order["alerts"])) == ("desk-slack", 2)


def test_a_first_look_takes_stock_and_tells_nothing() -> None:
    effect = run("poll/first_look")
    assert "ReadQueue" not in effect.messages
    (health,) = bodies(effect, "HEALTH")
    assert health["baseline"] is True
    assert any(row["pk"].startswith("SEEN#") for row in effect.rows)


def test_a_broken_message_fails_alone() -> None:
    failures = run("poll/gone_and_broken").returned["batchItemFailures"]
    assert [failure["itemIdentifier"][-1] for failure in failures] == ["2"]


def test_reading_the_capture_gives_its_match_and_keeps_the_page() -> None:
    effect = run("read/capture")
    match = next(m for m in effect.messages["AlertQueue"] if m["topic"] == "foreign_troop_capture")
    sides = {(side["role"], side["code"]) for side in match["facts"]["sides"]}
    assert {("captor", "UA"), ("nationality", "KP")} <= sides
    assert 2 in [count["value"] for count in match["facts"]["counts"] if count["of"] == "captives"]
    assert [key.split("/")[0] for key in effect.objects] == ["articles", "pages"]


def test_an_address_of_the_cloud_itself_is_never_fetched_and_the_feed_must_do() -> None:
    effect = run("read/refused_address")
    (reading,) = bodies(effect, "READ")
    assert reading["outcome"] == "from_feed"
    assert [key.split("/")[0] for key in effect.objects] == ["articles"]
    assert [match["topic"] for match in effect.messages["AlertQueue"]] == ["prisoner_swap"]


def test_a_match_becomes_a_story_an_alert_and_a_delivery_for_each_channel() -> None:
    effect = run("alert/capture")
    (story,) = bodies(effect, "STORY")
    (alert,) = bodies(effect, "ALERT")
    assert (alert["story"], alert["kind"]) == (story["id"], "new")
    assert sorted(row["channel"] for row in bodies(effect, "DELIVERY#")) == ["desk-mail", "desk-slack"]
    assert sorted(order["channel"] for order in effect.messages["DeliverQueue"]) == ["desk-mail", "desk-slack"]


def test_the_same_match_twice_makes_one_alert() -> None:
    effect = run("alert/same_match_twice")
    assert len(bodies(effect, "ALERT")) == 1
    assert len(bodies(effect, "DELIVERY#")) == 2
    assert len(bodies(effect, "MATCH")) == 1


def test_slack_gets_one_post_and_the_ledger_says_so() -> None:
    effect = run("deliver/slack")
    (delivery,) = bodies(effect, "DELIVERY#")
    assert delivery["state"] == "sent"
    assert [attempt["state"] for attempt in delivery["attempts"]] == ["reserved", "sent"]
    (post,) = effect.posts
    assert "North Korean" in post["text"]


def test_mail_goes_out_with_sender_thread_and_way_out() -> None:
    (mail,) = run("deliver/mail").mails
    for header in ("From: alerts@frontwire.example", "To: desk@newsroom.example", "References:"):
        assert header in mail


def test_a_backlog_is_one_post_for_all() -> None:
    effect = run("deliver/backlog")
    assert len(effect.posts) == 1
    assert {delivery["state"] for delivery in bodies(effect, "DELIVERY#")} == {"sent"}


def test_a_delivery_to_a_channel_that_is_gone_is_dead_with_a_reason() -> None:
    (delivery,) = bodies(run("deliver/channel_is_gone"), "DELIVERY#")
    assert delivery["state"] == "dead"
    assert "gone" in delivery["attempts"][-1]["note"]


def test_the_page_of_stories_shows_the_headline_under_a_strict_policy() -> None:
    answer = run("api/stories").returned
    assert answer["statusCode"] == 200
    assert "North Korean" in answer["body"]
    assert "default-src 'none'" in answer["headers"]["Content-Security-Policy"]


def test_one_press_in_the_mail_program_ends_the_mail_and_a_look_at_the_link_does_not() -> None:
    asked = run("api/unsubscribe_asks")
    assert asked.returned["statusCode"] == 200
    assert asked.rows == ()
    ended = run("api/unsubscribe")
    (channel,) = bodies(ended, "CONFIG")
    assert (ended.returned["statusCode"], channel["id"], channel["enabled"]) == (200, "desk-mail", False)


def test_an_address_that_bounces_gets_no_more() -> None:
    (channel,) = bodies(run("api/bounce"), "CONFIG")
    assert (channel["id"], channel["enabled"]) == ("desk-mail", False)
    assert "no such user" in channel["off"]


def test_a_press_that_was_signed_long_ago_is_refused() -> None:
    effect = run("api/press_too_late")
    assert (effect.returned["statusCode"], effect.rows) == (401, ())


def test_nobody_reads_without_the_key() -> None:
    answer = run("api/without_key").returned
    assert answer["statusCode"] == 403
    assert "sample-key" not in answer["body"]


@pytest.mark.parametrize("name", ["poll/first_look", "read/capture"])
def test_a_sample_works_where_its_port_is_taken(name: str) -> None:
    port = read_given(ROOT / "events" / f"{name}.json").demo_port
    with socket.create_server(("127.0.0.1", port)):
        effect = run(name)
    assert (effect.error, effect.failed) == ("", ())
    assert [row["value"]["outcome"] for row in effect.rows if row["sk"] == "READ"] == ["read"] * name.startswith("read")
    assert f":{port}/" not in json.dumps([effect.rows, effect.messages])
