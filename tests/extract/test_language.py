"""The language of a text, told from the text."""

import pytest

from frontwire.extract.language import identify

SAID = {
    "en": "The harbour opened its gates again on Tuesday, two days after the storm that broke the outer wall.",
    "uk": "Порт знову відчинив свої ворота у вівторок, через два дні після бурі, яка зламала стіну.",
    "ru": "Порт снова открыл свои ворота во вторник, через два дня после бури, которая сломала стену.",
    "ko": "항구가 폭풍으로 외벽이 무너진 지 이틀 만에 다시 문을 열었다고 BBC가 전했다.",
    "de": "Der Hafen hat am Dienstag wieder geöffnet, zwei Tage nach dem Sturm, der die Mauer zerbrach.",
    "fr": "Le port a rouvert ses portes mardi, deux jours après la tempête qui avait brisé la digue.",
    "es": "El puerto volvió a abrir sus puertas el martes, dos días después de la tormenta que rompió el muro.",
    "pl": "Port otworzył bramy we wtorek, dwa dni po burzy, która złamała ścianę, i nie zamknie się do jesieni.",
    "tr": "Liman, dış duvarı yıkan bir fırtınadan iki gün sonra kapılarını yeniden açtı ve bu sabah ilk gemi ayrıldı.",
    "ar": "فتح الميناء أبوابه من جديد صباح الثلاثاء بعد يومين من العاصفة.",
    "he": "הנמל פתח שוב את שעריו ביום שלישי, יומיים אחרי הסערה.",
    "zh": "风暴冲垮外墙两天后，港口在星期二上午重新开放。",
    "ja": "嵐で外壁が壊れてから二日後の朝、港は再び門を開いた。",
    "it": "Il porto ha riaperto le porte martedì, due giorni dopo la tempesta che aveva rotto il muro.",
    "bg": "Пристанището отвори врати отново във вторник, два дни след бурята, която счупи стената на града.",
}


@pytest.mark.parametrize("code", SAID)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert identify(SAID[code]) == code


@pytest.mark.parametrize("text", ["", "123 456", "!!!", "\x00\ufffd", "🚢" * 40])
def test_what_is_no_language_is_told_as_none(text: str) -> None:
    assert identify(text) == ""


def test_a_quotation_does_not_decide() -> None:
    assert identify(SAID["en"] + " «Ворота відчинено». " + SAID["en"]) == "en"
