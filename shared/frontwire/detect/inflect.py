"""The forms a word of a lexicon takes. Used when topics are compiled, never while texts are read.

English is regular enough for rules and a table of exceptions. Ukrainian and Russian forms come from
`config/lexicon/forms.json`, which `tools/expand_lexicon.py` writes with a morphological dictionary. Korean words are
stems: particles and endings follow them, so the reader matches the beginning of the word.
"""

from __future__ import annotations

from frontwire.late import late

_IRREGULAR = {
    "become": "became", "blow": "blew blown", "build": "built", "catch": "caught", "choose": "chose chosen",
    "cut": "cut", "draw": "drew drawn", "drive": "drove driven", "eat": "ate eaten", "feed": "fed", "feel": "felt",
    "flee": "fled", "forget": "forgot forgotten", "freeze": "froze frozen", "grow": "grew grown", "hear": "heard",
    "hide": "hid hidden", "hurt": "hurt", "know": "knew known", "lay": "laid", "lead": "led", "leave": "left",
    "lie": "lay lain lying", "pay": "paid", "put": "put", "rise": "rose risen", "run": "ran", "sell": "sold",
    "shut": "shut", "sink": "sank sunk", "sit": "sat", "speak": "spoke spoken", "spend": "spent", "steal": "stole stolen",
    "swim": "swam swum", "teach": "taught", "think": "thought", "throw": "threw thrown", "wear": "wore worn",
    "write": "wrote written",
    "begin": "began begun", "break": "broke broken", "bring": "brought", "buy": "bought", "come": "came",
    "fall": "fell fallen", "fight": "fought", "find": "found", "fly": "flew flown", "get": "got gotten",
    "give": "gave given", "go": "went gone goes", "hold": "held", "keep": "kept", "let": "let", "lose": "lost",
    "make": "made", "meet": "met", "say": "said", "see": "saw seen", "seek": "sought", "send": "sent",
    "shoot": "shot", "stand": "stood", "strike": "struck", "take": "took taken", "tell": "told",
    "win": "won", "withdraw": "withdrew withdrawn", "hit": "hit", "be": "am is are was were been being",
    "have": "has had having", "man": "men", "woman": "women", "child": "children", "spy": "spies spying spied",
    "body": "bodies", "serviceman": "servicemen", "servicewoman": "servicewomen", "policeman": "policemen",
    "crewman": "crewmen", "gunman": "gunmen", "countryman": "countrymen", "infantryman": "infantrymen",
    "rifleman": "riflemen", "guardsman": "guardsmen", "airman": "airmen", "seaman": "seamen",
}  # fmt: skip
_DOUBLING = late(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
_DOUBLED = frozenset({"swap", "transfer", "commit", "permit", "admit", "refer", "kidnap"})


def english(word: str) -> set[str]:
    """Every plausible inflection of an English noun or verb: too many does no harm, a missing one does."""
    forms = {word, *_IRREGULAR.get(word, "").split()}
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return forms
    if word.endswith("y") and word[-2] not in "aeiou":
        return forms | {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    if word.endswith("e"):
        return forms | {word + "s", word + "d", word[:-1] + "ing"}
    plural = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    stem = word + word[-1] if word in _DOUBLED or _DOUBLING.match(word) else word
    return forms | {plural, stem + "ed", stem + "ing"}


def forms(word: str, language: str, table: dict[str, list[str]]) -> set[str]:
    """The forms of a lower-case word in a language; `table` holds the expanded Ukrainian and Russian words."""
    if language == "en":
        return english(word)
    return {word, *table.get(f"{language}:{word}", ())}
