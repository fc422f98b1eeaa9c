"""Makes events/<function>/*.json and their .given.json: run it after a message or a model has changed its form.

Times and ids are fixed, so that the files change only when their form does.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from frontwire import codec, ledger, stories
from frontwire.channels import unsubscribe
from frontwire.collect import poll as poll_source
from frontwire.collect.fetch import Fetcher
from frontwire.detect import Engine
from frontwire.models import Alert, Article, ArticleRef, Channel, Health, Link, Match, Source, Stamp
from frontwire.queues import DeliveryOrder, PollRequest, ReadRequest
from frontwire_cli import demo
from frontwire_cli.invoke import Given
from frontwire_cli.laptop.sinks import function_url_event

EVENTS = Path(__file__).resolve().parents[1] / "events"
PORT = 8765
NOW = datetime(2025, 1, 11, 13, 30, tzinfo=UTC)
KEY = {"/frontwire/dashboard-key": "sample-key"}
SLACK = Channel("desk-slack", "slack", secret="/frontwire/slack-webhook", title="#war-desk")
MAIL = Channel("desk-mail", "email", "desk@newsroom.example", title="War desk")

CAPTURE = Article(
    "https://outlet.example/capture",
    "Ukraine says two North Korean soldiers were captured in Kursk region",
    "President Volodymyr Zelenskyy said on Saturday that Ukrainian forces had captured two North Korean soldiers in "
    "Russia's Kursk region.\n\nBoth men were wounded and have been brought to Kyiv, where the security service is "
    "questioning them.\n\nUp to 11,000 North Korean troops fight for Russia in the region, Kyiv says.",
    published=Stamp("2025-01-11T13:05:00Z", datetime(2025, 1, 11, 13, 5, tzinfo=UTC), "+00:00", "second"),
    language="en",
    site_name="Outlet",
)
EXCHANGE = Article(
    "https://outlet.example/exchange",
    "Russia and Ukraine exchange 25 prisoners of war each",
    "Russia and Ukraine exchanged 25 prisoners of war each on Wednesday, both sides said.\n\nThe United Arab Emirates "
    "mediated the exchange.",
    published=Stamp("2025-01-15T11:00:00Z", datetime(2025, 1, 15, 11, 0, tzinfo=UTC), "+00:00", "second"),
    language="en",
    site_name="Outlet",
)


def matches() -> dict[str, Match]:
    engine = Engine.load()
    found = {}
    for article in (CAPTURE, EXCHANGE):
        published = article.published.utc if article.published else None
        name = article.url.rpartition("/")[2]
        ref = ArticleRef(name, article.url, article.title, "outlet", "Outlet", "en", "outlet", published, NOW)
        found[name] = next(v.match for v in engine.examine(article, ref) if v.match)
    return found


def alert_of(match: Match) -> Alert:
    alert = stories.decide(match, (), NOW).alert
    if alert is None:
        raise SystemExit(f"{match.topic}: the sample makes no alert any more; mend its text")
    return alert


def sqs(queue: str, *bodies: bytes | str, group: str = "", receives: int = 1) -> dict[str, Any]:
    """An SQS event as Lambda gets it."""
    return {"Records": [_record(queue, body, group, receives, n) for n, body in enumerate(bodies, 1)]}


def _record(queue: str, body: bytes | str, group: str, receives: int, number: int) -> dict[str, Any]:
    text = body.decode() if isinstance(body, bytes) else body
    fifo = {"MessageGroupId": group, "MessageDeduplicationId": f"sample-{number}", "SequenceNumber": str(number)}
    suffix = ".fifo" if group else ""
    return {
        "messageId": f"00000000-0000-0000-0000-{number:012}",
        "receiptHandle": "sample",
        "body": text,
        "attributes": {
            "ApproximateReceiveCount": str(receives),
            "SentTimestamp": "1736602200000",
            "SenderId": "sample",
            "ApproximateFirstReceiveTimestamp": "1736602200001",
            **(fifo if group else {}),
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(text.encode()).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-central-1:123456789012:frontwire-{queue}{suffix}",
        "awsRegion": "eu-central-1",
    }


def write(path: str, event: dict[str, Any], given: Given | None = None) -> None:
    target = EVENTS / f"{path}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(event, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if given:
        defaults = codec.plain(Given())
        shown = {name: value for name, value in codec.plain(given).items() if value != defaults[name]}
        text = json.dumps(shown, ensure_ascii=False, indent=2)
        target.with_suffix(".given.json").write_text(text + "\n", encoding="utf-8")


def schedule(alerts: list[Alert], source: Source) -> None:
    tick = {"detail-type": "frontwire.tick"}
    write("schedule/tick", tick, Given(sources=(source,)))
    waiting = tuple(ledger.opened(alert.id, SLACK.id, NOW, NOW) for alert in alerts)
    write("schedule/backlog", tick, Given(channels=(SLACK,), alerts=tuple(alerts), deliveries=waiting))


def poll(source: Source) -> None:
    request = codec.dump(PollRequest("r1"))
    world = Given(sources=(source,), demo_port=PORT, demo_phase="capture")
    write("poll/first_look", sqs("PollQueue", request), world)
    gone = codec.dump(PollRequest("r404"))
    write("poll/gone_and_broken", sqs("PollQueue", gone, '{"round": ["all of them"]}'))


def read(source: Source) -> None:
    url = capture_page()
    link = Link(url, title="Ukraine says it has captured two North Korean soldiers", source=source.id, language="en")
    request = codec.dump(ReadRequest("sample-capture", link, source.title, source.reliability))
    write("read/capture", sqs("ReadQueue", request), Given(demo_port=PORT, demo_phase="capture"))
    refused = Link(
        "http://169.254.169.254/latest/meta-data/",
        title="Russia and Ukraine exchange 25 prisoners of war each",
        summary="Russia and Ukraine exchanged 25 prisoners of war each on Wednesday, both sides said.",
        source="outlet",
        language="en",
    )
    write("read/refused_address", sqs("ReadQueue", codec.dump(ReadRequest("sample-refused", refused, "Outlet"))))


def alert(match: Match) -> None:
    body = codec.dump(match)
    given = Given(channels=(SLACK, MAIL))
    write("alert/capture", sqs("AlertQueue", body, group=match.topic), given)
    write("alert/same_match_twice", sqs("AlertQueue", body, body, group=match.topic), given)


def deliver(alerts: list[Alert]) -> None:
    def order(channel: Channel, *chosen: Alert) -> dict[str, Any]:
        body = codec.dump(DeliveryOrder(channel.id, tuple(one.id for one in chosen)))
        return sqs("DeliverQueue", body, group=channel.id)

    def given(channel: Channel, *chosen: Alert) -> Given:
        opened = tuple(ledger.opened(one.id, channel.id, NOW, NOW) for one in chosen)
        return Given(channels=(channel,), alerts=chosen, deliveries=opened)

    write("deliver/slack", order(SLACK, alerts[0]), given(SLACK, alerts[0]))
    write("deliver/mail", order(MAIL, alerts[0]), given(MAIL, alerts[0]))
    write("deliver/backlog", order(SLACK, *alerts), given(SLACK, *alerts))
    missing = Channel("no-such-channel", "slack", title="gone")
    write("deliver/channel_is_gone", order(missing, alerts[0]), Given(deliveries=given(missing, alerts[0]).deliveries))


def api(match: Match) -> None:
    story = stories.decide(match, (), NOW).story
    given = Given(stories=(story,), alerts=(alert_of(match),), parameters=KEY)
    cookie = {"Host": "laptop", "Cookie": "frontwire_key=sample-key"}
    write("api/stories", function_url_event("GET", "/", cookie), given)
    write("api/alerts_feed", function_url_event("GET", "/alerts.atom", cookie), given)
    doors(given)
    write("api/without_key", function_url_event("GET", "/stories/anything", {"Host": "laptop"}), given)


def doors(given: Given) -> None:
    """The way out of a mail, as mail programs press it, what SES tells of it, and a press of Slack's that comes too late."""
    mail = Given(channels=(SLACK, MAIL), parameters=KEY)
    link = unsubscribe.address("", MAIL, KEY["/frontwire/dashboard-key"])
    form = {"Host": "laptop", "Content-Type": "application/x-www-form-urlencoded"}
    write("api/unsubscribe_asks", function_url_event("GET", link, {"Host": "laptop"}), mail)
    one_click = function_url_event("POST", link, form, b"List-Unsubscribe=One-Click")
    write("api/unsubscribe", as_base64(one_click), mail)
    recipients = [{"emailAddress": MAIL.target, "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 no such user"}]
    told = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bouncedRecipients": recipients}}
    write("api/bounce", sns("MailTopic", json.dumps(told)), mail)
    late = {"X-Slack-Request-Timestamp": str(int(NOW.timestamp())), "X-Slack-Signature": "v0=0", **form}
    press = function_url_event("POST", "/slack", late, b"payload=%7B%7D")
    signing = {"/frontwire/slack-signing-secret": "sample-signing-secret"}
    write("api/press_too_late", as_base64(press), replace(given, parameters=KEY | signing))


def as_base64(event: dict[str, Any]) -> dict[str, Any]:
    """As function URLs give forms: the raw body in base64."""
    return event | {"body": b64encode(event["body"].encode()).decode(), "isBase64Encoded": True}


def sns(topic: str, message: str) -> dict[str, Any]:
    """An SNS event as Lambda gets it."""
    arn = f"arn:aws:sns:eu-central-1:123456789012:frontwire-{topic}"
    told = {
        "Type": "Notification",
        "MessageId": "00000000-0000-0000-0000-000000000001",
        "TopicArn": arn,
        "Subject": "Amazon SES Email Event Notification",
        "Message": message,
        "Timestamp": "2025-01-11T13:30:00.000Z",
        "SignatureVersion": "1",
        "Signature": "sample",
        "SigningCertUrl": "https://sns.eu-central-1.amazonaws.com/sample.pem",
        "UnsubscribeUrl": "https://sns.eu-central-1.amazonaws.com/",
        "MessageAttributes": {},
    }
    subscription = f"{arn}:00000000-0000-0000-0000-000000000002"
    record = {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription, "Sns": told}
    return {"Records": [record]}


def capture_page() -> str:
    """The address of a page about the capture in the demo world."""
    with demo.serve(PORT) as world:
        world.advance()
        source = next(source for source in world.sources() if source.id == "harbourpress")
        links = poll_source(source, Health(), Fetcher("frontwire", allow=(f"*.localhost:{PORT}",)), NOW).links
        return next(link.url for link in links if "North Korean" in link.title)


def main() -> None:
    found = matches()
    alerts = [alert_of(match) for match in found.values()]
    with demo.serve(PORT) as world:
        source = next(source for source in world.sources() if source.id == "meridian")
    schedule(alerts, source)
    poll(source)
    read(source)
    alert(found["capture"])
    deliver(alerts)
    api(found["capture"])
    print(f"{len(list(EVENTS.rglob('*.json')))} files in {EVENTS.name}/")


if __name__ == "__main__":
    main()
