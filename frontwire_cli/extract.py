"""`extract`: the article of a page, and with `--explain` how it was read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from frontwire import codec
from frontwire.errors import ParseError
from frontwire.extract import explain
from frontwire_cli.scan import article_of, fetched, is_address, is_feed, marked, read_file, readable
from frontwire_cli.terminal import console, emit_json, plain

MOST_DROPPED = 12  # lines that are shown of what was left out; --json shows all


def show_article(name: str, as_json: bool) -> int:
    """Exit code 0; what cannot be read is raised."""
    article = article_of(*_read(name))
    if as_json:
        emit_json(codec.plain(article))
        return 0
    console.print(Panel(marked(article, ()), title=plain(article.title), title_align="left"))
    when = article.published.utc.isoformat() if article.published and article.published.utc else "no date"
    about = (article.kind, article.language, when, ", ".join(article.authors), article.canonical_url or article.url)
    console.print(plain(" · ".join(filter(None, about))), style="dim")
    return 0


def explain_page(name: str, as_json: bool) -> int:
    """Exit code: 0 a body was found, 1 none."""
    body, url, content_type = _read(name)
    readable(body, url, content_type)
    trace = explain(body, url, content_type)
    if as_json:
        emit_json(trace)
    else:
        console.print(Panel(Group(*_parts(trace)), title=plain(name), title_align="left"))
    return 0 if trace["kept"] else 1


def _read(name: str) -> tuple[bytes, str, str]:
    """The bytes of a page, its address and its content type. Raises ParseError for a feed, which holds many articles."""
    if is_address(name):
        page = fetched(name)
        body, url, content_type = page.body, page.final_url, page.headers.get("content-type", "")
    else:
        body, url, content_type = read_file(Path(name)), Path(name).absolute().as_uri(), ""
    if is_feed(body):
        raise ParseError("is a feed, not a page", subject=name, hint=f"frontwire scan {name} reads its articles")
    return body, url, content_type


def _parts(trace: dict[str, Any]) -> list[Table | Text]:
    head = plain(f"{trace['kind']} · read as {trace['encoding']} · {trace['kept']} blocks kept\n")
    container = Text.assemble(("\nbody  ", "dim"), plain(trace["container"] or "none"), "\n")
    container.append(plain("".join(f"      {reason}\n" for reason in trace["because"])))
    for rival in trace["rivals"]:
        container.append(plain(f"      rival {rival['box']} weighs {rival['score']}\n"))
    return [head, _fields(trace["fields"]), container, _dropped(trace["dropped"])]


def _fields(fields: dict[str, dict[str, Any]]) -> Table:
    """A row for each field: its value and where on the page it stood."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="dim")
    for name, field in fields.items():
        table.add_row(name.replace("_", " "), plain(_words(field["value"])), plain(field["source"] or "not found"))
    return table


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['local']} ({value['precision']}, zone {value['zone'] or 'not written'}, from {value['raw']!r})"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _dropped(dropped: list[dict[str, str]]) -> Text:
    counts = Counter(line["why"] for line in dropped)
    text = Text.assemble(("left out  ", "dim"), plain(", ".join(f"{why} {n}" for why, n in counts.most_common())))
    for line in dropped[:MOST_DROPPED]:
        text.append(plain(f"\n      {line['why']}: {line['text']}"))
    if len(dropped) > MOST_DROPPED:
        text.append(f"\n      and {len(dropped) - MOST_DROPPED} more (--json shows all)", style="dim")
    return text
