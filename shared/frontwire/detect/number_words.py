"""Number words of English, Ukrainian and Russian in their cases, and the words that bound a number."""

from __future__ import annotations

from frontwire.models import Bound

_VALUES = """
1 one один одна одного одному одним одну одной одном одним
2 two два дві двох двом двома двоє двоім две двух двум двумя двое двоих двоим двоими
3 three три трьох трьом трьома троє трех трем тремя трое троих троим троими trio
4 four чотири чотирьох чотирьом чотирма четверо четырех четырем четырьмя четыре четверых четверым
5 five п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятеро пять пяти пятью пятеро пятерых пятерым
6 six шість шести шістьох шістьом шістьма шестеро шесть шестью шестерых
7 seven сім семи сімох сімом сьома семеро семь семью семерых
8 eight вісім восьми вісьмох вісьмом вісьма восьмеро восемь восемью восьмерых
9 nine дев'ять дев'яти дев'ятьох дев'ятьом дев'ятеро девять девяти девятью девятеро девятерых
10 ten десять десяти десятьох десятьом десятеро десятью десяток десятерых
11 eleven одинадцять одинадцятеро одинадцяти одинадцятьох одиннадцать одиннадцати
12 twelve дванадцять дванадцятеро дванадцяти дванадцятьох двенадцать двенадцати дюжина дюжину
13 thirteen тринадцять тринадцятеро тринадцяти тринадцятьох тринадцать тринадцати
14 fourteen чотирнадцять чотирнадцятеро чотирнадцяти чотирнадцятьох четырнадцать четырнадцати
15 fifteen п'ятнадцять п'ятнадцятеро п'ятнадцяти п'ятнадцятьох пятнадцать пятнадцати
16 sixteen шістнадцять шістнадцятеро шістнадцяти шістнадцятьох шестнадцать шестнадцати
17 seventeen сімнадцять сімнадцятеро сімнадцяти сімнадцятьох семнадцать семнадцати
18 eighteen вісімнадцять вісімнадцятеро вісімнадцяти вісімнадцятьох восемнадцать восемнадцати
19 nineteen дев'ятнадцять дев'ятнадцятеро дев'ятнадцяти дев'ятнадцятьох девятнадцать девятнадцати
20 twenty двадцять двадцятеро двадцяти двадцятьох двадцать двадцати двадцатью
30 thirty тридцять тридцятеро тридцяти тридцятьох тридцать тридцати тридцатью
40 forty fourty сорок сорока
50 fifty п'ятдесят п'ятдесяти п'ятдесятьох пятьдесят пятидесяти
60 sixty шістдесят шістдесяти шістдесятьох шестьдесят шестидесяти
70 seventy сімдесят сімдесяти сімдесятьох семьдесят семидесяти
80 eighty вісімдесят вісімдесяти вісімдесятьох восемьдесят восьмидесяти
90 ninety дев'яносто дев'яноста девяносто девяноста
100 сто ста сотня сотню сотні сотни
200 двісті двохсот двомстам двести двухсот двумстам
300 триста трьохсот трьомстам трехсот тремстам
400 чотириста чотирьохсот четыреста четырехсот
500 п'ятсот п'ятисот п'ятсотень пятьсот пятисот
600 шістсот шестисот шестьсот
700 сімсот семисот семьсот
800 вісімсот восьмисот восемьсот
900 дев'ятсот дев'ятисот девятьсот девятисот
"""
_SCALES = """
10 десятка десятки десятків десятков десятками
12 dozen
100 hundred
1000 thousand тисяча тисячу тисячі тисяч тисячею тис тысяча тысячу тысячи тысяч тысячей тыс
"""
# Scales that may stand without a number before them; their plurals say only "many".
ALONE = frozenset(("тисяча", "тисячу", "тисячею", "тысяча", "тысячу", "тысячей"))
VAGUE = frozenset(("сотні", "сотни"))


def _numbered(lines: str) -> dict[str, int]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {word: int(number) for number, *row in rows for word in row}


VALUES = _numbered(_VALUES)
SCALES = _numbered(_SCALES)

# What stands before a number.
BEFORE: tuple[tuple[Bound, tuple[str, ...]], ...] = (
    (
        "at_least",
        (
            "at least",
            "no fewer than",
            "no less than",
            "not less than",
            "a minimum of",
            "minimum",
            "щонайменше",
            "щонайменш",
            "не менше",
            "не менш",
            "не менше ніж",
            "не менше як",
            "не менш як",
            "не менш ніж",
            "як мінімум",
            "мінімум",
            "принаймні",
            "по меньшей мере",
            "не менее",
            "не меньше",
            "как минимум",
            "минимум",
            "не менее чем",
            "최소",
            "최소한",
            "적어도",
        ),
    ),
    (
        "at_most",
        (
            "up to",
            "as many as",
            "no more than",
            "not more than",
            "at most",
            "a maximum of",
            "maximum",
            "до",
            "не більше",
            "не більш як",
            "щонайбільше",
            "максимум",
            "не более",
            "не больше",
            "최대",
            "많게는",
        ),
    ),
    (
        "more_than",
        (
            "more than",
            "over",
            "above",
            "in excess of",
            "upwards of",
            "upward of",
            "exceeding",
            "понад",
            "більше",
            "більш",
            "більше ніж",
            "більше як",
            "більш ніж",
            "більш як",
            "свыше",
            "более",
            "более чем",
            "больше",
            "больше чем",
        ),
    ),
    (
        "about",
        (
            "about",
            "around",
            "nearly",
            "almost",
            "approximately",
            "roughly",
            "close to",
            "an estimated",
            "estimated",
            "some",
            "circa",
            "близько",
            "приблизно",
            "орієнтовно",
            "майже",
            "біля",
            "десь",
            "около",
            "примерно",
            "почти",
            "порядка",
            "приблизительно",
            "ориентировочно",
            "약",
            "대략",
            "거의",
            "얼추",
        ),
    ),
)
# What stands behind a Korean number.
BEHIND: tuple[tuple[Bound, str], ...] = (
    ("at_least", "이상"),
    ("at_most", "이하|이내"),
    ("more_than", "넘는|넘게|초과|을 웃도|을 넘"),
    ("about", "가량|정도|안팎|쯤|or so"),
)


def _stems(lines: str) -> tuple[str, ...]:
    return tuple(lines.split())


# Beginnings of the words that a number counts: people, the dead, anything else.
PEOPLE = _stems("""
prisoner captive detainee hostage soldier servicem servicewom troop fighter militant mercenar people person women woman
civilian national citizen marine sailor pilot officer guard defender inmate convict child patient other volunteer combatant rebel
spies individual american russian ukrainian israeli palestinian korean briton iranian armenian azerbaijani conscript paratrooper medic
commander girl schoolgirl schoolboy student worker foreigner member insurgent islamist dissident journalist crew reservist recruit
volunteer deserter trooper commando academic professor teacher relative resident executive nephew convict returnee
полон військов солдат бійц боєц бойов захисн люд осіб особ оборон україн росіян заручн найман цивільн громадян моряк прикордонн нацгвард
в'язн ув'язн офіцер морпіх жінк жінок чоловік діт дітей десантн доброволь пілот льотчик командир школяр спецназ звільнен освобожд европейц європейц наших житель жителі жителів жительк строковик
азовець азовц морпіх вагнер офіцер медик геолог журналіст школярк учител
пленн военн бойц боец боевик человек люде украин россиян граждан заложн наемн заключ защитн мирн женщин мужчин добровол китай грузин
американ британ строчник срочник десантн летчик школьниц дівчат девоч иностран іноземц командир жител азовц вагнер медик геолог журналист европейц
명 사람 포로 병사 군인
""")
PEOPLE_WORDS = frozenset(("man", "men", "pow", "pows", "spy"))
# Words behind a number that point back to people named before, and numerals that only people take.
OF_THEM = frozenset(
    (("of", "them"), ("of", "whom"), ("з", "них"), ("із", "них"), ("из", "них"), ("з", "яких"), ("из", "которых"))
)
COLLECTIVE = ("ро", "рых", "двоє", "троє", "двое", "трое", "двоих", "троих", "двоим", "троим")
BODIES = _stems("bodies body remains corpse coffin останк трун гроб 시신 유해")
BODIES_WORDS = frozenset(_stems("тіл тіла тілами тел тела телами 구의 구"))
THINGS = _stems("""
drone missile tank vehicle aircraft plane helicopter village settlement town building attack strike countries nations states round times
points goal shares point seat vote ship vessel boat jet bomber region city cities company companies bank дрон бпла ракет танк броне літак самолет вертол селищ сіл сел будин здани атак удар країн
стран раз одиниц единиц 대의 발의 발 척 개국 차례 곳
""")
# Words whose number is a name: Room 39, article 5.
NUMBERED = frozenset(
    _stems("""
no nos number article articles art section resolution chapter room day page part protocol flight channel route bus top class grade under
level phase figure war usd eur group brigade unit covid wave season episode version базі стаття статті статтею ст статья статьи статьей
пункт пункті частина частини часть части номер день колонія колонии колонії ік ик сізо сизо група група
""")
)
