"""The lines by which pages frame their articles: furniture, ends, heads of link lists. Tables only; `body` reads them."""

from __future__ import annotations

import re

# A heading or short line that says: the article is over, readers speak.
END_LINE = re.compile(
    r"(?:"
    r"\d{0,6}\s*(?:comments?|kommentare?|comentários|comentarios|commentaires|комментари[ейяи]+|коментар[іяів]+|댓글|yorum(?:lar)?|reacties|kommentarer|commenti|komentarze)\s*(?:\(?\d{0,6}\)?)|"
    r"(?:leave|post|write|add) a (?:comment|reply).{0,40}|(?:join|start) the (?:conversation|discussion)"
    r")\s*[:：!…»›>]*",
    re.I,
)
# A heading or short line over links to other articles.
ASIDE_LINE = re.compile(
    r"(?:"
    r"(?:related|recommended|suggested|similar|more|other|latest|popular|top|further)(?: (?:articles?|stories|posts?|news|content|reading|topics|headlines|resources|coverage|links|from .{2,40}))?|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in).{0,20}|(?:read|up) next|keep reading|what to read next|recommended for you|more (?:on|from|like this|in) .{2,50}|read more.{0,30}|also read|see also|"
    r"about the authors?|about us|weitere (?:artikel|themen|beiträge|nachrichten|informationen).{0,30}|mehr zum thema|(?:lesen|sehen) sie auch|das könnte sie auch interessieren|auch interessant|"
    r"à lire aussi|sur le même sujet|lire aussi|articles? (?:liés|similaires)|te puede interesar|más (?:noticias|información)|leggi anche|veja também|leia (?:também|mais)|"
    r"читайте також|читайте также|новини за темою|новости по теме|похожие (?:статьи|новости)|관련 ?기사|많이 본 (?:뉴스|기사)|関連記事|あわせて読みたい|相关(?:阅读|新闻)|ilgili haberler"
    r")\s*[:：!…»›>]*",
    re.I,
)
# A whole short line that is furniture.
LINE = re.compile(
    r"(?:"
    r"advertise?ments?(?: - story continues below)?|anzeige|werbung|реклама|publicit[eéà]|publicidad|pubblicità|reklam[ae]?|광고|広告|إعلان|"
    r"story continues below(?: advertisement)?|article continues (?:below|after).{0,40}|continue reading.{0,60}|read (?:more|next|also|full story).{0,5}|"
    r"related(?: articles?| stories| topics| content| links?| posts?| news)?|more (?:on this story|stories|from .{2,40})|recommended(?: for you)?|see also|you may also like|most (?:read|popular)|"
    r"share(?: this)?(?: article| story| post| page)?(?: on| via)?.{0,60}|tweet|email|print|facebook|twitter|whatsapp|pinterest|linkedin|reddit|copy link|comments?|leave a (?:comment|reply)|"
    r"view (?:gallery|image|photos?|comments)|show caption|hide caption|enlarge(?: this image| image)?|toggle caption|play video|watch(?: now| video| live)?|loading\.*|"
    r"sign up|subscribe(?: now| today)?|newsletter|follow us.{0,60}|tags?|topics?|поділитися|поделиться|читайте также|читайте також|더보기|공유하기|공유"
    r")\s*[:.!»›>→]*",
    re.I,
)
# How a furniture line begins, whatever follows.
LEAD = re.compile(
    r"(?:"
    r"(?:read|see|watch|listen|also read|also see|must read|don't miss|do not miss|more|related|recommended)(?: more| also| next| now| this| on)?\s?[:|–—>»]|"
    r"(?:also read|read also|also see|see also|read more|more from|related (?:article|story|news|coverage))\b|"
    r"(?:photo|image|picture|video|photograph|file photo|illustration|foto|bild|фото|фото|відео|видео|사진)(?: credit| courtesy| by| via| source)?\s?[:|/©(]|"
    r"(?:reporting|editing|additional reporting|writing|compiled|edited|written|translated) by\b|"
    r"(?:sign up|subscribe|follow us|like us|join us|download (?:the|our) app|get (?:the|our) (?:latest|newsletter))\b|"
    r"(?:читайте (?:також|также|ще|еще)|дивіться також|смотрите также|подписывайтесь|підписуйтесь|підписатися|джерело|источник|무단|저작권|관련기사|기사제보|lesen sie (?:auch|mehr)|mehr zum thema|lire aussi|à lire aussi|leggi anche|lea también)"
    r")",
    re.I,
)
# What may stand at the end of a body without being part of it.
TAIL = re.compile(
    r"(?:\(?(?:reporting|additional reporting|editing|writing|compiled|edited|written) by\b|all rights reserved|this (?:article|story) (?:was )?(?:originally|first) (?:appeared|published)|"
    r"copyright \d{4}|© ?\d{4}|follow .{2,40} on (?:twitter|facebook|instagram|x)\b|.{0,80}저작권자|.{0,80}무단[ ]?전재)",
    re.I,
)
