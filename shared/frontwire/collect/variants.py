"""What sites add to an address without naming another page: tracking parameters, twin hosts, click counters."""

from __future__ import annotations

import re

_NAMES = """
_ga _gl _hsenc _hsmi _openstat amp amp_gsa amp_js_v amp_tf ampshare aoh at_campaign at_medium aff_id campaign_id cmp cmpid cid_source
click_id dclid dm_i ecid efg ef_id email_hash epik fb_action_ids fb_action_types fb_ref fb_source fbclid
feature_source fromrss gbraid gclid gclsrc guccounter guce_referrer guce_referrer_sig icid igsh igshid ito
jsessionid mbid mc_cid mc_eid mkt_tok msclkid ncid ns_campaign ns_mchannel ns_source ocid oly_anon_id oly_enc_id
partner phpsessid promo_source rb_clid ref_src ref_url referer referrer rss rssfeed s_cid s_kwcid sc_campaign
sc_channel sessionid share shareadraft sharetype si smid smtyp sref taid tblci traffic_source trk trkcampaign
twclid ul_noapp usqp vero_conv vero_id wbraid wickedid wt_mc wt_zmc xtor yclid ysclid
"""
TRACKING = frozenset(_NAMES.split())
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "at_", "ga_", "itm_", "stm_", "trc_", "fb_", "__amp", "__cf_", "__twitter")  # fmt: skip
# Parameters that are tracking with these values only, and content with others.
TRACKING_VALUES = {
    "ref": re.compile(
        r"(?:rss|feed|home|homepage|twitter|facebook|telegram|tg|x|t\.co|news|main|share|topnews)\Z", re.I
    ),
    "source": re.compile(r"(?:rss|feed|twitter|facebook|telegram|tg|social|share|newsletter)\Z", re.I),
    "src": re.compile(r"(?:rss|feed|twitter|facebook|telegram|tg|social|share)\Z", re.I),
    "from": re.compile(r"(?:rss|feed|twitter|facebook|telegram|tg|social|share|home)\Z", re.I),
    "outputtype": re.compile(r"(?:amp|valid-amp)\Z", re.I),
    "output": re.compile(r"amp\Z", re.I),
    "mobile": re.compile(r"(?:[01]|true)\Z", re.I),
    "view": re.compile(r"(?:mobile|amp)\Z", re.I),
}
SAME_HOST = {
    "bbc.co.uk": "bbc.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "twitter.com": "x.com",
    "nitter.net": "x.com",
}
# Addresses that only count clicks, and the parameter with the page they lead to.
CLICK_COUNTERS = {
    "bing.com/news/apiclick.aspx": "url",
    "google.com/url": "q",
    "l.facebook.com/l.php": "u",
    "away.vk.com/away.php": "to",
    "vk.com/away.php": "to",
    "t.umblr.com/redirect": "z",
}
