"""Why an article was read so: where each field was found, which box was taken for the body, and what was left out of it."""

from __future__ import annotations

from typing import Any

from frontwire.article import Article, Stamp
from frontwire.extract import dates, language
from frontwire.extract.body import Body
from frontwire.extract.record import Record
from frontwire.extract.tree import Tree

_SHOWN = 80  # letters of a dropped line


def trace(article: Article, encoding: str, facts: Record | None, tree: Tree, body: Body) -> dict[str, Any]:
    """A plain dict: url, encoding, kind, fields (value and source each), container, rivals, kept and dropped lines."""
    return {
        "url": article.url,
        "encoding": encoding,
        "kind": article.kind,
        "fields": fields(article, facts.sources) if facts else {},
        **_container(tree, body),
        "kept": len(body.blocks),
        "dropped": [
            {"why": fate, "text": block.text[:_SHOWN]}
            for block, fate in zip(tree.blocks, body.fates, strict=True)
            if fate and fate != "outside"
        ],
    }


def fields(article: Article, sources: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Each field with what was read and where it stood; the language is told from the text where there is enough of it."""
    if language.identify(article.text or article.title):
        sources = {**sources, "language": "text"}
    found = {}
    for name, source in sources.items():
        value = getattr(article, name)
        shown = _date(value) if isinstance(value, Stamp) else list(value) if isinstance(value, tuple) else value or ""
        found[name] = {"value": shown, "source": source if value else ""}
    return found


def _date(stamp: Stamp) -> dict[str, str]:
    return {
        "local": dates.local(stamp),
        "utc": stamp.utc.isoformat() if stamp.utc else "",
        "zone": stamp.zone,
        "precision": stamp.precision,
        "raw": stamp.raw,
    }


def _container(tree: Tree, body: Body) -> dict[str, Any]:
    """The box of the body with its reasons, and the heaviest boxes beside it."""
    chosen = body.container
    if chosen is None:
        return {"container": "", "because": ["no box of the page holds a text"], "rivals": []}
    if not chosen.scores:
        return {
            "container": "the whole part",
            "because": ["a rule of the site says which part is the body"],
            "rivals": [],
        }
    names = [f"{box.tag}.{box.words.strip().replace(' ', '-')}".rstrip(".") for box in tree.boxes]
    heaviest, most = chosen.rivals(1)[0]
    weight = chosen.scores[chosen.box]
    because = [f"its text weighs {weight:.0f}"]
    if heaviest != chosen.box and most > 0:
        because.append(f"it is the innermost box that holds {weight / most:.0%} of the heaviest, {names[heaviest]}")
    elif most > 0:
        because.append("no box weighs more")
    if tree.boxes[chosen.box].body or tree.boxes[chosen.box].tag in {"article", "main"}:
        because.append("its name or tag says that it is a body")
    rivals = [{"box": names[index], "score": round(score)} for index, score in chosen.rivals() if index != chosen.box]
    return {"container": names[chosen.box], "because": because, "rivals": rivals}
