"""Mail: one message per recipient, plain text and HTML that reads well in light and dark, threaded per story.

SES puts its own Message-ID on what it sends, so every mail of a story refers to one made-up root: that, and a subject
that stays the same, is what keeps a thread together.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from frontwire.channels import neutral
from frontwire.channels.answers import aws
from frontwire.channels.brief import Brief, Entry, Roll, brief, clock
from frontwire.channels.message import Links, Message, Outcome, Tools
from frontwire.models import Alert, Channel

CRLF = "\r\n"
SUBJECT = 160
MOST_HEADER = 900
DOMAIN = "frontwire.invalid"
_NAMED = re.compile(r"[A-Za-z0-9._-]{1,150}@[A-Za-z0-9.-]{1,100}")


def email(alert: Alert, channel: Channel, links: Links, thread: str) -> Message:
    lines = brief(alert, links)
    subject = neutral.plain(alert.title, SUBJECT) or lines.headline
    headers = {
        "Subject": f"Re: {subject}" if lines.update else subject,
        "Message-ID": message_id(f"{alert.id}.{_short(channel.id)}"),
        **_threading(alert, thread, update=lines.update),
        "X-Frontwire-Topic": alert.topic,
        "X-Frontwire-Status": alert.status,
        "X-Frontwire-Story": alert.story,
        "X-Frontwire-Alert": alert.id,
    }
    body = compose(channel, links, headers, alert.at, text=_text(lines, links), html=_html(lines, links))
    return Message(f"{alert.id}/{channel.id}", "email", body, subject=headers["Subject"], thread=thread)


def compose(channel: Channel, links: Links, headers: dict[str, str], at: datetime, *, text: str, html: str) -> str:
    """The MIME message, without From: CRLF lines, ASCII throughout, the same for the same input."""
    boundary = f"=_{_short(text + html)}"
    unsubscribe = neutral.link(links.unsubscribe)
    way_out = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    head = {
        "To": channel.target,
        "Date": at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000"),
        **headers,
        **(way_out if unsubscribe else {}),
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    lines = [_header(name, value) for name, value in head.items()]
    for kind, content in (("plain", text), ("html", html)):
        lines += ["", f"--{boundary}", *_part(kind, content)]
    return "\r\n".join([*lines, "", f"--{boundary}--", ""])


def _part(kind: str, content: str) -> tuple[str, ...]:
    """Quoted-printable, which keeps Latin text readable in the raw message and every line below 77 characters."""
    encoded = b2a_qp(content.replace("\n", "\r\n").encode("utf-8"), istext=True).decode("ascii")
    return f'Content-Type: text/{kind}; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", "", encoded


def message_id(name: str) -> str:
    """A Message-ID from any name: only characters that every server takes."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "-._") else "-" for char in name)
    return f"<{kept[:150]}@{DOMAIN}>"


def _header(name: str, value: str) -> str:
    """A header in one line, or folded where it is encoded: no line break can end it, nothing invisible hides in it.

    Words that look encoded ("=?utf-8?q?...?=") are encoded themselves, so that mail programs show them as they stand.
    """
    text = neutral.plain(value, MOST_HEADER)
    if text.isascii() and "=?" not in text:
        return f"{name}: {text}"
    from email.header import Header  # costs milliseconds to import, and most headers are ASCII

    return f"{name}: {Header(text, 'utf-8', 74, name).encode(linesep=CRLF)}"


def _threading(alert: Alert, thread: str, *, update: bool) -> dict[str, str]:
    """Every mail refers to the story's root; an update also to the first mail as the sender named it."""
    root = message_id(f"story.{alert.story}")
    if not update:
        return {"References": root}
    first = f"<{thread}>" if _NAMED.fullmatch(thread) else ""
    return {"In-Reply-To": first or root, "References": f"{root} {first}".strip()}


def _named(reference: str, ses: Any) -> str:
    """The Message-ID that SES gives a mail: its own name for it, at a domain of the region's."""
    if not reference or "@" in reference:
        return reference
    region = getattr(getattr(ses, "meta", None), "region_name", "") or "us-east-1"
    return f"{reference}@{'email' if region == 'us-east-1' else region}.amazonses.com"


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def _text(lines: Brief, links: Links) -> str:
    """The plain part: short paragraphs, one blank line between them."""
    parts = [lines.kicker, lines.headline]
    if lines.changed:
        parts.append(f"What changed: {lines.changed}")
    if lines.facts:
        parts.append("\n".join(f"{label}: {value}" for label, value in lines.facts))
    parts += [f"“{text}”\n- {by}" for text, by in lines.quotes]
    parts += [f"{report.title}\n{report.by}\n{report.url}".rstrip() for report in lines.reports]
    parts.append(f"{lines.standing}. {lines.at}.")
    if lines.story_url:
        parts.append(f"The whole story: {lines.story_url}")
    if links.unsubscribe:
        parts.append(f"Stop these mails: {neutral.link(links.unsubscribe)}")
    return "\n\n".join(parts) + "\n"


STYLE = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#f4f4f2;color:#1c1c1a;font:16px/1.5 -apple-system,"Segoe UI",Roboto,sans-serif}
.card{max-width:600px;margin:0 auto;padding:24px;background:#fff;overflow-wrap:anywhere}
.kicker,.by,.foot{color:#5b5b57;font-size:13px}
.kicker{letter-spacing:.04em;margin:0 0 8px}
h1{font-size:22px;line-height:1.3;margin:0 0 16px}
.changed{border-left:4px solid #b45309;padding:4px 12px;margin:0 0 16px}
table{border-collapse:collapse;margin:0 0 16px}
td{padding:2px 16px 2px 0;vertical-align:top}
blockquote{margin:0 0 12px;padding:4px 12px;border-left:4px solid #c9c9c4}
a{color:#1d4ed8}
@media (prefers-color-scheme:dark){
body{background:#151514;color:#ececea}
.card{background:#1f1f1d}
.kicker,.by,.foot{color:#a8a8a2}
blockquote{border-color:#55554f}
a{color:#93b4ff}
}
"""


def _html(lines: Brief, links: Links) -> str:
    parts = [f'<p class="kicker">{_h(lines.kicker)}</p>', f"<h1>{_h(lines.headline)}</h1>"]
    if lines.changed:
        parts.append(f'<p class="changed"><strong>What changed:</strong> {_h(lines.changed)}</p>')
    if lines.facts:
        rows = "".join(f'<tr><td class="by">{_h(label)}</td><td>{_h(value)}</td></tr>' for label, value in lines.facts)
        parts.append(f'<table role="presentation">{rows}</table>')
    parts += [f'<blockquote>{_h(text)}<br><span class="by">{_h(by)}</span></blockquote>' for text, by in lines.quotes]
    parts += [
        f'<p>{anchor(report.url, report.title)}<br><span class="by">{_h(report.by)}</span></p>'
        for report in lines.reports
    ]
    foot = [f"{_h(lines.standing)}. {_h(lines.at)}."]
    if lines.story_url:
        foot.append(anchor(lines.story_url, "The whole story"))
    return page(lines.headline, parts, foot, links)


def page(title: str, parts: Sequence[str], foot: Sequence[str], links: Links) -> str:
    """A whole HTML mail around parts that are already escaped."""
    unsubscribe = neutral.link(links.unsubscribe)
    last = [*foot, anchor(unsubscribe, "Stop these mails")] if unsubscribe else foot
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
            f"<title>{_h(title)}</title><style>{STYLE}</style></head>",
            '<body><div class="card">',
            *parts,
            f'<p class="foot">{" · ".join(last)}</p>',
            "</div></body></html>",
            "",
        ]
    )


def anchor(url: str, words: str) -> str:
    """A link, or the words alone when there is no safe URL."""
    return f'<a href="{_h(url)}">{_h(words)}</a>' if url else _h(words)


def _h(text: str) -> str:
    return neutral.html(text, 2200)


def roll_mail(roll: Roll, channel: Channel, links: Links) -> Message:
    tail = roll.tail(len(roll.entries))
    blocks = ["\n".join((entry.headline, *entry.lines, entry.url)).strip() for entry in roll.entries]
    ways = [f"The dashboard: {neutral.link(links.dashboard)}"] if neutral.link(links.dashboard) else []
    ways += [f"Stop these mails: {neutral.link(links.unsubscribe)}"] if neutral.link(links.unsubscribe) else []
    text = "\n\n".join(part for part in (roll.title, *blocks, tail, *ways) if part) + "\n"
    parts = [f"<h1>{_h(roll.title)}</h1>", *(_entry_html(entry) for entry in roll.entries)]
    parts += [f"<p>{_h(tail)}</p>"] if tail else []
    foot = [_h(f"{clock(roll.at)}.")]
    headers = {"Subject": roll.title, "Message-ID": message_id(roll.id), "X-Frontwire-Kind": roll.kind}
    html = page(roll.title, parts, foot, links)
    return Message(
        roll.id, "email", compose(channel, links, headers, roll.at, text=text, html=html), subject=roll.title
    )


def _entry_html(entry: Entry) -> str:
    lines = "".join(f'<br><span class="by">{_h(line)}</span>' for line in entry.lines)
    headline = anchor(entry.url, entry.headline)
    return f"<p>{f'<strong>{headline}</strong>' if entry.lines else headline}{lines}</p>"


def send(message: Message, channel: Channel, tools: Tools) -> Outcome:
    if not tools.sender:
        return Outcome("dead", "no sender address is set: set the From address and verify it in SES")
    raw = f"From: {tools.sender}\r\n{message.body}".encode("utf-8", "replace")
    told = {"ConfigurationSetName": tools.mail_set} if tools.mail_set else {}
    mail = {"Source": tools.sender, "Destinations": [channel.target], "RawMessage": {"Data": raw}, **told}
    outcome = aws(lambda: tools.ses.send_raw_email(**mail))
    return replace(outcome, reference=_named(outcome.reference, tools.ses))
