from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontwire.collect.identity import canonical_url, fingerprint, keys
from frontwire.models import Link, Stamp

ONE_PAGE = "https://desk.example/2025/01/exchange"


@pytest.mark.parametrize(
    "variant",
    [
        "http://desk.example/2025/01/exchange", "https://www.desk.example/2025/01/exchange/", "HTTPS://Desk.Example:443/2025/01/exchange",
        "http://desk.example:80/2025/01/exchange", "https://desk.example./2025/01/exchange", "https://m.desk.example/2025/01/exchange",
        "https://amp.desk.example/2025/01/exchange", "https://desk.example/2025/01/exchange/amp/", "https://desk.example/amp/2025/01/exchange",
        "https://desk.example/2025/01/exchange?amp=1", "https://desk.example/2025/01/exchange?outputType=amp", "https://desk.example/2025/01/exchange?m=1",
        "https://desk.example/2025/01/exchange#comments", "https://desk.example//2025/01/./exchange", "https://desk.example/2025/x/../01/exchange",
        "https://desk.example/2025/01/exchange?utm_source=rss&utm_medium=feed", "https://desk.example/2025/01/exchange?fbclid=IwAR0&gclid=1",
        "https://desk.example/2025/01/exchange?ref=rss", "https://desk.example/2025/01/exchange?from=telegram&yclid=5", "https://desk.example/2025/01/exchange?",
        "https://desk.example/2025/01/exchange/index.html", "https://desk.example/2025/01/%65xchange", "https://desk.example/2025/01/exchange;jsessionid=A1",
        "https://www.google.com/amp/s/desk.example/2025/01/exchange", "https://desk-example.cdn.ampproject.org/c/s/desk.example/2025/01/exchange/amp/",
        "  https://desk.example/2025/01/exchange  ", "https://vk.com/away.php?to=https%3A%2F%2Fdesk.example%2F2025%2F01%2Fexchange&cc_key=",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=9&url=https%3a%2f%2fdesk.example%2f2025%2f01%2fexchange&c=1&mkt=en-us",
    ],
)  # fmt: skip
def test_all_addresses_of_a_page_are_one(variant: str) -> None:
    assert canonical_url(variant) == ONE_PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://desk.example/a?id=1", "https://desk.example/a?id=2"),
        ("https://desk.example/a", "https://desk.example/A"),
        ("https://desk.example/a", "https://uk.desk.example/a"),
        ("https://desk.example/a", "https://desk.example:8080/a"),
        ("https://desk.example/news?page=2", "https://desk.example/news?page=3"),
        ("https://desk.example/?p=17", "https://desk.example/?p=18"),
        ("https://desk.example/topic?tid=17", "https://desk.example/topic?tid=18"),
        ("https://desk.example/archive?y=2024&m=1", "https://desk.example/archive?y=2024&m=2"),
        ("https://desk.example/a?from=2024", "https://desk.example/a?from=2025"),
        ("https://desk.example/a#!/one", "https://desk.example/a#!/two"),
        ("https://desk.example/a%2Fb", "https://desk.example/a/b"),
        ("https://desk.example/a#fw-1", "https://desk.example/a#fw-2"),
        ("https://desk.example/camp", "https://desk.example/c"),
        ("https://desk.example/amplifier", "https://desk.example/lifier"),
        ("https://m.example/a", "https://example/a"),
        ("https://t.me/one/5", "https://t.me/one/6"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_parameters_in_any_order_and_scripts_in_any_escape() -> None:
    assert canonical_url("https://a.example/x?b=2&a=1") == canonical_url("https://a.example/x?a=1&b=2&utm_term=q")
    assert canonical_url("https://новини.укр/обмін") == canonical_url(
        "https://xn--b1amarcd.xn--j1amh/%d0%be%D0%B1%D0%BC%D1%96%D0%BD"
    )
    assert canonical_url("https://a.example/й") == canonical_url("https://a.example/и\u0306")


def test_channel_posts_under_all_their_names() -> None:
    for url in ("https://t.me/s/desk/15", "http://telegram.me/desk/15?single", "https://t.me/desk/15"):
        assert canonical_url(url) == "https://t.me/desk/15"


@settings(derandomize=True, max_examples=150)
@given(st.text(max_size=80))
def test_canonical_is_total_and_settles(text: str) -> None:
    for url in (text, f"https://desk.example/{text}", f"http://{text}", f"https://desk.example/?{text}"):
        once = canonical_url(url)
        assert canonical_url(once) == once or not once.startswith("https://")


def known_by(one: Link, other: Link) -> bool:
    return not set(keys(one)).isdisjoint(keys(other))


SUMMARY = (
    "The two sides agreed late on Friday to hand over fifty captives each at the northern crossing, the office that coordinates"
    " the work said, adding that the wounded and those held longest would be among the first to come home."
)


def link(**fields: object) -> Link:
    base: dict[str, object] = {
        "url": ONE_PAGE,
        "guid": "17",
        "title": "Fifty for fifty",
        "summary": SUMMARY,
        "source": "desk",
    }
    return Link(**(base | fields))  # type: ignore[arg-type]


def test_any_one_of_the_three_makes_known() -> None:
    elsewhere = "https://desk.example/moved/17"
    assert known_by(link(), link(url=elsewhere, summary=""))
    assert known_by(link(), link(guid="other", summary=""))
    assert known_by(link(), link(url=elsewhere, guid="other"))
    assert not known_by(link(), link(url=elsewhere, guid="other", summary="Something else"))


def test_no_date_is_in_a_key_and_a_title_alone_changes_nothing() -> None:
    assert keys(link()) == keys(link(published=Stamp("today")))
    assert known_by(link(), link(title="Changed"))
    assert known_by(link(summary=""), link(summary="", title="Changed"))


def test_guid_and_content_count_within_their_source() -> None:
    other = link(source="agency", url="https://agency.example/x")
    assert not known_by(link(), other)
    assert known_by(link(), link(source="agency"))  # the same page, found through two sources


def test_a_guid_that_is_an_address_counts_as_one() -> None:
    forwarded = link(url="https://t.me/second/9", guid="https://t.me/first/5?single", source="second", summary="")
    assert known_by(Link("https://t.me/first/5?single", guid="first/5", source="first"), forwarded)


def test_a_front_page_is_no_identity_of_an_entry() -> None:
    one, two = (
        link(url="https://desk.example/", guid="1", summary=""),
        link(url="https://www.desk.example", guid="2", summary=""),
    )
    assert not known_by(one, two)
    assert keys(link(url="https://desk.example/", guid="", summary=""))


@pytest.mark.parametrize(
    "teaser",
    [
        "Read more on our site.",
        "Breaking news " * 40,
        "Updated",
        "",
        "Follow the live blog of the day here: " + "https://desk.example/live " * 9,
    ],
)
def test_a_teaser_is_no_fingerprint(teaser: str) -> None:
    assert fingerprint("Fifty for fifty", teaser) == ""


def test_a_fingerprint_survives_case_spacing_and_punctuation_but_not_numbers() -> None:
    loud = SUMMARY.upper().replace(",", " -").replace(" ", "  ")
    assert fingerprint("Fifty!", SUMMARY) == fingerprint("FIFTY", loud)
    assert fingerprint("", SUMMARY.replace("fifty", "50")) != fingerprint("", SUMMARY.replace("fifty", "60"))


def test_a_standing_text_under_another_title_is_another_entry() -> None:
    assert fingerprint("The war, day 1,054", SUMMARY) != fingerprint("The war, day 1,055", SUMMARY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.bbc.com/news/articles/c1.amp", "https://bbc.co.uk/news/articles/c1"),
        ("https://desk.example/a.amp.html", "https://desk.example/a.html"),
        ("https://www.m.desk.example/a", "https://desk.example/a"),
        ("https://uk.m.desk.example/a", "https://uk.desk.example/a"),
        ("https://desk.example/a?id=1&amp;utm_source=rss", "https://desk.example/a?id=1"),
        ("https://desk.example/a?amp_js_v=0.1&usqp=mq3&__amp_source_origin=x", "https://desk.example/a"),
    ],
)
def test_more_names_of_one_page(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


def test_a_host_keeps_what_is_part_of_its_name() -> None:
    assert canonical_url("https://team.desk.example/a") == "https://team.desk.example/a"
    assert canonical_url("https://stamp.example/a") == "https://stamp.example/a"


def test_keys_are_short() -> None:
    assert all(len(key) == 14 for key in keys(link()))
    assert [key[:2] for key in keys(link())] == ["u:", "g:", "f:"]
