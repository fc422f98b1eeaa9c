"""Headlines are made from the facts, in plain English."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from frontwire import detect
from frontwire.models import Count, Facts, Place, Side
from frontwire.stories.headline import demonym, headline, name, people

KURSK = Place("kursk", "Kursk", "RU", 51.7, 36.2)


def facts(sides, *counts, places=()):
    return Facts(tuple(Side(*side.split(":")) for side in sides.split()), counts, places)


@pytest.mark.parametrize(
    ("topic", "status", "of", "expected"),
    [
        (
            "foreign_troop_capture",
            "claimed",
            facts("captor:UA nationality:KP fights_for:RU", Count(2), places=(KURSK,)),
            "Ukraine says it captured 2 North Korean soldiers in Kursk",
        ),
        (
            "foreign_troop_capture",
            "confirmed",
            facts("captor:UA nationality:KE", Count(1)),
            "A Kenyan soldier captured by Ukraine",
        ),
        (
            "foreign_troop_capture",
            "claimed",
            facts("captor:M23 nationality:BI", Count(280, "at_least")),
            "M23 says it captured at least 280 Burundian soldiers",
        ),
        (
            "foreign_troop_capture",
            "claimed",
            facts("captor:HOUTHI nationality:SA", Count(3), places=(Place("x", "Marib Oblast", "YE"),)),
            "The Houthis say they captured 3 Saudi soldiers in Marib",
        ),
        ("prisoner_swap", "offered", facts("by:HOUTHI to:YE"), "The Houthis offer Yemen a prisoner exchange"),
        ("foreign_troop_capture", "feared", facts("nationality:US"), "American soldiers feared captured"),
        (
            "prisoner_swap",
            "offered",
            facts("by:UA to:KP of:UA held_by:RU"),
            "Ukraine offers to hand North Korean soldiers to North Korea in exchange for Ukrainians held by Russia",
        ),
        (
            "prisoner_swap",
            "completed",
            facts("parties:RU parties:UA", Count(144, side="UA"), Count(144, side="RU")),
            "Russia and Ukraine exchange 144 prisoners each",
        ),
        (
            "prisoner_swap",
            "completed",
            facts("parties:IL parties:HAMAS", Count(4, side="IL"), Count(200, side="PS")),
            "Israel and Hamas exchange prisoners: 4 Israelis for 200 Palestinians",
        ),
        (
            "prisoner_swap",
            "completed",
            facts("parties:US parties:RU", Count(24)),
            "The United States and Russia exchange 24 prisoners",
        ),
        ("prisoner_swap", "agreed", facts(""), "A prisoner exchange is agreed"),
        (
            "prisoner_swap",
            "unheard-of",
            facts("parties:US parties:RU"),
            "Prisoner exchange between the United States and Russia",
        ),
    ],
)
def test_a_headline(topic, status, of, expected):
    assert headline(topic, status, of, "any title") == expected


def test_an_inferred_captor_is_not_asserted():
    guessed = Facts((Side("captor", "UA", inferred=True), Side("nationality", "KE")), (Count(1),))
    assert headline("foreign_troop_capture", "confirmed", guessed, "x") == "A Kenyan soldier captured"


def test_fighters_where_the_text_says_so():
    volunteers = facts("captor:RU nationality:GB", Count(2))
    assert "2 British fighters" in headline("foreign_troop_capture", "claimed", volunteers, "Two volunteers held")


def test_the_users_topics_take_the_title():
    assert (
        headline("port_strikes", "", Facts(), "Dockers  walk out\nin Odesa")
        == "Port strikes: Dockers walk out in Odesa"
    )
    assert headline("pow_execution", "", Facts(), "Prosecutors speak") == "POW execution: Prosecutors speak"
    assert len(headline("port_strikes", "", Facts(), "long " * 100)) <= 140


def test_every_side_that_detection_knows_has_a_name():
    table = json.loads((Path(detect.__file__).parent / "data" / "conflicts.json").read_text(encoding="utf-8"))
    codes = set(re.findall(r'"([A-Z][A-Z0-9 ]+)"', json.dumps(table)))
    assert "UA" in codes
    assert {code for code in codes if name(code) == code} <= {"M23", "CODECO", "JNIM"}


def test_names_of_countries_and_groups():
    assert name("KP") == "North Korea"
    assert demonym("HOUTHI") == "Houthi"
    assert people("UA") == "Ukrainians"
    assert people("GB") == "Britons"
    assert people("CN") == "Chinese nationals"
    assert name("??") == "??"


def test_an_organisation_offers_nobody() -> None:
    assert headline("prisoner_swap", "offered", facts("says:ICRC"), "") == "A prisoner exchange is offered"
    assert headline("prisoner_swap", "offered", facts("says:ICRC says:UA"), "") == "Ukraine offers a prisoner exchange"


def test_a_family_denies() -> None:
    of = facts("captor:RU nationality:GB denies:FAMILY", Count(1))
    assert headline("foreign_troop_capture", "denied", of, "") == "The family denies the capture of a British soldier"
