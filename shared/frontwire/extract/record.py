"""What is known of an article beside its text: title, authors, dates, address, section, image, site, language."""

from __future__ import annotations

from typing import NamedTuple

from frontwire.extract import authors, published, titles, told
from frontwire.extract.told import Told
from frontwire.extract.tree import Tree
from frontwire.models import Stamp


class Record(NamedTuple):
    title: str
    authors: tuple[str, ...]
    published: Stamp | None
    modified: Stamp | None
    canonical_url: str
    section: str
    image: str
    site_name: str
    language: str


def read(page: Told, tree: Tree, body_start: int) -> Record:
    """`body_start` is the first block of the article's container: dates are looked for around it."""
    return Record(
        title=titles.title(page),
        authors=authors.authors(page, tree, body_start),
        published=published.published(page, tree, body_start),
        modified=published.modified(page),
        canonical_url=told.canonical_url(page),
        section=told.section(page),
        image=told.image(page),
        site_name=told.site_name(page),
        language=told.language(page),
    )
