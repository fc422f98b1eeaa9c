"""What was seen and read.

    SEEN#<key>      -         a mark: this URL, guid or fingerprint was read, whoever showed it
    SEEN#<key>      <source>  the same for one source alone: it was there at the first look, or is held back
    ARTICLE#<id>    READ    what became of a link, once reading it is done

Pages and articles themselves lie gzipped in S3: pages/<day>/<id>.gz, articles/<day>/<id>.json.gz.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from frontwire import codec
from frontwire.models import Article, ArticleRef, Page
from frontwire.store.table import Row, Table, Write, value

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EVERYBODY = "-"
KEEP = timedelta(days=400)  # longer than any feed or archive re-saves its old posts in one piece

Outcome = Literal["read", "from_feed", "gone", "refused"]


class Reading(Struct, frozen=True):
    """What became of one link. `held` lists topic:guard of the topics that were held back."""

    article: ArticleRef
    outcome: Outcome
    matches: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    sha256: str = ""
    note: str = ""


class News(Struct, frozen=True):
    table: Table
    s3: S3Client
    bucket: str

    def known(self, keys: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        """By source, those of its keys that are marked, for everybody or for this source."""
        wanted = {source: set(own) for source, own in keys.items()}
        everybody = {(f"SEEN#{key}", EVERYBODY) for own in wanted.values() for key in own}
        alone = {(f"SEEN#{key}", source) for source, own in wanted.items() for key in own}
        rows = self.table.get_many(sorted(everybody | alone))
        marked = {(row.pk.removeprefix("SEEN#"), row.sk) for row in rows}
        return {
            source: {key for key in own if (key, EVERYBODY) in marked or (key, source) in marked}
            for source, own in wanted.items()
        }

    def mark(self, keys: Iterable[str], now: datetime, owner: str = "") -> None:
        """Mark keys for everybody, or for one source alone.

        What a source shows at its first look is old to it, not to the others: it may be what they bring next.
        """
        expires = int((now + KEEP).timestamp())
        self.table.put_many(Row(f"SEEN#{key}", owner or EVERYBODY, expires=expires) for key in keys)

    def reading(self, link: str) -> Reading | None:
        row = self.table.get(f"ARTICLE#{link}", "READ")
        return value(row, Reading) if row else None

    def read(self, reading: Reading, now: datetime) -> None:
        expires = int((now + KEEP).timestamp())
        self.table.put(Write(Row(f"ARTICLE#{reading.article.id}", "READ", codec.dump(reading), expires=expires)))

    def archive_page(self, link: str, page: Page, day: datetime) -> str:
        """Store the bytes as they came; returns the key. The metadata says from where, when and the sha-256."""
        key = f"pages/{day:%Y/%m/%d}/{link}.gz"
        self.s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=gzip.compress(page.body, mtime=0),
            ContentEncoding="gzip",
            ContentType=_ascii(page.headers.get("content-type", "application/octet-stream"), 200),
            Metadata={
                "url": _ascii(page.final_url, 1000),
                "fetched-at": page.fetched_at.isoformat(),
                "sha256": page.sha256,
            },
        )
        return key

    def archive_article(self, link: str, article: Article, day: datetime) -> str:
        key = f"articles/{day:%Y/%m/%d}/{link}.json.gz"
        self.s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=gzip.compress(codec.dump(article), mtime=0),
            ContentEncoding="gzip",
            ContentType="application/json",
        )
        return key

    def archived(self, day: date) -> Iterator[tuple[ArticleRef, Article]]:
        """The articles that were archived on a day, in no order, each with what it was cited by."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"articles/{day:%Y/%m/%d}/"
        )
        for page in pages:
            keys = {
                entry["Key"].rpartition("/")[2].removesuffix(".json.gz"): entry["Key"]
                for entry in page.get("Contents", ())
            }
            rows = self.table.get_many([(f"ARTICLE#{link}", "READ") for link in keys])
            known = {row.pk.removeprefix("ARTICLE#"): value(row, Reading).article for row in rows}
            for link, key in keys.items():
                body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
                article = codec.load(Article, gzip.decompress(body))
                yield known.get(link) or ArticleRef(link, article.url, article.title), article


def _ascii(text: str, length: int) -> str:
    """S3 keeps only printable ASCII in headers; what else a page sends is dropped."""
    return "".join(char for char in text if " " <= char <= "~")[:length]
