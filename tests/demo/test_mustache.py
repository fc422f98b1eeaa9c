from __future__ import annotations

import pytest

from frontwire_cli.demo.mustache import render


def test_values_are_escaped_unless_asked_for_raw() -> None:
    assert render("{{a}} {{{a}}}", {"a": "<b>&\"'"}) == "&lt;b&gt;&amp;&quot;&#x27; <b>&\"'"


def test_sections_repeat_for_items_and_show_once_for_a_value() -> None:
    assert render("{{#xs}}{{n}},{{/xs}}", {"xs": [{"n": 1}, {"n": 2}]}) == "1,2,"
    assert render("{{#by}}by {{.}}{{/by}}", {"by": "Ann"}) == "by Ann"
    assert render("{{#by}}by {{.}}{{/by}}{{^by}}unsigned{{/by}}", {"by": ""}) == "unsigned"


def test_names_are_found_in_outer_scopes_and_inner_ones_win() -> None:
    assert render("{{#xs}}{{a}}{{b}} {{/xs}}", {"a": "A", "b": "B", "xs": [{"a": "x"}, {}]}) == "xB AB "


def test_sections_inside_a_hidden_section_are_skipped() -> None:
    assert render("[{{#no}}{{#inner}}{{deep}}{{/inner}}{{gone}}{{/no}}]", {"no": []}) == "[]"


def test_a_value_is_never_read_as_a_template() -> None:
    assert render("{{a}}", {"a": "{{b}}"}) == "{{b}}"


@pytest.mark.parametrize("template", ["{{#a}}x", "{{#a}}x{{/b}}", "x{{/a}}"])
def test_crooked_sections_are_refused(template: str) -> None:
    with pytest.raises(ValueError, match="closed"):
        render(template, {"a": "1", "b": "1"})


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="titel"):
        render("{{titel}}", {"title": "x"})
