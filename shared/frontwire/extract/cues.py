"""The words by which pages name their parts: class and id names, and the short lines that are furniture, not text.

Names are cut into lowercase words first ("articleBody-share_box" -> "article body share box"), so that every entry is a
word or a run of words. Tables only; `tree` and `body` do the work.
"""

from __future__ import annotations

import re

# A part named so is furniture, wherever it stands.
FURNITURE = re.compile(
    r" (?:"
    r"comments?|disqus|livefyre|respond|replies|discussions?|"
    r"shar(?:e|es|ed|ing)|sharedaddy|addthis|sharebar|sharethis|socials?|social media|follow(?:us| us| button)?|"
    r"relateds?|recirc|recirculation|recommend(?:ed|ation|ations|s)?|read (?:more|next|also|on)|readmore|more (?:from|on|stories|news|links|like)|"
    r"see also|also (?:read|like)|you may|must read|up next|next (?:article|post|story)|prev(?:ious)? (?:article|post|story)|"
    r"most (?:read|popular|viewed|commented)|popular|trending|trend|latest (?:news|stories|posts)|top stories|"
    r"newsletters?|subscri(?:be|ption|ptions|ber)|sign ?up|signin|sign in|log ?in|register|registration|mailchimp|mailing|"
    r"promos?|promotion|promoted|advert(?:s|isement|isements|ising|iser|orial)?|ads?|adv|adslot|adunit|adsense|dfp|gpt|sponsor(?:s|ed|ship)?|"
    r"partners?|taboola|outbrain|zergnet|revcontent|affiliate|disclosure|"
    r"sidebar|side bar|rail|footer|foot|nav|navbar|navigation|menu|breadcrumbs?|bread crumbs?|masthead|topbar|"
    r"by ?lines?|authors?|author(?:info|box|bio|name)|bio|biography|contributors?|writers?|about (?:author|the author)|"
    r"captions?|figcaption|credits?|photo credit|image (?:meta|info)|wp caption(?: text)?|"
    r"tags?|tag ?list|taglist|tag cloud|keywords|topics?|categor(?:y|ies)|cat links|kicker|eyebrow|"
    r"cookies?|consent|gdpr|ccpa|modal|popup|pop up|lightbox|overlay|tooltip|dropdown|offcanvas|"
    r"toolbar|tools|pagination|pager|paging|paginator|widgets?|metas?|metadata|post ?info|entry ?info|date ?line|timestamp|date ?time|publish(?:ed)? ?(?:date|time)|pub ?date|"
    r"gallery|slideshow|carousel|slider|swiper|slick|thumbs?|thumbnails?|"
    r"print|printer|rating|ratings|votes?|reactions?|skip|hidden|hide|screen ?reader|sr only|visually ?hidden|a11y|no ?print|"
    r"teasers?|cards?|donat(?:e|ion|ions)|support us|paywall|piano|feedback|survey|poll|quiz|"
    r"copyright|copy right|disclaimer|legal|privacy|terms|correction ?link|report (?:error|typo)|"
    r"table of contents|toc|jump|shortcuts?|search|player|jwplayer|audio|podcast ?(?:player|embed)?|"
    r"tip ?jar|contact|call ?to ?action|cta|banner|shop|product ?card|buy|store|deals?|coupon|event ?list"
    r") "
)
# A part named so holds the body of the article, or is it.
BODY_NAMES = re.compile(
    r" (?:"
    r"(?:article|story|post|entry|news|page|content|blog|main|item|node|single|td post|text|field|detail|read|press release|release) ?(?:body|content|text|copy|main|contents)|"
    r"body ?(?:text|copy|content|copy)|articlebody|articlecontent|articletext|storybody|story|rich ?text(?: content)?|wysiwyg|prose|paywall content|"
    r"article (?:page )?(?:wrap|inner)|article|full text|fulltext|entry|post|instapaper body|mw parser output|caas body|zn body text"
    r") "
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NON_WORD = re.compile(r"[^a-z]+")


def words_of(names: str) -> str:
    """ " article body share " of "articleBody-share_2": lowercase words with one blank around each."""
    return f" {_NON_WORD.sub(' ', _CAMEL.sub(' ', names).lower()).strip()} "


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
    r"(?:sign up|subscribe|click here|follow us|like us|join us|download (?:the|our) app|get (?:the|our) (?:latest|newsletter))\b|"
    r"(?:©|\(c\)|copyright)\s|"
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
