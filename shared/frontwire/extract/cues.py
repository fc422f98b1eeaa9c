"""The lines by which pages frame their articles: labels, furniture, ends, heads of link lists. Tables and their lookups.

Every entry is lowercase. A line is compared without its case, its closing punctuation and numbers around it.
"""

from __future__ import annotations

import re


def _entries(lines: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in lines.replace("\n", "|").split("|") if entry.strip())


# A whole line that is furniture.
_LINES = _entries("""
advert | adverts | advertisement | advertisements | advertisment | sponsored | promoted | anzeige | werbung | реклама | publicité | publicidad | pubblicità | publicidade | reklama | reklame | reklam | annons | 광고 | 広告 | إعلان
story continues below | story continues below advertisement | advertisement - story continues below | article continues below | article continues below advertisement | article continues after advertisement | continue reading | continue reading below | continue reading the main story
read more | read next | read also | read full story | related | related article | related articles | related story | related stories | related topics | related content | related links | related posts | related news | more on this story | more stories | recommended | recommended for you | see also | you may also like | most read | most popular
share | share this | share this article | share this story | share this post | share this page | share this on whatsapp | share on facebook | share on twitter | share via email | tweet | email | print | facebook | twitter | whatsapp | pinterest | linkedin | reddit | telegram | copy link | comment | comments | leave a comment | leave a reply
view gallery | view image | view photo | view photos | view comments | show caption | hide caption | toggle caption | enlarge | enlarge image | enlarge this image | play video | watch | watch now | watch live | watch video | loading | don't miss
sign up | subscribe | subscribe now | subscribe today | newsletter | follow us | follow us on | tags | topics | tag | topic
поділитися | поделиться | читайте також | читайте также | підписатися | подписаться | теги | 더보기 | 공유하기 | 공유 | 관련기사 | 인쇄 | teilen | drucken | partager | compartir | condividi | udostępnij | paylaş
""")
# What may stand before a colon, a bar or a dash at the beginning of a furniture line: "Read more: ...".
_LABELS = _entries("""
read | read more | read also | read next | read now | read this | read on | also read | also see | see also | see more | watch | watch now | watch more | listen | must read | don't miss | do not miss | more | more on this | related | related article | related articles | related story | related stories | related news | recommended | sign up | subscribe
photo | photos | photo credit | photo by | photo courtesy | photo via | photo source | image | images | image credit | image source | image courtesy | picture | pictures | video | video credit | photograph | file photo | illustration | foto | fotos | bild | bilder | quelle | фото | фото з відкритих джерел | відео | видео | ілюстрація | 사진 | 사진제공 | 写真
читайте також | читайте также | читайте ще | дивіться також | смотрите также | джерело | источник | 관련기사 | lesen sie auch | lesen sie mehr | mehr zum thema | lire aussi | à lire aussi | leggi anche | lea también | leia também | te puede interesar
""")
# How a furniture line begins, whatever follows. By language: pointers to other pages, then what asks the reader for something.
_BEGINNINGS = (
    "read also ", "also read ", "also see ", "read more ", "more from ", "related article", "related story", "related news", "related coverage",
    "reporting by ", "(reporting by ", "additional reporting by ", "(additional reporting by ", "editing by ", "(editing by ", "compiled by ", "edited by ", "translated by ",
    "sign up ", "subscribe to ", "subscribe &", "subscribe now", "follow us ", "like us on ", "join us on ", "download our app", "download the app", "get the latest ", "get our newsletter",
    "never miss ", "if you enjoyed reading ", "if you enjoyed this ", "to view the full story", "already a subscriber", "this entry was posted ", "this post was posted ", "submit your letter",
    "читайте також", "дивіться також", "більше новин ", "підписуйтесь ", "підписуйтеся ", "стежте за ", "слідкуйте за ", "приєднуйтесь до ", "якщо ви знайшли помилку", "якщо ви помітили помилку", "знайшли помилку", "помітили помилку",
    "читайте также", "смотрите также", "больше новостей ", "подписывайтесь ", "следите за ", "если вы нашли ошибку", "если вы заметили ошибку", "нашли ошибку", "заметили ошибку", "нашли опечатку",
    "무단전재", "무단 전재", "저작권자", "기사제보", "기사 제보", "제보는 ", "카카오톡 ", "ⓒ", "copyright ⓒ", "copyrights ⓒ", "▶",
    "lesen sie auch", "lesen sie mehr", "auch lesen", "mehr zum thema", "mehr dazu ", "lies auch", "das könnte dich auch", "das könnte sie auch", "das thema könnte ", "weitere infos ", "empfohlener redaktioneller inhalt", "hat ihnen dieser artikel gefallen", "hat dir dieser artikel gefallen", "dieser beitrag wurde am ", "der beitrag wurde am ", "abonnieren sie ", "kommentare geschlossen",
    "lire aussi", "à lire aussi", "à lire également", "lire également", "voir aussi", "abonnez-vous ", "inscrivez-vous ", "suivez-nous ", "pour accéder en illimité",
    "lea también", "lee también", "vea también", "ver también", "le puede interesar", "te puede interesar", "suscríbete ", "suscríbase ", "síguenos ", "valora esta noticia",
    "leia também", "veja também", "inscreva-se ", "siga-nos ", "leggi anche", "iscriviti ", "seguici ", "czytaj też", "czytaj także", "czytaj również", "zobacz też", "zobacz także", "zapisz się ", "obserwuj nas ",
    "lees ook", "läs också", "läs även", "les også", "læs også", "lue myös", "čtěte také", "olvassa el ", "citește și", "ilgili haber", "bunu da okuyun", "اقرأ أيض", "关联阅读", "相关阅读", "延伸閱讀", "责任编辑", "責任編輯", "関連記事", "あわせて読みたい",
)  # fmt: skip
# How a line begins that may close an article without being part of it.
_CLOSINGS = (
    "all rights reserved", "copyright ©", "© 20", "follow ", "email ", "reach the reporter", "contact the reporter", "this article was originally ", "this story was originally ",
    "this article first appeared", "this story first appeared", "start your day with", "note: we are temporarily moderating", "check out more of ", "for the latest ", "our website is ",
    "updated at ", "the associated press contributed", "associated press contributed",
)  # fmt: skip
_CLOSING_WORDS = (
    "contributed to this report",
    "contributed reporting",
    "on twitter at ",
    "on twitter @",
    "무단전재",
    "무단 전재",
    "재배포 금지",
)
# A line that says: the article is over, readers speak.
_ENDS = _entries("""
comment | comments | kommentar | kommentare | comentários | comentarios | commentaire | commentaires | комментарии | комментариев | комментария | комментарий | коментарі | коментарів | коментар | 댓글 | yorum | yorumlar | reacties | kommentarer | commenti | komentarze | コメント
leave a comment | leave a reply | post a comment | write a comment | add a comment | join the conversation | join the discussion | start the conversation | start the discussion
""")
# A line over links to other articles.
_HEADS = _entries("""
related | related article | related articles | related story | related stories | related post | related posts | related news | related content | related reading | related topics | related resources | related coverage | related links
recommended | recommended articles | recommended stories | recommended reading | recommended for you | suggested reading | similar articles | similar posts | more articles | more stories | more posts | more news | more headlines | more reading | more resources | more content | more links | other articles | other stories | other posts | other news | latest articles | latest stories | latest posts | latest news | latest headlines | popular articles | popular stories | popular posts | popular news | top articles | top stories | top news | top headlines | further reading | latest | popular
you may like | you may also like | you might like | you might also like | you may also enjoy | you might also enjoy | you may be interested in | you might be interested in | read next | up next | keep reading | what to read next | read more | also read | see also
about the author | about the authors | about us | weitere artikel | weitere themen | weitere beiträge | weitere nachrichten | weitere informationen | mehr zum thema | lesen sie auch | sehen sie auch | das könnte sie auch interessieren | auch interessant
à lire aussi | lire aussi | sur le même sujet | articles liés | articles similaires | te puede interesar | más noticias | más información | leggi anche | veja também | leia também | leia mais
читайте також | читайте также | новини за темою | новости по теме | похожие статьи | похожие новости | 관련 기사 | 관련기사 | 많이 본 뉴스 | 많이 본 기사 | 関連記事 | あわせて読みたい | 相关阅读 | 相关新闻 | ilgili haberler
""")
_HEAD_BEGINNINGS = ("more from ", "more on ", "more like this", "related from ", "read more ", "weitere informationen ")
# How a caption ends that names its photographer.
_CREDIT = re.compile(
    r"(?:^|[|(\s.!?])(?:©|\(c\)|ⓒ)\s?[^\W\d_].{0,60}$|\((?:foto|photo|credit|bild|image|фото|immagine|imagen|zdj)\w{0,4}\.?\s?[:©/][^()]{0,60}\)$",
    re.I,
)
# What a wall before the rest of an article says.
_WALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep reading|unlock)|(?:already a subscriber|this (?:article|content|story) is (?:for|only for|reserved for|exclusive))|"
    r"il vous reste [\d,.]+ ?% de cet article|weiterlesen mit|nur für abonnenten|jetzt weiterlesen|читати далі можуть|оформите подписку|유료 ?회원|有料会員|有料記事",
    re.I,
)
# What a last line asks of the reader, and whom it speaks to.
_ASKED = re.compile(
    r"newsletter|subscri|abonn|suscr[ií]|inscr(?:ivez|eva)|sign up|click here|telegram|youtube|subskry|підпи[сш]|подпи[сш]|구독",
    re.I,
)
_READER = re.compile(
    r"\b(?:you|your|our|us|my|here|dir|dich|sie|ihre?n?|unsere?[nmrs]?|uns|notre|nos|vous|votre|nuestr[oa]s?|su|tu|noss[oa]s?|nasz\w*|нас|наш\w*|вас|ваш\w*)\b|구독",
    re.I,
)
# One of these is in each of its ways to say so: looking for them first is quick.
_WALL_STEMS = ("subscri", "article is", "content is", "story is", "il vous reste", "weiterlesen", "abonnenten", "читати далі", "подписку", "유료", "有料")  # fmt: skip
_MARKS = " :：.!…»›>→-–—"
_SEPARATORS = (":", "|", "–", "—", ">", "»", "©", "/", "(")
_MAX_LINE, _MAX_ASKING, _MAX_LABELLED, _MAX_HEAD = 100, 200, 300, 60


def is_furniture(text: str) -> bool:
    """Whether a block is a label, an advertisement's mark, a pointer to another article, a credit."""
    if "{{" in text or "{* " in text:  # a template that a script would have filled
        return True
    if len(text) >= _MAX_LABELLED:
        return False
    line = text.casefold()
    if len(line) < _MAX_LINE and line.strip(_MARKS) in _LINES:
        return True
    if line.startswith(_BEGINNINGS) or _label(line[:40]) in _LABELS or _is_file_photo(line):
        return True
    return (line[-1] == ")" or "©" in line or "ⓒ" in line or "(c)" in line) and _CREDIT.search(text) is not None


def is_closing(text: str) -> bool:
    """Whether a last line speaks of the article (its copyright, its reporters) or to its reader, and not of its subject."""
    if len(text) >= _MAX_LABELLED:
        return False
    line = text.casefold()
    if line.startswith(_CLOSINGS) or any(words in line for words in _CLOSING_WORDS):
        return True
    return len(text) < _MAX_ASKING and _ASKED.search(text) is not None and _READER.search(text) is not None


def is_wall(text: str) -> bool:
    """Whether a line asks the reader to subscribe before reading on."""
    if len(text) >= _MAX_LABELLED:
        return False
    line = text.casefold()
    return any(stem in line for stem in _WALL_STEMS) and _WALL.search(text) is not None


def ends_article(text: str) -> bool:
    return len(text) <= _MAX_HEAD and text.casefold().strip(_MARKS + "()0123456789,") in _ENDS


def heads_links(text: str) -> bool:
    if len(text) > _MAX_HEAD:
        return False
    line = text.casefold().strip(_MARKS)
    return line in _HEADS or line.startswith(_HEAD_BEGINNINGS)


def _label(line: str) -> str:
    """What stands before the first separator, "" when there is none."""
    places = [place for mark in _SEPARATORS if (place := line.find(mark)) > 0]
    return line[: min(places)].strip() if places else ""


def _is_file_photo(line: str) -> bool:
    """ "In this Dec. 12 file photo, ...": the caption that agencies put into their text."""
    return line.startswith(("in this ", "file - ", "(file ")) and (" photo" in line[:60] or " image" in line[:60])
