"""The language of a text, told from the text."""

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontwire.extract import extract
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
# Titles: too short for many words, and what they quote is in another language.
TITLES = {
    "Harbour opens after the storm": "en",
    "England's captain returns to Hull's harbour": "en",
    "Порт відчинив ворота": "uk",
    "Порт открыл ворота": "ru",
    "В Гавани задержан капитан": "ru",
    "У гавані затримано капітана": "uk",
    "Капитан: «Ворота відчинено». В порту ждут новых судов, и первые уже вошли в гавань": "ru",
    "항구 다시 열려… 'HARBOUR OPEN' 현수막": "ko",
    "港口重新开放": "zh",
    "港が開いた": "ja",
    "الميناء مفتوح": "ar",
    "הנמל פתוח": "he",
    "Hafen öffnet nach dem Sturm": "de",
    "Le port rouvre après la tempête": "fr",
    "El puerto abre tras la tormenta": "es",
    "Port otwarty po burzy, statki już wpływają": "pl",
    "Liman fırtınadan sonra açıldı": "tr",
}
LABELLED = Path(__file__).parents[3] / "shared/data/detection"
FLOOR, LEAST = 0.995, 200


@pytest.mark.parametrize("code", SAID)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert identify(SAID[code]) == code


@pytest.mark.parametrize("title", TITLES)
def test_a_title_tells_its_language(title: str) -> None:
    assert identify(title) == TITLES[title]


@pytest.mark.parametrize("text", ["", "123 456", "!!!", "\x00\ufffd", "🚢" * 40, "Xuqo vrilam tesp onkwe dralu. " * 9])
def test_what_is_no_language_is_told_as_none(text: str) -> None:
    assert identify(text) == ""


def test_a_quotation_does_not_decide() -> None:
    assert identify(SAID["en"] + " «Ворота відчинено». " + SAID["en"]) == "en"
    assert identify(SAID["uk"] + " «Ворота открыты, и мы ждём», — сказал он. " + SAID["uk"]) == "uk"
    assert identify(SAID["ru"] + " «Ворота відчинено». " + SAID["ru"]) == "ru"


def test_the_text_is_believed_before_the_attribute() -> None:
    html = (
        f'<html lang="en-US"><body><article><h1>Порт</h1><p>{SAID["uk"]}</p><p>{SAID["uk"]}</p></article></body></html>'
    )
    assert extract(html, "https://quay.example/port").language == "uk"


def labelled() -> Iterator[tuple[str, str]]:
    """(language, text) of the labelled texts of some length."""
    for line in (LABELLED / "dev.jsonl").read_text("utf8").splitlines():
        document = json.loads(line)
        yield document["lang"], f"{document['title']}\n\n{document['text']}".strip()
    # In the pool "en" only says where a text was bought; French and Polish ones are among them.
    with gzip.open(LABELLED / "random_pool_dev.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in itertools.islice(lines, 0, None, 4):
            document = json.loads(line)
            if document["lang"] != "en":
                yield document["lang"], f"{document['title']}\n\n{document['text']}".strip()


@pytest.mark.skipif(not LABELLED.is_dir(), reason="the labelled texts are not here (detection)")
def test_the_language_of_labelled_texts_stays_above_its_floor() -> None:
    verdicts = [identify(text) == language for language, text in labelled() if len(text) >= LEAST]
    assert len(verdicts) > 900
    assert sum(verdicts) / len(verdicts) >= FLOOR
