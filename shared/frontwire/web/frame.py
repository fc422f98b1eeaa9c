"""What every page shares: the frame with its landmarks, the stylesheet, and the policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from frontwire.web.element import Child, Html, el, join, raw

STYLE = files("frontwire.web").joinpath("style.css").read_text(encoding="utf-8").strip()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
CSP = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page: one known stylesheet, a picture inside the page, nothing from outside."""

_MARK = raw(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" '
    'aria-hidden="true"><path d="M2 15h4l3-9 4 13 3-8 1.5 4H22"/></svg>'
)
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%239c1c28' "
    "stroke-width='2.6' stroke-linecap='round'%3E%3Cpath d='M2 15h4l3-9 4 13 3-8 1.5 4H22'/%3E%3C/svg%3E"
)


def page(title: str, *content: Child, root: str, about: str = "") -> str:
    """A whole page. `root` is the relative way from the page to the list of stories ("./" or "../")."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="robots", content="noindex"),
        el("title", f"{title} · frontwire" if title else "frontwire"),
        el("link", rel="icon", href=_ICON),
        el("link", rel="alternate", type="application/atom+xml", title="Alerts", href=f"{root}alerts.atom"),
        raw(f"<style>{STYLE}</style>"),
    )
    body = el(
        "body",
        el("a", "Skip to the content", class_="skip", href="#content"),
        el("header", el("div", _brand(root), _menu(root), class_="bar"), class_="top"),
        el("main", *content, id="content"),
        el("footer", el("p", about or "Every line here was read by a machine. Check it at its source."), class_="foot"),
    )
    return f"<!doctype html>\n{el('html', head, body, lang='en')}\n"


def _brand(root: str) -> Html:
    return el("a", _MARK, "frontwire", class_="brand", href=root)


def _menu(root: str) -> Html:
    links = (("Stories", root), ("Atom", f"{root}alerts.atom"), ("JSON", f"{root}stories.json"))
    return el("nav", join(el("a", label, href=href) for label, href in links), aria_label="Site")
