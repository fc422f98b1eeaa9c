"""The words by which pages name their parts, in classes and ids: furniture by how sure the name is, bodies, leads.

A name is cut into lowercase words first ("articleBody-share_box" -> article body share box); an entry here is a word, or
up to three words joined by hyphens that follow each other. Words with digits inside are the hashes of style generators.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import NamedTuple

# What readers say: furniture however much of the page it is.
_COMMENTS = (
    "comentarios comment commentaires commenting comments discussion discussions disqus kommentar kommentare livefyre "
    "replies respond viafoura"
)
# Furniture on any site, even where it is most of a short page.
_SURE = (
    "breadcrumb breadcrumbs ccpa consent cookie cookies footer gdpr legal lightbox login masthead modal nav navbar "
    "newsletter newsletters outbrain popup recommendations recommended related relateds revcontent sidebar signup "
    "taboola trending zergnet log-in most-commented most-popular most-read most-viewed pop-up read-also read-more "
    "read-next side-bar sign-up wp-polls"
)
# Furniture on nearly any site.
_STRONG = (
    "addthis ads adsense adslot adunit advert advertisement advertisements advertising advertisment advertorial "
    "adverts articlemeta assistive author authorbio authorbox authorinfo authors byline bylines calltoaction caption "
    "captions copyright correctionlink coupon credit credits dateline dfp disclaimer donate donation donations "
    "dropdown entryinfo entrymeta eyebrow feedback figcaption follow jwplayer keywords kicker lastchanged mailchimp "
    "menu navigation noprint offcanvas pager pagination paging postinfo postmeta print printbox printer promo promos "
    "promotion pubdate publishdate publisheddate publishedtime publishtime readmore recirc recirculation recommend "
    "recommends registration sabox saboxplugin screenreader share sharebar sharedaddy shares sharethis sharing signin "
    "singlepostmeta socials sponsor sponsored sponsorship subscribe subscription subscriptions tagbox tagcloud "
    "taglist tags timestamp tipjar tooltip visuallyhidden also-like article-info article-meta audio-player "
    "bread-crumb bread-crumbs by-line by-lines call-to-action cat-links correction-link date-line entry-info entry-meta "
    "expert-profile image-info image-meta is-hidden last-changed latest-news latest-posts latest-stories media-info "
    "more-articles more-from more-like more-links more-news more-on more-posts more-stories must-read next-article "
    "next-post next-story post-info post-meta prev-article prev-post prev-story previous-article previous-post "
    "previous-story pub-date publish-date publish-time published-date published-time read-on recent-post recent-posts "
    "report-error report-typo screen-reader see-also sign-in skip-link skip-to social-bar social-buttons social-icons "
    "social-links social-list social-media social-nav social-placeholder sr-only tag-cloud tag-list tip-jar "
    "top-stories up-next visually-hidden you-may you-might"
)
# Furniture on many sites, layout on others.
_WEAK = (
    "ad adv affiliate audio banner bio biography button buttons buy card cards carousel categories category contact "
    "contributor contributors cta date datetime deal deals disclosure embedcaption eventlist figure foot gallery gpt "
    "headerinfo headermeta icon image img jump mailing meta metadata metas overlay partner partners paywall "
    "photo picture player poll popular privacy productcard quiz rail rating ratings reaction reactions register "
    "search shop shortcut shortcuts slick slider slideshow social store survey swiper tag teaser teasers terms thumb "
    "thumbnail thumbnails thumbs toc toolbar tools topbar topic topics trend vote votes widget widgets writer writers "
    "element-caption embed-caption event-list header-info support-us table-of-content table-of-contents"
)
# The lead of the article, whatever else the name holds ("article-teaser").
_LEAD = (
    "chapeau chapo entradilla excerpt ingress intro introduction lead lede perex sommario spitzmarke standfirst "
    "sumario summary teasertext vorspann article-description article-teaser post-description post-teaser "
    "story-description story-teaser teaser-text"
)
# A second headline, which belongs to the title and not to the body.
_SUBHEAD = "deck dek strapline subhead subheadline subline tagline strap-line sub-head sub-headline sub-line tag-line"
# What holds the body of an article, or is it.
_BODY = (
    "article articlebody articlecontent articletext blogbody blogcontent bodycontent bodycopy bodytext contentbody "
    "contentmain contenttext detailbody detailcontent detailtext entry entrybody entrycontent entrytext fulltext "
    "itembody itemcontent itemtext mainbody maincontent maintext newsbody newscontent newstext nodebody nodecontent "
    "pagebody pagecontent pagetext post postbody postcontent posttext prose readbody readcontent releasebody "
    "releasetext richtext singlebody singlecontent story storybody storycontent storytext textbody textcontent "
    "wysiwyg blog-body blog-content blog-main blog-text body-content body-copy body-text caas-body content-body "
    "content-main content-text detail-body detail-content detail-text field-body field-text full-text instapaper-body "
    "item-body item-content item-text main-body main-content main-text mw-parser-output news-body news-content "
    "news-main news-text node-body node-content page-body page-content page-main page-text paywall-content "
    "press-release-body read-body read-content release-body release-text rich-text single-body single-content single-main text-body "
    "text-content text-main zn-body-text"
)

TIERS = ("comments", "sure", "strong", "weak")
_TIER_OF = {
    entry.replace("-", " "): tier
    for tier, entries in reversed(tuple(zip(TIERS, (_COMMENTS, _SURE, _STRONG, _WEAK), strict=True)))
    for entry in entries.split()
}
_LEADS, _SUBHEADS, _BODIES = (
    frozenset(entry.replace("-", " ") for entry in entries.split()) for entries in (_LEAD, _SUBHEAD, _BODY)
)
_HASH = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]*\d+[A-Za-z][A-Za-z0-9]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_MAX_NAMES = 400


class Meaning(NamedTuple):
    """What the names of a part say. `furniture` is "tier:name" of the surest furniture they name, "" for none."""

    words: str = ""
    furniture: str = ""
    body: bool = False
    subhead: bool = False


def _is_told(words: list[str], name: str) -> bool:
    """A post that the article quotes ("social-media-embed"), or a recipe, which comes on a card."""
    return ("embed" in words and name.startswith(("social", "media", "card", "widget"))) or (
        ("recipe" in words or "instructions" in words) and name.startswith("card")
    )


@lru_cache(maxsize=16384)
def meaning(names: str) -> Meaning:
    words = _WORD.findall(_CAMEL.sub(" ", _HASH.sub(" ", names[:_MAX_NAMES])).lower())
    runs = [
        *words,
        *map(" ".join, itertools.pairwise(words)),
        *map(" ".join, zip(words, words[1:], words[2:], strict=False)),
    ]
    furniture = ""
    if _LEADS.isdisjoint(runs):
        named = [run for run in runs if run in _TIER_OF]
        if named:
            surest = min(named, key=lambda run: TIERS.index(_TIER_OF[run]))
            furniture = "" if _is_told(words, surest) else f"{_TIER_OF[surest]}:{surest}"
    return Meaning(" ".join(words), furniture, not _BODIES.isdisjoint(runs), not _SUBHEADS.isdisjoint(runs))
