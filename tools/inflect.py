"""Names as the finder looks them up, and their cases in Ukrainian and Russian: peoples by rule, nouns by pymorphy3."""

from __future__ import annotations

import re
from functools import cache

import pymorphy3

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
UK_DATIVES = (("ові", "у"), ("еві", "ю"))
UK_ADJECTIVE = ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими", "о")
RU_ADJECTIVE = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ою", "ое", "ие", "их", "ими", "о")
UK_NOUN = ("", "а", "у", "ові", "ом", "и", "ів", "ам", "ами", "ах", "і")
RU_NOUN = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах", "и")


@cache
def morph(lang: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=lang)


def adjective(word: str) -> list[str]:
    """The stem of an adjective in -ський or -ский: the finder knows the endings. Of a compound, every case."""
    if "-" not in word:
        return [word[:-2]]
    endings = UK_ADJECTIVE if word.endswith("ький") else RU_ADJECTIVE
    return [word[:-2] + ending for ending in endings]


def demonym(word: str, lang: str) -> list[str]:
    """Cases and numbers of a people: -ець and -ец, -ин, and hard consonants."""
    if lang == "uk":
        return _uk_people(word)
    return _ru_people(word)


def _uk_people(word: str) -> list[str]:
    if word.endswith("єць"):
        stem = word[:-3]
        soft = [stem + "йц" + end for end in ("я", "ю", "ем", "еві", "і", "ів", "ям", "ями", "ях")]
        return [word, *soft, stem + "йка", stem + "йку", stem + "йки"]
    if word.endswith("ець"):
        stem = word[:-3]
        soften = "ь" if stem.endswith("л") else ""
        soft = [stem + soften + "ц" + end for end in ("я", "ю", "ем", "еві", "і", "ів", "ям", "ями", "ях")]
        return [word, *soft, stem + "ка", stem + "ку", stem + "ки", stem + "ок"]
    if word.endswith(("нин", "лин", "рин")):
        stem = word[:-2]
        return [word + end for end in ("", "а", "у", "ом", "ові", "і")] + [
            stem + end for end in ("и", "", "ам", "ами", "ах", "ка", "ку", "ки")
        ]
    if word.endswith(("ок",)):
        stem = word[:-2] + "к"
        return [word] + [stem + end for end in ("а", "у", "ом", "и", "ів", "ам", "ами", "ах")]
    return [word + end for end in UK_NOUN]


def _ru_people(word: str) -> list[str]:
    if word.endswith(("аец", "еец", "иец", "уец", "оец")):
        stem = word[:-2]
        soft = [stem + "йц" + end for end in ("а", "у", "ем", "е", "ы", "ев", "ам", "ами", "ах")]
        return [word, *soft, stem + "йка", stem + "йку", stem + "йки"]
    if word.endswith("ец"):
        stem = word[:-2]
        soften = "ь" if stem.endswith("л") else ""
        soft = [stem + soften + "ц" + end for end in ("а", "у", "ем", "ом", "е", "ы", "ев", "ов", "ам", "ами", "ах")]
        return [word, *soft, stem + "ка", stem + "ку", stem + "ки", stem + "ок"]
    if word.endswith(("анин", "янин", "чанин")):
        stem = word[:-2]
        return [word + end for end in ("", "а", "у", "ом", "е")] + [
            stem + end for end in ("е", "", "ам", "ами", "ах", "ка", "ку", "ки")
        ]
    if word.endswith("турок"):
        return [word, *("турк" + end for end in ("а", "у", "ом", "и", "ам", "ами", "ах"))]
    return [word + end for end in RU_NOUN]


def noun_phrase(name: str, lang: str) -> list[str]:
    """A name in each case; words that have no case stay as they are, of a hyphened name often all but the last."""
    plain = name.lower().replace("-", " ")
    words = plain.split()
    cases = [" ".join(_in_case(word, case, lang) for word in words) for case in CASES]
    if "-" in name:
        cases += [" ".join([*words[:-1], _in_case(words[-1], case, lang)]) for case in CASES]
    if lang == "uk":
        cases += [shape[:-3] + short for shape in cases for long, short in UK_DATIVES if shape.endswith(long)]
    shapes = list(dict.fromkeys([plain, *cases]))
    return list(dict.fromkeys([*shapes, *_guessed(plain, lang)])) if "-" in name or len(shapes) == 1 else shapes


def in_cases(name: str, lang: str, cases: tuple[str, ...]) -> list[str]:
    """A name of words that the dictionary knows, in some cases only; what it governs (of the Red Cross) stays."""
    head, rest = _head(name.lower().split(), lang)
    shapes = [" ".join([*(_in_case(word, case, lang) for word in head), *rest]) for case in cases]
    if lang == "uk" and "loct" in cases:  # на Червонім Хресті, and more often на Червоному Хресті
        shapes.append(re.sub(r"ім(?= )", "ому", shapes[cases.index("loct")]))
    return list(dict.fromkeys([name.lower(), *shapes]))


def _head(words: list[str], lang: str) -> tuple[list[str], list[str]]:
    """The adjectives and the first noun of a name, and the words behind them."""
    for place, word in enumerate(words, 1):
        parse = _nominative(word, lang)
        if parse is None or parse.tag.POS == "NOUN":
            return words[:place], words[place:]
    return words, []


def _guessed(name: str, lang: str) -> list[str]:
    """Cases of a name that the dictionary does not know: masculine after a consonant, feminine in -а."""
    if len(name) > 3 and name[-1] in "бвгґджзклмнпрстфхцчшщ":
        return [name + ending for ending in ("а", "у", "ом", "і" if lang == "uk" else "е")]
    if len(name) > 3 and name.endswith("а"):
        endings = ("и", "і", "у", "ою") if lang == "uk" else ("ы", "и", "е", "у", "ой")
        return [name[:-1] + ending for ending in endings]
    if name.endswith("ия"):
        return [name[:-1] + ending for ending in ("и", "ю", "ей")]
    return []


def _in_case(word: str, case: str, lang: str) -> str:
    parse = _nominative(word, lang)
    if parse is None:
        return word
    wanted = {case} | ({"plur"} if "plur" in str(parse.tag) else set())
    shape = parse.inflect(wanted) or parse.inflect({case})
    return shape.word if shape else word


def _nominative(word: str, lang: str) -> pymorphy3.analyzer.Parse | None:
    parses = [p for p in morph(lang).parse(word) if p.tag.POS in ("NOUN", "ADJF", "PRTF") and _is_nominative(p, word)]
    parses = [p for p in parses if "Fixd" not in str(p.tag)] or parses
    named = [p for p in parses if "Geox" in str(p.tag) or p.tag.POS == "ADJF"]
    return next(iter(named or parses), None)


def _is_nominative(parse: pymorphy3.analyzer.Parse, word: str) -> bool:
    """Some words of the dictionary carry no case in the nominative (держава)."""
    tag = str(parse.tag)
    return "nomn" in tag or (parse.normal_form == word and not any(case in tag for case in CASES))


def spaced(name: str) -> str:
    """A name as the finder looks it up: lower case, е for ё, single spaces for hyphens and the stops of abbreviations."""
    lower = name.lower().replace("i̇", "i").replace("’", "'").replace("ё", "е")
    return re.sub(r"[ .\-·\u00a0/]+", " ", lower).strip()
