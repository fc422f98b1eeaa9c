"""Telling a challenge or log-in wall from content. It is a named state of a source, never something to get round."""

from __future__ import annotations

import re

_HEAD = 30_000
_MARKS = re.compile(
    rb"/cdn-cgi/challenge-platform/|_cf_chl_opt|cf-browser-verification|<title>\s*just a moment"
    rb"|<title>\s*attention required! \| cloudflare|ddos-guard[^<]{0,40}</title>|/\.well-known/ddos-guard/"
    rb"|_incapsula_resource|captcha-delivery\.com|px-captcha|<title>\s*(?:verifying|checking) (?:you|your browser)"
    rb"|id=.{0,1}(?:sec-if-cpt-container|challenge-form)|awswafcookiedomainlist|gokuprops"
    rb"|<title>[^<]{0,60}(?:are you (?:a )?(?:human|robot)|human verification|security check|bot verification)",
    re.IGNORECASE,
)
_LOGIN = re.compile(rb"<input[^>]{0,300}type=.{0,1}password", re.IGNORECASE)


def is_challenge(headers: dict[str, str], body: bytes) -> bool:
    """Whether an answer asks for a proof of being a person. `headers` have lower-case names."""
    if headers.get("cf-mitigated", "").lower() == "challenge" or headers.get("x-amzn-waf-action", "") in (
        "challenge",
        "captcha",
    ):
        return True
    return looks_like_html(body) and bool(_MARKS.search(body[:_HEAD]))


def is_login(body: bytes) -> bool:
    """Whether an HTML page is mostly a form that wants a password."""
    return looks_like_html(body) and len(body) < 60_000 and bool(_LOGIN.search(body))


def looks_like_html(body: bytes) -> bool:
    head = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head
