"""The words by which pages name their parts: class and id names, and the short lines that are furniture, not text.

Names are cut into lowercase words first ("articleBody-share_box" -> "article body share box"), so that every entry is a
word or a run of words; words with digits inside are the hashes of style generators, and dropped. Tables only; `tree` and `body` do the work.
"""

from __future__ import annotations

import re

# A part named so is furniture. How much of a page's prose a name may cover and still be believed depends on how sure
# the name is: see `body.furniture_of`.
FURNITURE = {
    "comments": re.compile(
        r" (?:comments?|commenting|disqus|livefyre|viafoura|respond|replies|discussions?|kommentare?|comentarios|commentaires) "
    ),
    "sure": re.compile(
        r" (?:"
        r"sidebar|side bar|footer|taboola|outbrain|zergnet|revcontent|cookies?|cookie|consent|gdpr|ccpa|modal|popup|pop up|lightbox|"
        r"log ?in|newsletters?|sign ?up|signup|relateds?|related (?:articles|posts|stories|content|news)|recommended|recommendations|"
        r"most (?:read|popular|viewed|commented)|trending|breadcrumbs?|read (?:more|next|also)|nav|navbar|masthead|wp polls"
        r") "
    ),
    "strong": re.compile(
        r" (?:"
        r"shar(?:e|es|ing)|sharedaddy|addthis|sharebar|sharethis|social media|social (?:links|icons|share|bar|buttons|list|nav)|socials|follow(?: us| button)?|"
        r"recirc|recirculation|recommend|recommends|read on|readmore|more (?:from|on|stories|news|links|like|articles|posts)|"
        r"see also|also (?:read|like)|you (?:may|might)|must read|up next|next (?:article|post|story)|prev(?:ious)? (?:article|post|story)|"
        r"latest (?:news|stories|posts)|top stories|recent posts?|"
        r"subscri(?:be|ption|ptions)|signin|sign in|registration|mailchimp|"
        r"promo|promos|promotion|advert(?:s|isement|isements|ising|isment|orial)?|ads|adslot|adunit|adsense|dfp|sponsor(?:ed|ship)?|"
        r"navigation|menu|bread crumbs?|"
        r"by ?lines?|author(?:s|info|box|bio)?|author (?:info|box|bio|name|card|meta)|about (?:author|the author)|sabox(?:plugin)?|expert profile|"
        r"captions?|figcaption|credits?|photo credit|image (?:meta|info)|media info|"
        r"tags|tag ?list|taglist|tagbox|tag ?cloud|keywords|cat links|kicker|eyebrow|"
        r"tooltip|dropdown|offcanvas|social placeholder|"
        r"pagination|pager|paging|post ?meta|article ?meta|entry ?meta|single ?post ?meta|post ?info|article info|entry ?info|date ?line|timestamp|last ?changed|publish(?:ed)? ?(?:date|time)|pub ?date|"
        r"print|printer|printbox|skip (?:link|to)|is hidden|visually ?hidden|hidden print|print hidden|screen ?reader|sr only|assistive|no ?print|"
        r"donat(?:e|ion|ions)|feedback|copyright|disclaimer|report (?:error|typo)|correction ?link|"
        r"jwplayer|audio player|tip ?jar|call ?to ?action|coupon"
        r") "
    ),
    "weak": re.compile(
        r" (?:"
        r"social|popular|trend|register|mailing|ad|adv|gpt|partners?|affiliate|disclosure|"
        r"rail|foot|topbar|bio|biography|contributors?|writers?|"
        r"tag|topics?|categor(?:y|ies)|overlay|toolbar|tools|widgets?|metas?|metadata|date ?time|date|"
        r"gallery|slideshow|carousel|slider|swiper|slick|thumbs?|thumbnails?|rating|ratings|votes?|reactions?|"
        r"teasers?|cards?|support us|survey|poll|quiz|legal|privacy|terms|table of contents?|toc|jump|shortcuts?|search|player|audio|"
        r"contact|cta|banner|shop|product ?card|buy|store|deals?|event ?list|buttons?|icon|embed ?caption|element caption|header ?(?:meta|info)|paywall|image|img|photo|picture|figure"
        r") "
    ),
}
# A part named so is a second headline, which belongs to the title and not to the body.
SUBHEAD_NAMES = re.compile(r" (?:dek|deck|sub ?line|strap ?line|sub ?head(?:line)?|tag ?line) ")
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
# A part named so is the lead of the article, whatever else its name holds ("article-teaser").
LEAD_NAMES = re.compile(
    r" (?:lead|lede|intro|introduction|standfirst|excerpt|summary|teaser ?text|(?:article|post|story) (?:teaser|summary|intro|description|lead)|"
    r"chapo|chapeau|vorspann|perex|ingress|entradilla|sumario|sommario|spitzmarke) "
)
# A part named so holds the body of the article, or is it.
BODY_NAMES = re.compile(
    r" (?:"
    r"(?:article|story|post|entry|news|page|content|blog|main|item|node|single|td post|text|field|detail|read|press release|release) ?(?:body|content|text|copy|main|contents)|"
    r"body ?(?:text|copy|content|copy)|articlebody|articlecontent|articletext|storybody|story|rich ?text(?: content)?|wysiwyg|prose|paywall content|"
    r"article (?:page )?(?:wrap|inner)|article|full text|fulltext|entry|post|instapaper body|mw parser output|caas body|zn body text"
    r") "
)
_HASH = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]*\d+[A-Za-z][A-Za-z0-9]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NON_WORD = re.compile(r"[^a-z]+")


def words_of(names: str) -> str:
    """ " article body share " of "articleBody-share_2": lowercase words with one blank around each."""
    return f" {_NON_WORD.sub(' ', _CAMEL.sub(' ', _HASH.sub(' ', names)).lower()).strip()} "


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
