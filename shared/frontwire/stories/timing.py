"""Do the days of a report and a story agree, and can the one follow on the other?"""

from __future__ import annotations

from frontwire.stories.counting import is_part_of_total, known_number, same_number
from frontwire.stories.event import Event
from frontwire.stories.phase import NOTHING, PARTS, Part, is_part, is_rare
from frontwire.stories.sides import shares_name
from frontwire.stories.sketch import TELLING, Sketch, telling

ONCE = 2.0
"""Points lost for each day between two stated days, when the event can only be on one of them."""
NOT_THAT, ONE_MORE, WHICH = -9.0, -6.0, 2.0
"""Points when a report tells of another one of a kind, seems to, and tells of the same (the fifth exchange)."""
STEEP = 12.0
"""Points lost over a reach beyond its half: after a silence a new event is likelier than an echo."""
AT_ONCE = 24
"""Hours."""
ECHO = 2
"""Days within which reports of a trial echo one another."""
OPEN = 4.0
"""How many times longer an agreement waits to be carried out."""
YEAR = 400
"""Days within which a captive known by name is tried or goes home."""


def weigh_days(event: Event, report: Sketch, story: Sketch) -> Part:
    """Both stated: the days must agree. Else the report must come out near the story's other reports."""
    apart = abs((report.day - story.day).days)
    reach = _reach(event, report, story)
    if _carried_out(event, report, story):
        return _closeness(reach, apart / OPEN), f"{report.status} {apart} days later"
    if is_part(event, report, story):
        return _closeness(reach, min(apart / OPEN, reach / 2)), f"a further part, {apart} days later"
    if report.status in event.after:
        since = abs((report.reported - story.reported).days)
        apart = min(apart, since) if since <= ECHO else apart
        known = report.core == story.core and (shares_name(report, story) or is_rare(event, report, story))
        return _closeness(reach, 1 if known and apart <= YEAR else apart / OPEN), f"{report.status} {apart} days later"
    if not event.once and apart > 1 and _same_captives(event, report, story):
        return _closeness(reach, apart / OPEN), f"the same number {apart} days later"
    if report.stated and story.stated:
        words = "same day" if not apart else f"{apart} {'day' if apart == 1 else 'days'} apart"
        if apart and _told_at_once(event, report, story):
            return 2.0, "reported at once with the same number"
        if report.status in event.once and story.status in event.once and not is_rare(event, report, story):
            return 2.0 - ONCE * apart, words
        return _closeness(reach, apart), words
    gap = min(apart, abs((report.reported - story.reported).days))
    return _closeness(reach, gap), "reported on the same day" if not gap else f"reported {gap} days apart"


def _same_captives(event: Event, report: Sketch, story: Sketch) -> bool:
    """Do both tell of one number, large enough to know the event by or of the very same sides? Captives stay captives."""
    same = report.told and story.told and same_number(event, report.told, story.told)
    return known_number(report, story) or (bool(same) and report.core == story.core and len(report.core) > 1)


def _told_at_once(event: Event, report: Sketch, story: Sketch) -> bool:
    """Reports of the same hours with the same number: a day that differs was misread in one of them."""
    hours = abs((report.reported - story.reported).total_seconds()) / 3600
    if hours > AT_ONCE or not report.told or not story.told:
        return False
    return bool(same_number(event, report.told, story.told)) or any(
        n >= TELLING for n in report.numbers & story.numbers
    )


def _carried_out(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is it what was agreed, with its number, now done? That may be weeks later."""
    done = report.status in event.once and 0 < event.rank(story.status) < event.rank(report.status)
    same_sides = report.core <= story.named or story.core <= report.named
    if not done or not same_sides:
        return False
    if report.told and story.told:
        return bool(same_number(event, report.told, story.told)) or is_part_of_total(event, report, story)
    return event.rank(story.status) >= event.rank(event.settled)


def _reach(event: Event, report: Sketch, story: Sketch) -> int:
    """How long a report echoes: the rarer such events are between these sides, the longer it is likelier that than a new one."""
    return event.weights.reach_rare if is_rare(event, report, story) else event.weights.reach


def _closeness(reach: int, days: float) -> float:
    """Points for nearness in time: 2 on the day, none at half the reach, ever fewer beyond."""
    if days <= 1:
        return 2.0
    if days <= reach / 2:
        return 2.0 * (1 - 2 * days / reach) + 0.5
    return -(days - reach / 2) * STEEP / reach


def weigh_course(event: Event, report: Sketch, story: Sketch) -> Part:
    """Does the report's status follow on the story's, or tell it again?"""
    now, before = event.rank(report.status), event.rank(story.status)
    if report.status == story.status:
        return 1.0, f"same status: {story.status}"
    behind = (0 < now < before or report.status in event.denials) and not is_part(event, report, story)
    gap = min((report.day - story.day).days, (report.reported - story.reported).days)
    if story.status in event.once and behind and gap > 2:
        return event.weights.reopened, f"{report.status} after it was {story.status}"
    return NOTHING


def weigh_kind(event: Event, report: Sketch, story: Sketch, ours: int, theirs: int) -> Part:
    """The fifth exchange is not the fourth, and "another one" of a later day is not the one before."""
    if event.once and (report.status != story.status or report.status not in event.once):
        return NOTHING  # another round of talks is no other event
    if is_part(event, report, story):
        return NOTHING  # the second day of an exchange is no second exchange
    if not ours or (not event.once and (ours < 2 or is_rare(event, report, story))):
        return NOTHING  # "more soldiers captured" may be the same capture grown; a second one is another, or told as an update
    days = (report.reported - story.reported).days
    if ours > theirs > 0 and telling(story.marks).part and days <= PARTS:
        return NOTHING  # the next round of one agreement
    if ours > 0 and theirs > 0:
        return (
            (WHICH, f"both the number {ours} of its kind") if ours == theirs else (NOT_THAT, "another one of its kind")
        )
    echo = event.once and days <= 1 and not (report.stated and story.stated) and _same_if_told(event, report, story)
    if theirs in (0, 1) and ours != 1 and report.day > story.day and not echo:
        sure = report.stated or ours > 0
        return NOT_THAT if sure else ONE_MORE, "tells of one more, on a later day"
    return NOTHING


def _same_if_told(event: Event, report: Sketch, story: Sketch) -> bool:
    """Is there no number that tells the two apart?"""
    return not report.told or not story.told or bool(same_number(event, report.told, story.told))
