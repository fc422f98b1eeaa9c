"""Numbers of people: which figures of a text count captives."""

from __future__ import annotations

from frontwire.detect.findings import Figure, Findings, Fired
from frontwire.detect.outcome import sentences
from frontwire.detect.reading import Hit
from frontwire.models import Count

REACH = 4
"""Words from a figure to the people it counts."""


def counts(findings: Findings, fired: list[Fired], wide: bool = False) -> tuple[Count, ...]:
    """Figures of captives in the sentences that fired and in those that speak of captives too.

    `wide`: any people whom the title, the paragraphs that fired and sentences of captives or releases count, as reports of
    exchanges do.
    """
    reading = findings.reading
    home = sentences(findings, fired)
    home += [bound for bound in reading.bounds[: reading.title_sentences()] if bound not in home]
    if wide:
        home += [bound for bound in _telling_paragraphs(findings, fired) if bound not in home]
    concepts = ("captive", "capture", "swap", "release") if wide else ("captive", "capture", "swap")
    others = [
        bound
        for bound in reading.bounds
        if bound not in home and any(findings.where(concept, bound) for concept in concepts)
    ]
    found: dict[tuple[int, str], Count] = {}
    for bound in (*home, *others):
        for figure in findings.figures_in(bound):
            if _counts_captives(findings, figure, bound, wide or bound in home):
                count = _count(findings, figure, bound)
                found.setdefault((count.value, count.side), count)
    values = {value for value, code in found if code}
    return tuple(count for (value, code), count in found.items() if code or value not in values)


def _telling_paragraphs(findings: Findings, fired: list[Fired]) -> list[Hit]:
    """The sentences of the paragraphs that fired and of the first one that speaks of captives."""
    reading = findings.reading
    paragraphs = {reading.sentences[reading.sentence_of(one.hit)].paragraph for one in fired}
    pairs = list(zip(reading.bounds, reading.sentences, strict=True))
    for bound, sentence in pairs[reading.title_sentences() :]:
        if any(findings.where(concept, bound) for concept in ("captive", "captivity", "swap", "release")):
            paragraphs.add(sentence.paragraph)
            break
    return [bound for bound, sentence in pairs if sentence.paragraph in paragraphs]


def _count(findings: Findings, figure: Figure, bound: Hit) -> Count:
    owner = next((one for one in findings.named_in(bound) if 0 <= one.hit[0] - figure.hit[1] <= 2), None)
    return Count(
        value=figure.value,
        bound=figure.bound,  # type: ignore[arg-type]
        side=owner.code if owner else "",
        span=findings.span(figure.start, figure.end),
    )


def _counts_captives(findings: Findings, figure: Figure, bound: Hit, in_frame: bool) -> bool:
    """A figure before a noun of people ("206 captured soldiers"), or paired with another ("84 for 84", "100 each")."""
    if (
        figure.value < (1 if not in_frame else 2)
        or figure.of in ("bodies", "things")
        or _is_of_others(findings, figure, bound)
    ):
        return False
    after = figure.hit[1], min(bound[1], figure.hit[1] + REACH)
    for other in findings.figures_in(after):
        after = after[0], other.hit[0]
    if findings.where("captive", after):
        return True
    if not in_frame and not findings.where("capture", bound):
        return False
    if figure.of == "people" or any(findings.where(concept, after) for concept in ("fighter", "person")):
        return True
    return in_frame and (figure.each or _is_beside_swap(findings, figure, bound))


def _is_of_others(findings: Findings, figure: Figure, bound: Hit) -> bool:
    """Whether the clause counts the dead, the deployed or the bodies instead."""
    around = max(bound[0], figure.hit[0] - 3), min(bound[1], figure.hit[1] + 9)
    near = [*findings.where("capture", around), *findings.where("captive", around), *findings.where("swap", around)]
    sentences_of_death = findings.where("death_sentence", around)
    others = [
        hit for hit in findings.where("of_others", around) if not any(a <= hit[0] < b for a, b in sentences_of_death)
    ]
    if not others:
        return False
    return not near or min(_gap(figure.hit, hit) for hit in others) < min(_gap(figure.hit, hit) for hit in near)


def _gap(one: Hit, other: Hit) -> int:
    return max(other[0] - one[1], one[0] - other[1], 0)


def _is_beside_swap(findings: Findings, figure: Figure, bound: Hit) -> bool:
    """Next to a word of exchange, release or a side ("10 Russian and 10 Ukrainian", "to Baku 12"), or after captives
    ("from a list of 1,000")."""
    beside = max(bound[0], figure.hit[0] - 3), min(bound[1], figure.hit[1] + 3)
    before = max(bound[0], figure.hit[0] - 5), figure.hit[0]
    owned = any(
        one.hit[0] == figure.hit[1] or 0 <= figure.hit[0] - one.hit[1] <= 1 for one in findings.named_in(beside)
    )
    signs = (("swap", beside), ("release", beside), ("get_back", beside), ("captive", before), ("national", beside))
    return owned or any(findings.where(concept, where) for concept, where in signs)
