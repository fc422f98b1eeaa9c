"""Verdicts in the plain form that an outside scorer reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from frontwire.models import Verdict


def score_form(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Any]]:
    """{topic: {"alert", "status", "counts", "countries": {role: [code]}, "place"}}, one entry for each verdict."""
    form: dict[str, dict[str, Any]] = {}
    for verdict in verdicts:
        match = verdict.match
        if match is None:
            form[verdict.topic] = {"alert": False}
            continue
        facts = match.facts
        form[verdict.topic] = {
            "alert": True,
            "status": match.status,
            "counts": sorted({count.value for count in facts.captives()}),
            "countries": {role: list(facts.codes(role)) for role in dict.fromkeys(side.role for side in facts.sides)},
            "place": facts.places[0].name if facts.places else "",
        }
    return form
