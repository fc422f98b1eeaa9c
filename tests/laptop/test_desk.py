"""Every command of the desk against a stack: our template on the embedded AWS, whose functions were told of an event."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from unittest import mock
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from typer.testing import CliRunner

from frontwire.channels.subscriptions import wants
from frontwire.errors import FrontwireError
from frontwire.models import Channel, Feedback, Match, Subscription
from frontwire.queues import Queue
from frontwire.steps.read import match_message
from frontwire_cli import terminal
from frontwire_cli.laptop.emulator import REGION
from frontwire_cli.laptop.laptop import Laptop
from frontwire_cli.main import app
from frontwire_cli.project import project_root
from frontwire_cli.where import wiring_of
from tests.stories.reports import START, report

ROOT = project_root()
PERSON = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
CAPTURE = "captor:UA nationality:KP"
WITHIN = 120.0  # seconds; a quiet machine needs a few

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(
        not (ROOT / ".venv-aws" / "bin" / "python").exists(), reason="run `make setup` for the embedded AWS"
    ),
]


class Desk:
    """A person at the command line of a deployed stack whose functions were told of one event, and what lies behind it."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.store = laptop, laptop.store
        self.store.channels.save(Channel("mail", "email", "reader@example.org"), Subscription("mail", health=False))
        self.store.channels.save(
            Channel("hook", "webhook", "http://127.0.0.1:9/"), Subscription("hook", health=False)
        )  # no address that may be posted to
        self.hear(report("capture", CAPTURE, 2, "Kursk", title="Two men taken near Kursk", id="desk1"))
        self.hear(report("capture", f"{CAPTURE} confirms:KR", 2, hours=3, title="Seoul: they are", id="desk2"))
        (self.story,) = self.store.stories.latest()

    def hear(self, match: Match) -> None:
        """Tell the deployed functions of a match, and wait for what they make of it."""
        sqs = self.laptop.emulator.client("sqs")
        Queue(sqs, self.laptop.stack.resources["AlertQueue"]).send([match_message(match)])
        assert self.laptop.settle(WITHIN)

    def at_home(self) -> Any:
        """The environment of somebody whose account this is."""
        return mock.patch.dict(os.environ, {**PERSON, "AWS_ENDPOINT_URL": self.laptop.emulator.url})

    def mailed(self, address: str) -> EmailMessage:
        """The last mail to an address; SES relays it in its own time."""
        end = time.monotonic() + WITHIN
        while time.monotonic() < end:
            if found := [mail for mail in self.laptop.mail.mails if mail["To"] == address]:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}")

    def run(self, *words: str) -> str:
        """What a command that must work printed."""
        code, said = self.tried(*words)
        assert code == 0, said
        return said

    def read(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def tried(self, *words: str) -> tuple[int, str]:
        try:
            with self.at_home():
                result = CliRunner().invoke(
                    app, [*words, "--stack", "frontwire"], catch_exceptions=False, terminal_width=200
                )
        except FrontwireError as error:  # as `main` tells it
            return 2, str(error)
        return result.exit_code, result.output


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with (
        mock.patch.dict(os.environ, {"FRONTWIRE_HOME": str(folder / "home")}),
        mock.patch.object(terminal.console, "_width", 200),
        Laptop(ROOT, folder / "out") as laptop,
    ):
        for step in (laptop.start_sinks, laptop.start_aws, laptop.deploy):
            step()
        yield Desk(laptop)


def test_stories_are_listed_and_shown_with_the_reason_of_every_match(desk: Desk) -> None:
    assert desk.story.headline in desk.run("stories", "list")
    (listed,) = desk.read("stories", "list")
    assert (listed["id"], listed["status"], listed["article_count"]) == (desk.story.id, "confirmed", 2)
    shown = desk.run("stories", "show", desk.story.id)
    assert "Two men taken near Kursk" in shown
    assert "South Korea confirms it" in shown
    records = desk.read("stories", "show", desk.story.id)["records"]
    assert [(one["alert"], bool(one["reason"])) for one in records] == [
        (f"{desk.story.id}-1", True),
        (f"{desk.story.id}-2", True),
    ]


def test_a_story_is_explained_by_the_facts_that_agree_and_the_link_that_made_each_match_join(desk: Desk) -> None:
    said = desk.run("stories", "explain", desk.story.id)
    assert "it began the story" in said
    assert "same sides: KP, UA" in said
    began, joined = desk.read("stories", "explain", desk.story.id)
    assert (began["article"], joined["article"]) == ("Two men taken near Kursk", "Seoul: they are")
    assert (began["joined_by"], bool(joined["joined_by"])) == ([], True)
    assert joined["joins"]
    assert joined["points"] >= joined["needed"]
    assert "same sides: KP, UA" in joined["agree"]
    assert joined["against"] == []


def test_alerts_are_listed_the_newest_last(desk: Desk) -> None:
    said = desk.run("alerts", "list")
    assert said.index(" NEW ") < said.index(" UPDATE ")
    assert [alert["number"] for alert in desk.read("alerts", "list")] == [2, 1]
    assert len(desk.read("alerts", "list", "--limit", "1")) == 1


def test_deliveries_are_listed_and_a_dead_one_is_asked_for_again(desk: Desk) -> None:
    update = f"{desk.story.id}-2"
    assert desk.run("deliveries", "list", "mail").count("sent") >= 2
    code, said = desk.tried("deliveries", "retry", update, "mail")
    assert (code, "this delivery is sent" in said) == (2, True)
    before = {one["alert"]: one for one in desk.read("deliveries", "list", "hook")}[update]
    assert before["state"] == "dead"
    assert "again" in desk.run("deliveries", "retry", update, "hook")
    assert desk.laptop.settle(WITHIN)
    after = {one["alert"]: one for one in desk.read("deliveries", "list", "hook")}[update]
    assert [one["note"] for one in after["attempts"]][len(before["attempts"])] == "a person asks again"
    assert after["state"] == "dead"  # it was tried, and the address is as it was
    assert len(after["attempts"]) == 2 * len(before["attempts"]) + 1


def test_a_channel_is_added_listed_tested_and_removed(desk: Desk) -> None:
    desk.run("channels", "add", "evening", "email", "--target", "other@example.org", "--mode", "daily", "--zone",
             "Europe/Kyiv", "--topics", "prisoner_swap,foreign_troop_capture", "--statuses", "confirmed",
             "--languages", "en", "--countries", "KP,UA", "--severity", "high", "--confidence", "0.5")  # fmt: skip
    wanted = {one["channel"]["id"]: one["wants"] for one in desk.read("channels", "list")}["evening"]
    assert (wanted["mode"], wanted["countries"], wanted["severity"]) == ("daily", ["KP", "UA"], "high")
    assert "evening" in desk.run("channels", "list")
    assert desk.run("channels", "test", "evening").startswith("sent: ")
    mail = desk.mailed("other@example.org")
    assert "/unsubscribe?c=evening&t=" in mail["List-Unsubscribe"]
    assert "If you can read this" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    desk.run("channels", "remove", "evening")
    assert desk.tried("channels", "test", "evening")[0] == 2


def test_a_channel_that_its_reader_ended_is_not_tested_but_can_be_switched_on(desk: Desk) -> None:
    desk.store.channels.save(Channel("gone", "email", "gone@example.org"), Subscription("gone", budget=4))
    desk.store.channels.switch_off("gone@example.org", "complained")
    code, said = desk.tried("channels", "test", "gone")
    assert (code, "off: complained" in said, "channels on gone" in said) == (2, True, True)
    desk.run("channels", "on", "gone")
    assert desk.store.channels.get("gone") == Channel("gone", "email", "gone@example.org")
    assert desk.store.channels.subscription("gone").budget == 4
    desk.run("channels", "remove", "gone")


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("hook2", "webhook", "--target", "http://127.0.0.1:9/"), "dead: "),
        (("slack", "slack", "--secret", "/frontwire/not-there"), "put-parameter"),
        (("topic", "sns", "--target", "arn:aws:sns:eu-central-1:123456789012:nobody"), "dead: "),
    ],
)
def test_a_test_message_that_cannot_arrive_says_why(desk: Desk, words: tuple[str, ...], outcome: str) -> None:
    desk.run("channels", "add", *words)
    code, said = desk.tried("channels", "test", words[0])
    assert (code, outcome in said) == (1, True), said
    desk.run("channels", "remove", words[0])


def test_subscriptions_are_set_muted_and_heard_again(desk: Desk) -> None:
    desk.run("subscriptions", "set", "mail", "--budget", "5", "--quiet", "22:00-07:00", "--no-health")
    desk.run("subscriptions", "mute", "mail", "--story", desk.story.id)
    desk.run("subscriptions", "mute", "mail", "--for", "8h")
    (shown,) = [one for one in desk.read("subscriptions", "list") if one["subscription"]["channel"] == "mail"]
    assert [mute["story"] for mute in shown["mutes"]] == [desk.story.id]
    assert (shown["subscription"]["budget"], shown["subscription"]["health"]) == (5, False)
    wanted = desk.store.channels.subscription("mail")
    assert wants(wanted, desk.store.stories.alerts(1)[0], datetime.now(UTC)).when is None
    said = desk.run("subscriptions", "list")
    assert desk.story.id in said
    assert "22:00-07:00" in said
    desk.run("subscriptions", "unmute", "mail", "--story", desk.story.id)
    desk.run("subscriptions", "unmute", "mail")
    desk.run("subscriptions", "set", "mail", "--budget", "0", "--quiet", "", "--health")
    assert desk.store.channels.subscription("mail") == Subscription("mail")
    desk.run("subscriptions", "set", "mail", "--no-health")


def test_a_story_is_muted_for_everybody_and_told_again(desk: Desk) -> None:
    desk.run("stories", "mute", desk.story.id)
    assert desk.read("stories", "list")[0]["muted"]
    desk.run("stories", "mute", desk.story.id, "--off")
    assert not desk.read("stories", "list")[0]["muted"]


def test_verdicts_are_listed_counted_and_exported(desk: Desk, tmp_path: Any) -> None:
    assert "Nobody has judged" in desk.run("feedback", "list")
    alert = desk.store.stories.alerts(1)[0]
    desk.store.feedback.keep(Feedback(alert.id, alert.story, alert.topic, "mail", "relevant", "U1", "olena", START))
    assert desk.read("feedback", "list")[0]["name"] == "olena"
    assert desk.read("feedback", "precision")[0]["precision"] == 1.0
    assert "100%" in desk.run("feedback", "precision")
    desk.run("feedback", "export", str(tmp_path))
    assert "Seoul: they are" in (tmp_path / f"{alert.topic}.examples.yaml").read_text(encoding="utf-8")


def test_mails_of_a_story_are_one_thread(desk: Desk) -> None:
    desk.mailed("reader@example.org")
    of_story = [mail for mail in desk.laptop.mail.mails if mail["X-Frontwire-Story"] == desk.story.id]
    first, update = (mail for mail in of_story if mail["To"] == "reader@example.org")
    assert update["Subject"] == f"Re: {first['Subject']}"
    root, named = update["References"].split()
    assert root == first["References"]
    assert update["In-Reply-To"] == named
    sent = {one.alert: one.reference for one in desk.store.deliveries.of_channel("mail")}
    assert named == f"<{sent[f'{desk.story.id}-1']}>"


def test_mail_came_by_the_configuration_set_with_a_way_out_that_one_press_takes(desk: Desk) -> None:
    """RFC 8058: the mail program posts to the address in the header; nobody logs in anywhere."""
    desk.store.channels.save(Channel("leaver", "email", "leaver@example.org"), Subscription("leaver", health=False))
    desk.hear(report("swap", "parties:RU parties:UA", 25, title="25 are exchanged", id="desk3"))
    mail = desk.mailed("leaver@example.org")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = mail["List-Unsubscribe"].strip("<>")
    assert way_out.startswith(desk.laptop.address)
    with urlopen(way_out) as page:  # a scanner that follows links ends nothing
        assert "End these mails" in page.read().decode()
    assert desk.store.channels.get("leaver").enabled  # type: ignore[union-attr]
    forged = way_out[:-4] + "AAAA"
    with pytest.raises(HTTPError, match="404"):
        urlopen(Request(forged, data=b"List-Unsubscribe=One-Click", method="POST"))
    with urlopen(Request(way_out, data=b"List-Unsubscribe=One-Click", method="POST")) as done:
        assert "No more mail" in done.read().decode()
    left = desk.store.channels.get("leaver")
    assert left
    assert not left.enabled
    assert left.off.startswith("unsubscribed")
    count = len([one for one in desk.laptop.mail.mails if one["To"] == "leaver@example.org"])
    desk.hear(report("swap", "parties:IL parties:HAMAS", 90, title="90 are exchanged", id="desk4"))
    assert len([one for one in desk.laptop.mail.mails if one["To"] == "leaver@example.org"]) == count


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Bounce", {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "Gone@example.org"}]}),
        ("Complaint", {"complainedRecipients": [{"emailAddress": "gone@EXAMPLE.org"}]}),
    ],
)
def test_what_ses_publishes_of_the_configuration_set_ends_mail_to_the_address(
    desk: Desk, kind: str, told: dict[str, Any]
) -> None:
    resources = desk.laptop.stack.resources
    ses = desk.laptop.emulator.client("ses")
    described = ses.describe_configuration_set(
        ConfigurationSetName=resources["MailSet"], ConfigurationSetAttributeNames=["eventDestinations"]
    )
    assert described["ConfigurationSet"]["Name"] == "frontwire-mail"
    desk.store.channels.save(Channel("gone", "email", "gone@example.org"), Subscription("gone"))
    event = {"eventType": kind, kind.lower(): told, "mail": {"destination": ["gone@example.org"]}}
    desk.laptop.emulator.client("sns").publish(TopicArn=resources["MailTopic"], Message=json.dumps(event))
    end = time.monotonic() + WITHIN
    while desk.store.channels.get("gone").enabled and time.monotonic() < end:  # type: ignore[union-attr]
        time.sleep(0.1)
    assert desk.store.channels.get("gone").off.startswith(f"{kind.lower().rstrip('t')}"[:6])  # type: ignore[union-attr]
    desk.run("channels", "remove", "gone")


def test_the_doctor_looks_at_the_stack(desk: Desk) -> None:
    code, said = desk.tried("doctor")
    assert "the stack frontwire is deployed" in said
    assert code == 1
    found = {one["what"]: one for one in json.loads(desk.tried("doctor", "--json")[1])}
    assert any("is not verified" in what for what, one in found.items() if one["level"] == "bad")
    assert any(what.startswith("hook: ") for what, one in found.items() if one["level"] == "warn")
    assert all(one["how"] for one in found.values() if one["level"] == "bad")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("stories", "explain", "s-none"), "stories list"),
        (("stories", "explain", "x" * 3000), "no such story"),
        (("deliveries", "list", "x" * 3000), "channels list"),
        (("deliveries", "retry", "s-none-1", "mail"), "deliveries list mail"),
        (("channels", "test", "nobody"), "channels list"),
    ],
)
def test_a_wrong_name_is_told_with_the_way_out(desk: Desk, words: tuple[str, ...], about: str) -> None:
    code, said = desk.tried(*words)
    assert code == 2
    assert about in said


@pytest.mark.parametrize("stack", ["nowhere", "other"])
def test_a_stack_that_is_not_there_or_not_ours_is_named(desk: Desk, stack: str) -> None:
    queue = {"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}
    if stack == "other":
        desk.laptop.emulator.client("cloudformation").create_stack(StackName=stack, TemplateBody=json.dumps(queue))
    with desk.at_home(), pytest.raises(FrontwireError, match=stack):
        wiring_of(stack)
