"""How pages write who wrote them: the words before a name, after it, between two, and those that are no name. Tables only."""

from __future__ import annotations

import re

# Before a name, with a colon or a space after it.
_BEFORE = (
    r"(?:this (?:post|article|story) (?:was|is) )?(?:written|posted|published|reported|authored|story|words|text|article|edited|content|review|reviewed) by",
    r"(?:article|post|story|blog) (?:written )?by", r"posted on .{0,20} by", r"by", r"authors?", r"written", r"von", r"par", r"por", r"di", r"av", r"af", r"door", r"od", r"autori?", r"autore",
    r"auteure?", r"автор[иы]?", r"текст", r"yazar", r"tekst", r"글", r"作者", r"记者", r"責任編輯", r"责编", r"文",
)  # fmt: skip
BY = re.compile(rf"^\W*(?:{'|'.join(_BEFORE)})(?:\s*[:：]\s*|\s+)", re.I)
# What a line says that signs an article wherever it stands; a bare "By" may be a neighbour's.
SIGNED = re.compile(
    r"^\W*(?:this (?:post|article|story)|(?:written|authored|posted) by|authors?:|autor|автор|作者|记者|责编|責任編輯)",
    re.I,
)
BY_GLUED = re.compile(r"^(?:By|Von|Par|Por)(?=[A-ZА-ЯІЇЄ][a-zа-яіїє])")

# Where a name ends in a line that goes on.
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
CUT = re.compile(
    r"\s*(?:[|·•∙⋅–—(\[]|\b(?:updated|published|posted|last|on|for|at|in|is|was|has|reviewed|[Ss]enior|[Ss]taff|[Cc]hief|[Cc]ontributing|[Ee]ditor|[Rr]eporter|min read|minutes)\b|"
    rf"(?<=[a-zа-яіїє.])(?=(?:Updated|Published|Posted|Last|Senior|Founder|{_MONTH})[a-z]*\b)|\b(?:{_MONTH})[a-z]*\.?\s+\d|\d).*",
    re.S,
)
# Between two names.
AND = re.compile(
    r"\s+(?:and|und|et|y|e|и|й|та|і|og|och|en|ja|és|și|ve|i|&|with|mit|avec)\s+|\s*[,;|·•、]\s*|\s/\s", re.I
)
# A name's office after a comma, which is no second name.
OFFICE = re.compile(
    r",\s+(?=[^,]*\b(?:attorney|lawyer|editor|director|manager|head|chief|analyst|correspondent|reporter|professor|specialist|expert|officer|"
    r"founder|president|\w*redakteur\w*|\w*korrespondent\w*|journalist\w*|rédact\w*|redactor\w*|redazione)\b).*",
    re.I | re.S,
)
TEAM = re.compile(r"[Tt]he (?:[A-Z]\S* ){1,3}(?:Team|Editors|Staff|Desk)")
# After a name: what a person is, in languages that write it there, and the letters that sign one's notes.
ROLES = re.compile(r"\s+(?:기자|특파원|선임기자|논설위원|記者|记者)$|\s+\([a-zäöü]{2,4}\.?\)$")
# The names of boxes that hold bylines.
MARKS = re.compile(
    r"\b(?:by ?lines?|authors?|author ?name|writers?|contributors?|vcard|autor|autore|auteur|redakteur|reporter|journalist)\b"
)
# Words that no name has.
NOT_A_NAME = re.compile(
    r"\b(?:about|author|authors|by|more|read|view|see|all|posts?|share|follow|bio|website|email|twitter|contributor|contributors|written|reviewed|staff|comments?|says|updated|published|newsletter|subscribe|posted|table|contents|press|release|news|page|home|top|best|how|what|why)\b",
    re.I,
)
# Who signs for nobody.
NOBODY = frozenset(
    {"admin", "administrator", "webmaster", "root", "user", "guest", "null", "none", "undefined", "unknown"}
)
# Words inside names that are written small.
_PARTICLES = "de da di du del della der den van von zu bin al el la le y e ter ten dos das"
PARTICLES = frozenset(_PARTICLES.split())
# Links that lead to the page of a person.
_PERSON_PATHS = (
    "author authors autor autoren autori auteur auteurs contributor contributors writer writers people person staff producers "
    "journalist journalists reporter profile redaktion columnist by"
)
PERSON_PAGES = ", ".join(f"a[href*='/{part}/']" for part in _PERSON_PATHS.split())
