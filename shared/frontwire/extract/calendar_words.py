"""How the languages of our sources write months, days and zones. Tables only; `dates` reads them."""

from __future__ import annotations

# Twelve names each, January first; several spellings of one month are parted by "/"; "-" for one of two words.
_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep/sept oct nov dec",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "січ лют бер кві/квіт трав/тра черв/чер лип сер/серп вер/верес жов/жовт лист/лис груд/гру",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "янв фев/февр мар апр май июн июл авг сен/сент окт ноя/нояб дек",
    "januar/jänner februar/feber märz/maerz april mai juni juli august september oktober november dezember",
    "jan feb mär/mrz apr mai jun jul aug sep/sept okt nov dez",
    "janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/déc/decembre",
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic",
    "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set ottobre/ott novembre dicembre",
    "janeiro fevereiro/fev março/marco abril maio junho julho agosto setembro outubro/out novembro dezembro/dez",
    "stycznia/sty lutego/lut marca kwietnia/kwi maja czerwca/cze lipca sierpnia/sie września/wrz października/paź listopada/lis grudnia/gru",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts/mars april maj/mai juni juli august september oktober november december/desember/des",
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर/अक्तूबर नवंबर दिसंबर",
    "يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
)
MONTHS = {
    spelling: number
    for line in _MONTHS
    for number, names in enumerate(line.split(), start=1)
    for spelling in names.split("/")
    if spelling != "-"
}

# Minutes east of Greenwich. Letters that several zones share are read as the one that news pages mean.
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 60, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "мск": 180, "trt": 180, "ist": 330, "pkt": 300, "kst": 540, "jst": 540,
    "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "et": -300,
    "cst": -360, "cdt": -300, "ct": -360, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "pt": -480, "sast": 120,
}  # fmt: skip

# "2 hours ago": the unit's words to seconds. The first letters of a word decide, so that all its endings are met. In
# Russian "год" is a year; before "тому" it is a Ukrainian hour.
UNITS = {
    "second": 1, "sec": 1, "sekund": 1, "секунд": 1, "초": 1, "segundo": 1, "saniye": 1, "秒": 1,
    "minut": 60, "min": 60, "хвилин": 60, "хв": 60, "минут": 60, "мин": 60, "분": 60, "dakika": 60, "分": 60, "דק": 60, "دقي": 60, "دقا": 60,
    "hour": 3600, "hr": 3600, "stund": 3600, "std": 3600, "годин": 3600, "год тому": 3600, "час": 3600, "시간": 3600, "heure": 3600, "hora": 3600,
    "godzin": 3600, "godz": 3600, "saat": 3600, "ora": 3600, "ore": 3600, "uur": 3600, "timm": 3600, "time": 3600, "小时": 3600, "小時": 3600, "時間": 3600, "שעות": 3600, "ساع": 3600,
    "day": 86400, "tag": 86400, "дн": 86400, "день": 86400, "дня": 86400, "дні": 86400, "일": 86400, "jour": 86400, "día": 86400, "dia": 86400,
    "dni": 86400, "dzień": 86400, "gün": 86400, "giorn": 86400, "dag": 86400, "天": 86400, "日": 86400, "ימים": 86400, "أيام": 86400,
    "week": 604800, "woche": 604800, "тиж": 604800, "недел": 604800, "주": 604800, "semaine": 604800, "semana": 604800, "tydzie": 604800,
    "tygod": 604800, "hafta": 604800, "settiman": 604800, "周": 604800, "週": 604800,
}  # fmt: skip
AGO_AFTER = "ago|тому|назад|전|temu|önce|fa|geleden|sedan|siden|atrás|前"
AGO_BEFORE = "vor|il y a|hace|há|לפני|منذ|قبل"

# Words that name a day by its distance from today.
DAYS_BACK = {
    "today": 0, "сьогодні": 0, "сегодня": 0, "오늘": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0, "dzisiaj": 0, "dziś": 0, "bugün": 0,
    "oggi": 0, "hoje": 0, "vandaag": 0, "idag": 0, "今天": 0, "今日": 0, "היום": 0, "اليوم": 0,
    "yesterday": 1, "вчора": 1, "учора": 1, "вчера": 1, "어제": 1, "gestern": 1, "hier": 1, "ayer": 1, "wczoraj": 1, "dün": 1,
    "ieri": 1, "ontem": 1, "gisteren": 1, "igår": 1, "昨天": 1, "昨日": 1, "אתמול": 1, "أمس": 1,
    "позавчора": 2, "позавчера": 2, "그제": 2, "그저께": 2, "vorgestern": 2, "przedwczoraj": 2,
}  # fmt: skip

# What a line says of the date that it holds, as beginnings of words (regular expressions): the first publication, or
# the last change.
FIRST_SAID = (
    "publi pubbl posted veröffentlicht erschienen erstellt written created first.publi opublikowan dodano data.publi gepubliceerd geplaatst "
    "julkaistu yayın giriş oluştur опубл опублік розміщен додан створен добавлен создан размещен"
)
LAST_SAID = (
    "updat modif revis edited reviewed aktuali bearbeitet stand: оновлен змінен обновлен изменен mise?.à actuali aggiornat "
    "atualiz zaktualizow güncel bijgewerkt gewijzigd uppdater opdater oppdater päivitetty"
)
# The same in scripts that part no words, or whose words begin with a prefix.
FIRST_SIGNS = "입력 등록 작성 승인 게재 发布 發布 发表 公開 掲載 配信 投稿 פורסם نشر"
LAST_SIGNS = "수정 업데이트 更新 修改 עודכן עדכון تحديث"
# What a sentence says that tells the first day of a page which has changed since.
AT_FIRST = (
    r"(?:originally|first|initially) (?:published|posted|appeared)|(?:zuerst|ursprünglich|erstmals) (?:veröffentlicht|erschienen|publiziert)|"
    r"(?:вперше|спочатку) (?:опублік|оприлюдн)|(?:впервые|изначально) опублик|최초 (?:입력|등록|작성|게재)|"
    r"publié (?:initialement|pour la première fois)|publicado (?:originalmente|por primera vez)"
)
