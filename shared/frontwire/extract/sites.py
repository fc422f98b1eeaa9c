"""Rules for single sites, which a user may add: where the body stands and what to drop from it, as CSS selectors.

    sites:
      quay.example:              # this host and the hosts below it
        body: "div.story-text"   # every match, in the order of the page
        drop: ["div.poll"]       # optional

No rule is needed for extraction to work; a rule replaces the search for the container, and nothing else.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from frontwire.errors import ConfigError


class Site(NamedTuple):
    """`body` and each of `drop` are CSS selectors."""

    host: str
    body: str
    drop: tuple[str, ...] = ()


Sites = dict[str, Site]


def parse(text: str, *, file: str = "sites.yaml") -> Sites:
    """The sites of a YAML text, by host. Raises ConfigError naming the host whose rule is wrong."""
    import yaml

    try:
        data = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"this is not YAML: {error}", subject=file) from error
    rules = data.get("sites") if isinstance(data, dict) else None
    if rules is None:
        return {}
    if not isinstance(rules, dict):
        raise ConfigError("`sites` maps hosts to rules", subject=file)
    return {str(host).lower(): _site(str(host).lower(), rule, file) for host, rule in rules.items()}


def for_url(sites: Sites, url: str) -> Site | None:
    """The rule of the URL's host, or of the nearest domain above it."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    while host:
        if host in sites:
            return sites[host]
        host = host.partition(".")[2]
    return None


def body_of(html: str, site: Site) -> str:
    """A document of the parts of `html` that the rule names, "" when it names none of them."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(html, "lxml")
    for selector in site.drop:
        for element in page.select(selector):
            element.decompose()
    parts = page.select(site.body)
    outermost = [part for part in parts if not any(part in other.descendants for other in parts if other is not part)]
    return f"<body>{''.join(str(part) for part in outermost)}</body>" if outermost else ""


def _site(host: str, rule: Any, file: str) -> Site:
    import soupsieve

    if not isinstance(rule, dict) or not isinstance(rule.get("body"), str):
        raise ConfigError("a rule needs `body`, a CSS selector", subject=f"{file}: sites.{host}")
    drop = rule.get("drop") or []
    drop = [drop] if isinstance(drop, str) else drop
    for selector in (rule["body"], *drop):
        try:
            soupsieve.compile(str(selector))
        except soupsieve.SelectorSyntaxError as error:
            raise ConfigError(
                f"{selector!r} is not a CSS selector", subject=f"{file}: sites.{host}", hint=str(error).splitlines()[0]
            ) from error
    return Site(host, rule["body"], tuple(map(str, drop)))
