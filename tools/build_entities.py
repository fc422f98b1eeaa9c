# /// script
# requires-python = ">=3.11"
# dependencies = ["babel>=2.17", "pymorphy3>=2.0", "pymorphy3-dicts-uk", "pymorphy3-dicts-ru"]
# ///
"""Make shared/frontwire/detect/data/entities.json: every name of a state, an armed group or a voice, in every case, once.

    uv run tools/build_entities.py

Country names come from CLDR in thirteen languages; adjectives, peoples, capitals, leaders, groups and voices from tools/sources.
A payload is a code, a form and a rule; the rules are those of `entities._stands`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

sys.path.insert(0, str(Path(__file__).parent))
from inflect import adjective, demonym, in_cases, noun_phrase, spaced
from name_index import write

HERE = Path(__file__).parent
OUT = HERE.parent / "shared/frontwire/detect/data/entities.json"
RULES = {"!": "upper", "^": "capital", "=": "whole", "@": "hangul", "~": "homonym", "&": "own"}
VOICE_CASES = {"organisation": ("nomn", "gent", "ablt", "loct"), "family": ("nomn", "gent")}
"""Cases in which a voice may speak or mediate; in the dative it is spoken to."""
CLDR = ("en", "uk", "ru", "ko", "de", "fr", "es", "pl", "tr", "ar", "he", "zh", "ja")
# Ukrainian and Russian verbs and pronouns that look like countries: not at the beginning of a sentence.
INNER = frozenset(["мали", "малі", "того", "чад", "чили", "чилі", "перу", "гана", "конго", "куба"])
# Names that mean something more common in another language of ours (Island is Iceland in German).
DROPPED = frozenset(
    (
        "island",
        "fas",
        "indie",
        "досі",
        "ганца",
        "inde",
        "man",
        "chino",
        "turc",
        "brite",
        "ind",
        "самое",
        "лавр",
        "лавра",
        "лавру",
        "лавре",
        "лавром",
    )
)
ADJECTIVES = ("ський", "цький", "зький", "ский", "цкий")
SKIPPED = frozenset(
    [
        "AQ",
        "BV",
        "HM",
        "TF",
        "UM",
        "EU",
        "EZ",
        "UN",
        "QO",
        "XA",
        "XB",
        "ZZ",
        "IO",
        "GS",
        "NF",
        "CX",
        "CC",
        "SJ",
        "AX",
        "AS",
        "VI",
        "VG",
        "GU",
        "MP",
        "PR",
        "FK",
        "GF",
        "GP",
        "MQ",
        "RE",
        "YT",
        "PM",
        "BL",
        "MF",
        "NC",
        "WF",
        "PF",
        "JE",
        "GG",
        "IM",
        "CQ",
    ]
)


def rows(name: str) -> list[list[str]]:
    lines = (HERE / "sources" / name).read_text(encoding="utf-8").splitlines()
    return [
        ([cell.strip() for cell in line.split("|")] + [""] * 5)[:5]
        for line in lines
        if line and not line.startswith("#")
    ]


def items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


def plural(word: str) -> str:
    if word.endswith(("ese", "ish", "ch", "ss", "men", "man", "wiss", "z", "sh", "x")):
        return word
    return f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"


class Book:
    """Names and what they mean; the first entry of a name wins, so that sources by hand come before CLDR."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str, str]] = {}

    def add(self, code: str, form: str, name: str) -> None:
        rule = RULES.get(name[-1:], "")
        key = spaced(name.rstrip("".join(RULES)))
        if not key or key in DROPPED:
            return
        if not rule and form == "country" and key[0] < "\u0590":
            rule = "inner" if key in INNER else "capital"
        self.names.setdefault(key, (code, form, rule))

    def write(self, path: Path) -> None:
        labels = sorted(set(self.names.values()))
        numbers = {label: number for number, label in enumerate(labels)}
        write(path, [list(label) for label in labels], {name: numbers[label] for name, label in self.names.items()})


def add_actors(book: Book) -> None:
    for code, form, plain, uk, ru in rows("actors.txt"):
        for name in items(plain):
            book.add(code, form, name)
        for lang, cell in (("uk", uk), ("ru", ru)):
            for name in items(cell):
                mark = name[-1] if name[-1] in "!^" else ("" if form in ("group", "demonym") else "^")
                bare = name.rstrip("!^")
                for shape in (bare,) if mark == "!" else shapes_of(bare, lang):
                    book.add(code, form, shape + mark)


def add_voices(book: Book) -> None:
    for code, form, plain, uk, ru in rows("voices.txt"):
        for name in items(plain):
            book.add(code, form, name)
        for lang, cell in (("uk", uk), ("ru", ru)):
            for name in items(cell):
                mark = name[-1] if name[-1] in RULES else ""
                bare = name.rstrip("".join(RULES))
                for shape in (bare,) if mark == "!" else in_cases(bare, lang, VOICE_CASES[form]):
                    book.add(code, form, shape + mark)


def shapes_of(name: str, lang: str) -> list[str]:
    """Cases of a name; a word without a capital is an adjective or a people (кремлівський, хусит)."""
    if name[0].isupper() or " " in name or "-" in name:
        return noun_phrase(name, lang)
    return adjective(name) if name.endswith(ADJECTIVES) else demonym(name, lang)


def add_peoples(book: Book) -> None:
    for code, english, people, uk, ru in rows("countries.txt"):
        for name in items(english):
            book.add(
                code,
                "country",
                name + ("!" if name in ("US", "UK", "CAR", "PRC", "ROK", "DRC", "KSA", "USA", "UAE") else ""),
            )
        for name in items(people):
            book.add(code, "demonym", name + "^")
            book.add(code, "demonym", plural(name) + "^")
        for lang, cell in (("uk", uk), ("ru", ru)):
            for name in items(cell):
                shapes = adjective(name) if name.endswith(ADJECTIVES) else demonym(name, lang)
                for shape in shapes:
                    book.add(code, "demonym", shape)


def add_countries(book: Book) -> None:
    locales = {lang: Locale.parse(lang) for lang in CLDR}
    for lang, locale in locales.items():
        for code, name in locale.territories.items():
            if len(code) != 2 or not code.isalpha() or code in SKIPPED:
                continue
            for part in variants(name):
                shapes = noun_phrase(part, lang) if lang in ("uk", "ru") else (part,)
                for shape in shapes:
                    book.add(code, "country", shape)


def variants(name: str) -> list[str]:
    """A CLDR name without its bracket, and with " and " for "&"."""
    bare = name.split(" (")[0].split("（")[0].replace("’", "'")
    return [bare.replace(" & ", " and ")]


def main() -> None:
    book = Book()
    add_actors(book)
    add_voices(book)
    add_peoples(book)
    add_countries(book)
    book.write(OUT)
    print(len(book.names), "names,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
