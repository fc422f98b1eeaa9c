"""What is known of an article beside its text: title, authors, dates, address, section, image, site, language."""

from __future__ import annotations

from typing import NamedTuple

from frontwire.article import Stamp
from frontwire.extract import authors, published, titles, told
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree


class Record(NamedTuple):
    """`sources` says where on the page each field was found, by its name: "JSON-LD author", "heading"; "" for not at all."""

    title: str
    authors: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None
    canonical_url: str
    section: str
    image: str
    site_name: str
    language: str
    sources: dict[str, str]


def read(page: Told, tree: Tree, body_start: int) -> Record:
    """`body_start` is the first block of the article's container: dates and authors are looked for around it."""
    title = titles.title(page)
    byline = authors.authors(page, tree, title.words, body_start)
    first = published.published(page, tree, title.words, body_start)
    last = published.modified(page)
    rest = {
        "canonical_url": told.canonical_url(page),
        "section": told.section(page),
        "image": told.image(page),
        "site_name": told.site_name(page),
        "language": told.language(page),
    }
    return Record(
        title=title.words,
        authors=byline.names,
        published=first.stamp if first else None,
        modified=last.stamp if last else None,
        **{field: found.value for field, found in rest.items()},
        sources={
            "title": title.source if title.words else "",
            "authors": byline.source,
            "published": first.source if first else "",
            "modified": last.source if last else "",
            **{field: found.source for field, found in rest.items()},
        },
    )
