"""Bytes to text: declared rightly, wrongly or not at all, with and without a byte order mark."""

import codecs
import time

import pytest

from frontwire.extract import extract
from frontwire.extract.charset import decode

SAID = {
    "uk": "Порт знову відчинив свої ворота у вівторок, через два дні після бурі, яка зламала зовнішню стіну.",
    "ru": "Порт снова открыл свои ворота во вторник, через два дня после бури, которая сломала внешнюю стену.",
    "ko": "항구가 폭풍으로 외벽이 무너진 지 이틀 만인 화요일 오전에 다시 문을 열었다고 당국이 밝혔다.",
    "zh": "风暴冲垮外墙两天后，港口在星期二上午重新开放，第一艘渡船载着四十名乘客离开。",
    "ja": "嵐で外壁が壊れてから二日後の火曜日の朝、港は再び門を開き、最初の船が出発した。",
    "de": "Der Hafen öffnete am Dienstag wieder seine Tore, zwei Tage nachdem die äußere Mauer brach.",
    "fr": "Le port a rouvert ses portes mardi, deux jours après la tempête qui avait brisé la digue extérieure.",
    "pl": "Port ponownie otworzył bramy we wtorek, dwa dni po burzy, która złamała zewnętrzną ścianę.",
    "tr": "Liman, dış duvarı yıkan fırtınadan iki gün sonra salı sabahı kapılarını yeniden açtı.",
    "el": "Το λιμάνι άνοιξε ξανά τις πύλες του την Τρίτη, δύο ημέρες μετά την καταιγίδα.",
    "he": "הנמל פתח שוב את שעריו ביום שלישי, יומיים אחרי הסערה ששברה את החומה החיצונית.",
    "ar": "فتح الميناء أبوابه من جديد صباح الثلاثاء بعد يومين من العاصفة التي كسرت الجدار الخارجي.",
}
ENCODINGS = [
    *(("uk", name) for name in ("utf-8", "windows-1251", "koi8-u")),
    *(("ru", name) for name in ("utf-8", "windows-1251", "koi8-r", "iso-8859-5")),
    *(("ko", name) for name in ("utf-8", "euc-kr", "cp949")),
    *(("zh", name) for name in ("utf-8", "gb18030", "gbk")),
    *(("ja", name) for name in ("utf-8", "shift-jis", "euc-jp")),
    *(("de", name) for name in ("utf-8", "iso-8859-1", "windows-1252")),
    *(("fr", name) for name in ("utf-8", "iso-8859-15")),
    *(("pl", name) for name in ("iso-8859-2", "windows-1250")),
    *(("tr", name) for name in ("iso-8859-9", "windows-1254")),
    *(("el", name) for name in ("iso-8859-7", "windows-1253")),
    *(("he", name) for name in ("utf-8", "windows-1255")),
    *(("ar", name) for name in ("utf-8", "windows-1256")),
]


def page(said: str, encoding: str, declared: str = "") -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}<title>x</title></head><body><p>{said}</p></body></html>"
    return html.encode(encoding)


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
@pytest.mark.parametrize("declared", ["itself", "", "utf-8", "iso-8859-1"])
def test_text_is_read_whatever_is_declared(language: str, encoding: str, declared: str) -> None:
    body = page(SAID[language], encoding, encoding if declared == "itself" else declared)
    text, _ = decode(body)
    assert SAID[language] in text


@pytest.mark.parametrize(("language", "encoding"), [("uk", "koi8-u"), ("ru", "windows-1251"), ("ko", "euc-kr")])
def test_an_article_is_read_from_its_bytes(language: str, encoding: str) -> None:
    article = extract(page(SAID[language], encoding), "https://quay.example/")
    assert (article.text, article.language) == (SAID[language], language)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    text, name = decode(mark + page(SAID["uk"], encoding, "windows-1251"), "text/html; charset=koi8-u")
    assert (SAID["uk"] in text, text[0], name) == (True, "<", encoding)


def test_the_transport_is_believed_before_the_document() -> None:
    assert decode(page(SAID["fr"], "iso-8859-15", "utf-8"), "text/html; charset=ISO-8859-15")[1] == "iso8859-15"


def test_a_few_broken_bytes_do_not_make_another_encoding() -> None:
    body = page(SAID["uk"] * 3, "utf-8").replace(" бурі".encode(), b" \xd0 \xff")
    text, name = decode(body)
    assert name == "utf-8"
    assert "Порт знову" in text


@pytest.mark.parametrize("declared", ["rot13", "base64", "no-such-thing", "punycode", "idna", "undefined"])
def test_a_charset_that_is_none_is_passed_over(declared: str) -> None:
    assert SAID["ru"] in decode(page(SAID["ru"], "windows-1251", declared), f"text/html; charset={declared}")[0]


def test_a_long_body_is_decoded_in_a_blink() -> None:
    body = b"a" * 3_000_000 + SAID["ru"].encode("windows-1251") + b"\xff" * 1_000_000
    start = time.process_time()
    decode(body)
    assert time.process_time() - start < 2.0
