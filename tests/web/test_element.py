from __future__ import annotations

from frontwire.web.element import Html, el, join, raw


def test_plain_text_is_escaped_and_elements_are_not() -> None:
    assert el("p", "a < b & c", el("b", "bold")) == "<p>a &lt; b &amp; c<b>bold</b></p>"


def test_attributes_are_escaped_and_none_is_left_out() -> None:
    assert el("a", "x", href='"><script>', class_="k", title=None) == (
        '<a href="&quot;&gt;&lt;script&gt;" class="k">x</a>'
    )


def test_void_elements_have_no_end() -> None:
    assert el("br") == "<br>"


def test_one_space_at_an_end_is_kept_and_the_rest_is_one_line() -> None:
    assert join("a  \n b ", el("b", "c"), " · ") == "a b <b>c</b> · "


def test_children_may_be_none_or_many() -> None:
    assert el("p", None, ("a", el("i", "b")), (part for part in ("c",))) == "<p>a<i>b</i>c</p>"


def test_only_html_passes_as_it_is() -> None:
    assert join(raw("<hr>"), "<hr>") == "<hr>&lt;hr&gt;"
    assert isinstance(el("p"), Html)
