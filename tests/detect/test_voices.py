"""Organisations and the captives' own people: they vouch, deny and mediate, and are never a side of the event."""

from __future__ import annotations

import pytest

from frontwire.detect import Engine, entities
from frontwire.models import Article, ArticleRef, Facts
from frontwire.stories.headline import name

ENGINE = Engine.load()
CAPTURE = {
    "en": "Two North Korean soldiers were captured by Ukrainian forces in the Kursk region.",
    "uk": "Двоє північнокорейських солдатів взяті в полон українськими військами на Курщині.",
    "ru": "Двое северокорейских солдат взяты в плен украинскими военными в Курской области.",
    "ko": "북한군 병사 2명이 쿠르스크에서 우크라이나군에 생포됐다.",
}
SPOKEN = ("says", "confirms", "denies", "mediator")


def facts(text: str, language: str, topic: str = "foreign_troop_capture") -> Facts:
    article = Article(url="", title="", text=text, language=language)
    verdicts = ENGINE.examine(article, ArticleRef(id="1", url="", title="", language=language))
    return next(verdict.match.facts for verdict in verdicts if verdict.match and verdict.match.topic == topic)


def spoken(found: Facts) -> list[str]:
    return [f"{side.role}:{side.code}" for side in found.sides if side.role in ("confirms", "denies")]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "His family confirmed the capture.", ["confirms:FAMILY"]),
        ("en", "The wife of one of the captured men confirmed his capture.", ["confirms:FAMILY"]),
        ("en", "The capture was confirmed by his family.", ["confirms:FAMILY"]),
        ("en", "His commander confirmed the capture.", ["confirms:UNIT"]),
        ("en", "The Red Cross confirmed the capture of both men.", ["confirms:ICRC"]),
        ("en", "A spokeswoman for the ICRC confirmed that the captives were visited.", ["confirms:ICRC"]),
        ("en", "Human Rights Watch verified the video of the captives.", ["confirms:HRW"]),
        ("en", "The SOHR and the UN confirmed the capture.", ["confirms:SOHR", "confirms:UN"]),
        ("en", "The family of the captured soldier denied that he was captured.", ["denies:FAMILY"]),
        ("uk", "Родичі підтвердили полон.", ["confirms:FAMILY"]),
        ("uk", "МКЧХ підтвердив полон солдатів.", ["confirms:ICRC"]),
        ("uk", "У Червоному Хресті підтвердили полон солдатів.", ["confirms:ICRC"]),
        ("uk", "Речниця ООН підтвердила полон солдатів.", ["confirms:UN"]),
        ("uk", "Сім'я полоненого спростувала повідомлення про полон.", ["denies:FAMILY"]),
        ("ru", "Родственники подтвердили пленение.", ["confirms:FAMILY"]),
        ("ru", "В Красном Кресте подтвердили пленение солдат.", ["confirms:ICRC"]),
        ("ru", "Жена пленного подтвердила, что он попал в плен.", ["confirms:FAMILY"]),
        ("ru", "Семья пленного опровергла сообщение о пленении.", ["denies:FAMILY"]),
        ("ko", "가족이 생포 사실을 확인했다.", ["confirms:FAMILY"]),
        ("ko", "국제적십자위원회(ICRC)는 포로 2명의 생포를 확인했다.", ["confirms:ICRC"]),
        ("ko", "휴먼라이츠워치는 포로 영상을 확인했다.", ["confirms:HRW"]),
        ("ko", "유족은 생포 보도를 부인했다.", ["denies:FAMILY"]),
    ],
)
def test_voices_confirm_and_deny(language: str, sentence: str, expected: list[str]) -> None:
    assert spoken(facts(f"{CAPTURE[language]} {sentence}", language)) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The ICRC has not confirmed the capture."),
        ("en", "Families of the captives were told of the capture."),
        ("en", "The UN called on both sides to treat the captives well."),
        ("en", "Relatives wait for confirmation of the capture."),
        ("en", "The UN confirmed that it was aware of reports of the capture."),
        ("en", "His lawyer denied that the captive was a mercenary."),
        ("en", "The president's family doctor treats the captives."),
        ("uk", "МКЧХ не підтвердив полон солдатів."),
        ("uk", "Родичів повідомили про полон солдатів, але ніхто його не підтвердив."),
        ("uk", "Родичі чекають підтвердження полону."),
        ("ru", "МККК не подтвердил пленение солдат."),
        ("ru", "Родственникам сообщили о пленении."),
        ("ru", "ООН призвала гуманно обращаться с пленными."),
        ("ko", "국제적십자위원회는 생포를 확인한 바 없다고 밝혔다."),
        ("ko", "가족들은 확인을 기다리고 있다."),
        ("ko", "가족에게 생포 사실이 통보됐다."),
    ],
)
def test_who_is_told_or_waits_vouches_for_nothing(language: str, sentence: str) -> None:
    assert spoken(facts(f"{CAPTURE[language]} {sentence}", language)) == []


def test_a_state_that_tells_a_voice_still_speaks() -> None:
    found = facts(f"{CAPTURE['en']} Pyongyang told the Red Cross and confirmed the capture.", "en")
    assert spoken(found) == ["confirms:KP"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relatives said that two North Korean soldiers were captured by Ukrainian forces.", ("FAMILY",)),
        ("Two North Korean soldiers were captured by Ukrainian forces, according to their families.", ("FAMILY",)),
        ("Families were told that two North Korean soldiers were captured by Ukrainian forces.", ()),
        ("Kyiv told the UN that two North Korean soldiers were captured by Ukrainian forces.", ("UA",)),
        ("The UN has not said that two North Korean soldiers were captured by Ukrainian forces.", ()),
    ],
)
def test_who_says_it(sentence: str, expected: tuple[str, ...]) -> None:
    assert facts(sentence, "en").codes("says") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Russia and Ukraine exchanged 25 prisoners of war each with the mediation of the Red Cross.", ["ICRC"]),
        ("en", "Russia and Ukraine exchanged 25 prisoners of war each through the ICRC.", ["ICRC"]),
        ("en", "Russia and Ukraine exchanged 25 prisoners each, thanks to the efforts of Pope Francis.", ["VA"]),
        (
            "en",
            "Russia and Ukraine exchanged 25 prisoners each. The United Nations and Qatar brokered it, in an exchange "
            "mediated by the UN and Qatar.",
            ["QA", "UN"],
        ),
        ("uk", "Росія та Україна обмінялися полоненими, по 25 осіб, за посередництва Червоного Хреста.", ["ICRC"]),
        ("ru", "Россия и Украина обменялись пленными через Красный Крест, по 25 человек.", ["ICRC"]),
        ("ko", "러시아와 우크라이나가 유엔의 중재로 포로 25명씩을 교환했다.", ["UN"]),
        ("ko", "러시아와 우크라이나가 국제적십자위원회를 통해 포로 25명씩을 교환했다.", ["ICRC"]),
        ("en", "Russia and Ukraine exchanged 25 prisoners each. A Red Cross plane carried the captives home.", []),
        ("en", "Russia and Ukraine exchanged 25 prisoners each. Families got letters through the Red Cross.", []),
        ("uk", "Росія та Україна обмінялися полоненими, по 25 осіб. Червоний Хрест привіз їм ліки.", []),
    ],
)
def test_organisations_mediate(language: str, text: str, expected: list[str]) -> None:
    found = facts(text, language, "prisoner_swap")
    assert sorted(found.codes("mediator")) == expected
    assert sorted(found.codes("parties")) == ["RU", "UA"]


def test_a_voice_is_never_a_side() -> None:
    text = f"{CAPTURE['en']} The UN, NATO, the EU, his family and the Red Cross speak of the captured UN soldiers."
    found = facts(text, "en")
    voices = {one.code for one in entities.find(text) if one.form in entities.VOICES}
    assert {"UN", "NATO", "EU", "FAMILY", "ICRC"} <= voices
    assert not [side for side in found.sides if side.code in voices and side.role not in SPOKEN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("his wife and the soldier's mother", ["FAMILY", "FAMILY"]),
        ("the mother ship and a sister company", []),
        ("the ICRC and the U.N.", ["ICRC", "UN"]),
        ("a un texte", []),
        ("в МККК, у Червоному Хресті, від Міжнародної амністії", ["ICRC", "ICRC", "AMNESTY"]),
        ("유엔과 국제앰네스티, 유가족들", ["UN", "AMNESTY", "FAMILY"]),
    ],
)
def test_names_of_voices(text: str, expected: list[str]) -> None:
    assert [one.code for one in entities.find(text)] == expected


def test_every_voice_has_a_name() -> None:
    codes = {label.code for label in entities._table().payloads if label.form in entities.VOICES}
    assert not [code for code in codes if name(code) == code and code not in ("NATO", "ECOWAS", "IGAD")]
