"""Rules that a user adds for single sites."""

import pytest

from frontwire.errors import ConfigError
from frontwire.extract import extract, sites

RULES = """
sites:
  quay.example:
    body: div.told
    drop: ["p.poll"]
"""
PAGE = """<html><head><title>Harbour opens again</title></head><body>
<div class="other"><p>A long text about something else, which would be taken for the article because it is so long.</p>
<p>And it goes on, for another paragraph, about the other thing that nobody came for, with more and more words.</p></div>
<div class="told"><p>The ferry left at six.</p><p class="poll">Do you like ferries?</p></div><div class="told"><p>It came back.</p></div>
</body></html>"""


@pytest.mark.parametrize("host", ["quay.example", "www.quay.example"])
def test_a_rule_decides_where_the_body_is(host: str) -> None:
    rules = sites.parse(RULES)
    article = extract(PAGE, f"https://{host}/1", sites=rules)
    assert article.text.split("\n\n") == ["The ferry left at six.", "It came back."]
    assert article.title == "Harbour opens again"


def test_other_hosts_and_pages_without_a_match_are_read_as_ever() -> None:
    rules = sites.parse(RULES)
    assert extract(PAGE, "https://notquay.example/1", sites=rules) == extract(PAGE, "https://notquay.example/1")
    other = PAGE.replace('"told"', '"x"')
    assert extract(other, "https://quay.example/1", sites=rules) == extract(other, "https://quay.example/1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sites: [a]", "maps hosts"),
        ("sites: {quay.example: {drop: x}}", "quay.example"),
        ("sites: {quay.example: {body: 'p['}}", "not a CSS selector"),
        ("a: [", "not YAML"),
    ],
)
def test_a_wrong_rule_is_told_where(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=r"sites\.yaml") as caught:
        sites.parse(text)
    assert words in str(caught.value)


def test_the_packaged_rules_are_empty_and_valid() -> None:
    from importlib.resources import files

    assert sites.parse(files("frontwire").joinpath("config/sites.yaml").read_text("utf8")) == {}
