"""The words by which pages name their parts, in classes and ids: furniture by how sure the name is, bodies, leads.

A name is cut into lowercase words first ("articleBody-share_box", "relatedposts" -> related posts); an entry here is a
word, or up to three words joined by hyphens that follow each other. Words with digits inside are the hashes of style
generators.
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
    "popover rollover-block hovercard taboola trending zergnet log-in most-commented most-popular most-read most-viewed pop-up read-also "
    "read-next side-bar sign-up wp-polls"
)
# Furniture on nearly any site.
_STRONG = (
    "addthis ads adsense ad-slot ad-unit advert advertisement advertisements advertising advertisment advertorial "
    "adverts assistive author authors byline bylines caption captions copyright coupon credit credits dateline dfp "
    "disclaimer donate donation donations dropdown eyebrow feedback figcaption follow jwplayer keywords kicker "
    "mailchimp menu navigation no-print offcanvas pager pagination paging print printer promo promos promotion recirc "
    "recirculation recommend recommends registration sabox saboxplugin share sharedaddy shares sharethis sharing signin "
    "socials sponsor sponsored sponsorship subscribe subscription subscriptions tags timestamp tooltip also-like "
    "article-info article-meta audio-player bread-crumb bread-crumbs by-line by-lines call-to-action cat-links "
    "correction-link date-line entry-info entry-meta expert-profile image-info image-meta is-hidden last-changed "
    "latest-news latest-posts latest-stories media-info more-articles more-from more-like more-links more-news more-on "
    "more-posts more-stories must-read next-article next-post next-story post-info post-meta prev-article prev-post "
    "prev-story previous-article previous-post previous-story pub-date publish-date publish-time published-date "
    "published-time read-on recent-post recent-posts report-error report-typo screen-reader see-also sign-in skip-link "
    "skip-to social-bar social-buttons social-icons social-links social-list social-media social-nav "
    "social-placeholder sr-only tag-box tag-cloud tag-list tip-jar top-stories up-next visually-hidden you-may you-might"
)
# Furniture on many sites, layout on others.
_WEAK = (
    "ad adv affiliate audio banner bio biography button buttons buy card cards carousel categories category contact "
    "contributor contributors cta date datetime deal deals disclosure event-list figure foot gallery gpt icon image "
    "img jump mailing meta metadata metas overlay partner partners photo picture player poll popular privacy "
    "product-card quiz rail rating ratings reaction reactions register search shop shortcut shortcuts slick slider "
    "slideshow social store survey swiper tag teaser teasers terms thumb thumbnail thumbnails thumbs toc toolbar tools "
    "topbar topic topics trend vote votes widget widgets writer writers header-info header-meta read-more support-us "
    "table-of-content table-of-contents cite citate citation factbox fact-box infobox info-box trust-badge"
)
# The lead of the article, whatever else the name holds ("article-teaser").
_LEAD = (
    "chapeau chapo entradilla excerpt ingress intro introduction lead lede perex sommario spitzmarke standfirst "
    "sumario summary teasertext vorspann article-description article-teaser post-description post-teaser "
    "story-description story-teaser teaser-text"
)
# What holds the body of an article, or is it: one word, or two that follow each other.
_BODY = "article entry post prose story wysiwyg paywall-content instapaper-body caas-body mw-parser-output"
_BODY_OF = "article blog body content detail entry field full item main news node page post read release rich single story text"
_BODY_IS = "body content copy main text"
# Words that are parts of names, and say nothing alone.
_PARTS = (
    "area bar block box boxes column container field group header inner item items items label layer line link links list "
    "module outer panel part row section title top bottom wrap wrapper"
)

TIERS = ("comments", "sure", "strong", "weak")
_TIER_OF = {
    entry.replace("-", " "): tier
    for tier, entries in reversed(tuple(zip(TIERS, (_COMMENTS, _SURE, _STRONG, _WEAK), strict=True)))
    for entry in entries.split()
}
_LEADS = frozenset(entry.replace("-", " ") for entry in _LEAD.split())
_BODIES = frozenset(
    (
        *(entry.replace("-", " ") for entry in _BODY.split()),
        *map(" ".join, itertools.product(_BODY_OF.split(), _BODY_IS.split())),
    )
)
_KNOWN = frozenset(itertools.chain(_PARTS.split(), *(entry.split() for entry in (*_TIER_OF, *_LEADS, *_BODIES))))
_HASH = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]*\d+[A-Za-z][A-Za-z0-9]*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_MAX_NAMES = 400


class Meaning(NamedTuple):
    """What the names of a part say. `furniture` is "tier:name" of the surest furniture they name, "" for none."""

    words: str = ""
    furniture: str = ""
    body: bool = False


@lru_cache(maxsize=16384)
def meaning(names: str) -> Meaning:
    plain = _WORD.findall(_CAMEL.sub(" ", _HASH.sub(" ", names[:_MAX_NAMES])).lower())
    words = [part for word in plain for part in _cut(word)]
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
    return Meaning(" ".join(words), furniture, not _BODIES.isdisjoint(runs))


@lru_cache(maxsize=16384)
def _cut(word: str) -> tuple[str, ...]:
    """A word that is known words written as one, as these words."""
    if word not in _KNOWN:
        for at in range(2, len(word) - 1):
            if word[:at] in _KNOWN:
                rest = _cut(word[at:])
                if rest[-1] in _KNOWN:
                    return word[:at], *rest
    return (word,)


def _is_told(words: list[str], name: str) -> bool:
    """A post that the article quotes ("social-media-embed"), a recipe, which comes on a card, or a match as it is told live."""
    if "live" in words and _TIER_OF[name] == "comments":
        return True
    return ("embed" in words and name.startswith(("social", "media", "card", "widget"))) or (
        ("recipe" in words or "instructions" in words) and name.startswith("card")
    )
