"""What stands right behind a Korean name: its title, and the particle that gives it a role in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from frontwire.late import late


class _Name(Protocol):
    @property
    def end(self) -> int: ...


Placed = TypeVar("Placed", bound=_Name)

_TITLE = (
    r"\)?(?:\s?(?:대통령|국무위원장|위원장|총리|장관|정부|당국|측|총비서|외교부|외무부|국방부|대변인|관계자|군)){0,3}"
)
_SUBJECT = late(_TITLE + r"(?:은|는|이|가)(?=[\s,]|$)")
_TOPIC = late(_TITLE + r"(?:은|는)(?=[\s,]|$)")
_QUOTING = late(r"[다라]고\s|\s(?:것으로|것을|사실을|사실이라고)\s")
_ADDRESSEE = late(_TITLE + r"(?:에게|께|(?:측)?에(?=\s(?:포로\s)?(?:맞)?(?:교환\s?)?(?:제안|제의|요구)))")
_HEADLINE = late(_TITLE + r"(?:,\s|\s?[\"“‘'「])")
_CLOSED = late(r"(?:은|는|이|가|에|에서|에게|와|과|으로|로)(?=[\s,]|$)")
_PLACE = late(r"(?:군|측|당국|정부)?(?:에|에서|의|이|가)(?=\s)|\s(?:내|측)")
_CAPTOR = late(r"(?:군|측|당국)?(?:에게|에)\s(?:생포|붙잡|사로잡|억류)(?:된|돼|됐|되|힌|혀|혔)")


def is_subject(text: str, end: int) -> bool:
    """젤렌스키 대통령은, 국정원이: the name acts or speaks. `end` is where the name ends in the text."""
    return bool(_SUBJECT.match(text, end))


def speaker(text: str, named: Sequence[Placed], verb: int) -> list[Placed]:
    """Whose saying the verb at the character `verb` is: the subject before it, which in "A는 B가 ...했다고 밝혔다" is the outer one."""
    subjects = [one for one in named if one.end <= verb and is_subject(text, one.end)]
    if subjects and _QUOTING.search(text, subjects[-1].end, verb):
        outer = [one for one in subjects if _TOPIC.match(text, one.end)]
        return (outer or subjects)[:1]
    return subjects[-1:]


def is_addressee(text: str, end: int) -> bool:
    """김정은 위원장에게, 북한에 제안: the name is spoken to."""
    return bool(_ADDRESSEE.match(text, end))


def opens_headline(text: str, end: int) -> bool:
    """젤렌스키 "...", 국정원, ...: the name is whose words follow."""
    return bool(_HEADLINE.match(text, end))


def is_closed(text: str, end: int) -> bool:
    """러시아와, 북한에: a particle closes the name, so that it tells nothing of the noun behind it."""
    return bool(_CLOSED.match(text, end))


def is_place(text: str, end: int) -> bool:
    """러시아에, 러시아 내: something is there, or is held there."""
    return bool(_PLACE.match(text, end))


def is_captor(text: str, end: int) -> bool:
    """우크라이나에 생포된: captured by the name."""
    return bool(_CAPTOR.match(text, end))
