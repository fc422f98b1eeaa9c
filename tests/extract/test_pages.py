"""Golden pages: NAME.html beside NAME.json, which holds what must be read of it (only the fields that it names)."""

import json
from pathlib import Path

import pytest

from frontwire.extract import dates, explain, extract

PAGES = Path(__file__).parents[1] / "data/pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_page_is_read_as_written_beside_it(name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text("utf8"))
    article = extract((PAGES / f"{name}.html").read_bytes(), expected.pop("url"))
    told = {
        "title": article.title,
        "text": article.text.split("\n\n"),
        "authors": list(article.authors),
        "published": dates.local(article.published) if article.published else "",
        "language": article.language,
        "kind": article.kind,
    }
    assert {field: told[field] for field in expected} == expected


def test_every_page_has_its_expectation() -> None:
    assert len(NAMES) > 10
    assert sorted(path.stem for path in PAGES.glob("*.json")) == NAMES


def test_a_text_from_a_script_says_so() -> None:
    trace = explain((PAGES / "scripted.html").read_bytes(), "https://quay.example/lamp")
    assert "the page shows no text: this is what a script would write" in trace["because"]
