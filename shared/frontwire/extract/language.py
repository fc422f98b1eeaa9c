"""The language of a text, from its script, its telling letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

# The "s" of "England's" is no word, the "est" of "c'est" is.
_WORD = re.compile(r"(?<!['’])[^\W\d_]+|(?<=['’])[^\W\d_]{2,}")
# How many characters are looked at for words, and for the script; how many words must be known ones, and which share.
_SAMPLE, _SCRIPT_SAMPLE = 4000, 1500
_ENOUGH_WORDS, _LEAST_SHARE = 3, 0.06
# The commonest short words of each language: function words, which no text of some length lacks.
_STOPWORDS = {
    "en": "the of and to in a is that for it was on with as by he at from his be are this have an which not said has will "
    "under after over into about more new who when were been their they its but or we you i out up no how what why than our all can "
    "would could says say had she her him them there if so just only other also before against between while during where because",
    "de": "der die und in das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach bei "
    "wird sind war wie noch einen einem einer zum zur über haben oder aber vor nur durch um bis mehr unter wurde will soll gegen wir ich",
    "fr": "le la les de des et un une du en à que est pour dans qui par sur au plus pas ce il sont avec se ne "
    "l d qu aux cette ses son sa ont été mais ou elle nous vous leur après deux être fait comme entre sans sous ces où lors",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más este sus pero "
    "ha es fue son esta está también entre sobre desde hasta donde cuando muy ya sin han tras según ser hay o e",
    "it": "di e il la che in un per è del della con non una da sono al si più gli nel alla dei ha "
    "le i lo delle dal anche come ma ed su ai stato nella dopo questo questa loro tra se o",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele das "
    "é são à também pelo pela até sua seu ser quando está já entre sobre depois sem nos ou",
    "ca": "de la i que el en els a les per un amb del una al no es ha més com són aquest aquesta va dels han però també",
    "pl": "w i na z się do nie to że o jest jak po za od przez co tym ale dla są oraz tego jego który "
    "ze przy już tak czy tylko być która które był była było może pod przed także a roku ich jej",
    "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit "
    "door naar over heeft werd wordt worden nog tot hij ze we meer deze dit geen hebben",
    "sv": "och i att det som en på är av för med den till inte har de om ett han men var jag sig från "
    "vi efter när nu kan ska skulle också under mot eller över år vid hon blir",
    "da": "og i at det som en på er af for med den til ikke har de om et han men var jeg sig fra blev "
    "efter når nu kan skal også under mod eller over år ved hun bliver vi være havde",
    "no": "og i å det som en på er av for med den til ikke har de om et han men var jeg seg fra ble "
    "etter når nå kan skal også under mot eller over år ved hun blir vi være hadde",
    "fi": "ja on ei että se hän oli ovat mutta joka myös kun kuin sen ole mukaan jos tai jo vuonna",
    "et": "ja on ei et see ta oli kui ka mis kes ning aga oma pärast selle nad veel olid välja",
    "lv": "un ir no uz par ar ka kas bet arī tas pēc gan pie lai tika kā nav bija viņš savu",
    "cs": "a v se na je že s z do o to i za by ale pro jak po které jsou od který při ve však",
    "sk": "a v sa na je že s z do o to aj za by ale pre ako po ktoré sú od ktorý pri vo však",
    "sl": "in je v na da se so za z ki po pa ne s od tudi kot bi ali še ter pri",
    "hr": "i je u na se da su za od s a o koji kao što iz ne to bi će ali nakon koja te",
    "hu": "a az és hogy nem is egy van volt meg ez de ha csak már azt mint még vagy szerint el",
    "ro": "de și în a la cu pe nu să care o din un mai că este pentru au fost sunt prin dar",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ise ne var ancak olduğu "
    "edildi dedi göre oldu tarafından üzere yeni iki ya o değil karşı önce şu her",
    "vi": "và của là có cho không được các trong một người với đã những này khi về từ đến ra",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke juga oleh adalah ada mereka telah",
    "is": "og að í á sem er til um við með það af var en ekki hann fyrir því þau hafa",
    "lt": "ir į kad su iš yra tai ne kaip už bet jis po ar nuo buvo dėl prie apie",
}
# Russian first: a text without a letter that its neighbours have is most likely Russian.
_CYRILLIC_WORDS = {
    "ru": "и в не на с что он по это как к из у за от о для так же все его но был бы только или",
    "uk": "і в на з що не та до у як про за від для його це їх є був які після також він але",
    "bg": "на и се че да от за в са не по с е до при като това със след ще което която който бе има още",
    "sr": "и у је да се на за су од са не који као о а што из али",
    "mk": "и на во да се од за со не ќе кои како што по го до ја",
}
# Letters that one Latin alphabet has and few others: each says as much as a word.
_LATIN_LETTERS = {
    "de": "ß", "es": "ñ¿¡", "pl": "łąęśżź", "tr": "ğış", "pt": "ãõ", "ro": "țșă", "hu": "őű", "cs": "řůě", "is": "þð", "lt": "ėųį", "lv": "ķļņģ",
    "vi": "ơưđạếộ", "da": "æø", "no": "æø", "sv": "åö", "fi": "ä", "et": "õ", "hr": "đć", "sk": "ľĺŕ", "fr": "œè",
}  # fmt: skip
_SETS = {code: frozenset(words.split()) for code, words in _STOPWORDS.items()}
_CYRILLIC_SETS = {code: frozenset(words.split()) for code, words in _CYRILLIC_WORDS.items()}
# Letters that one Cyrillic alphabet has and its neighbours lack.
_CYRILLIC_LETTERS = {"uk": "іїєґ", "ru": "ыэё", "be": "ў", "sr": "ђћљњџј", "mk": "ѓќѕ"}
# Where a block of Unicode begins and ends, and the language or script that it tells.
_SCRIPTS = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u04ff", "cyrillic"),
    ("\u0530", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u3040", "\u30ff", "kana"),
    ("\u4e00", "\u9fff", "zh"),
    ("\uac00", "\ud7a3", "ko"),
)
_SHARE = 0.3


def identify(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, "" when it cannot be told."""
    sample = text[:_SAMPLE]
    script = _script(sample[:_SCRIPT_SAMPLE])
    if script == "cyrillic":
        return _cyrillic(sample)
    if script == "latin":
        return _by_words(sample, _SETS, _LATIN_LETTERS)
    return "fa" if script == "ar" and sum(map(sample.count, "پچژگ")) > 0.01 * len(sample) else script


def _cyrillic(sample: str) -> str:
    lower = sample.lower()
    told = {code: sum(map(lower.count, letters)) for code, letters in _CYRILLIC_LETTERS.items()}
    if told["be"]:
        return "be"
    best = max(told, key=lambda code: told[code])
    # A text that quotes its neighbour has the letters of both.
    rivals = {
        code: _CYRILLIC_SETS[code] for code, count in told.items() if 3 * count >= told[best] and code in _CYRILLIC_SETS
    }
    if told[best] and len(rivals) < 2:
        return best
    return _by_words(sample, rivals if told[best] else _CYRILLIC_SETS) or (best if told[best] else "")


def _by_words(sample: str, sets: dict[str, frozenset[str]], letters: dict[str, str] | None = None) -> str:
    """The language whose short words, and letters of its own, are met most; "" where hardly any are."""
    lower = sample.lower()
    words = Counter(_WORD.findall(lower))
    scored = {code: sum(count for word, count in words.items() if word in known) for code, known in sets.items()}
    for code, telling in (letters or {}).items():
        scored[code] += sum(map(lower.count, telling))
    best = max(scored, key=lambda code: scored[code])
    least = max(min(_ENOUGH_WORDS, max(1, words.total() // 4)), _LEAST_SHARE * words.total())
    return best if scored[best] >= least else ""


def _script(sample: str) -> str:
    """The script of most letters; kana and Hangul decide even where Chinese characters outnumber them."""
    counts = Counter(map(_script_of, sample))
    letters = counts.total() - counts[""]
    if not letters:
        return ""
    if counts["kana"] > 0.05 * letters:
        return "ja" if counts["kana"] + counts["zh"] > _SHARE * letters else "latin"
    if counts["ko"] > 0.15 * letters:
        return "ko"
    common = max(counts, key=lambda script: counts[script] if script else -1)
    return next((script for _, _, script in _SCRIPTS if counts[script] > _SHARE * letters), common)


def _script_of(char: str) -> str:
    if not char.isalpha():
        return ""
    if char < "\u0370":
        return "latin"
    return next((script for first, last, script in _SCRIPTS if first <= char <= last), "latin")
