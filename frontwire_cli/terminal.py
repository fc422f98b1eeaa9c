"""What people see: alerts as a desk reads them, tables, and errors in one line.

Titles and sentences come from outside, so they are shown as `Text`, never as console markup.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from frontwire.channels.brief import facts_of
from frontwire.models import Alert, Facts, Quote

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
T = TypeVar("T")
COLOURS = {"critical": "bold white on red", "high": "bold red", "normal": "bold yellow", "low": "bold blue"}

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def plain(text: str) -> Text:
    """Foreign words without control characters, which could rewrite the terminal or turn its lines around."""
    return Text(CONTROLS.sub("", text))


def fail(error: Exception) -> None:
    errors.print(Text.assemble(("error ", "bold red"), plain(" ".join(str(error).split()))), soft_wrap=True)


def emit_json(value: Any) -> None:
    """For programs: one JSON document on standard output; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def facts_table(facts: Facts) -> Table:
    """Sides, numbers, places and day, a row each, in the words of every channel."""
    return fields(facts_of(facts))


def fields(lines: Iterable[tuple[str, str]]) -> Table:
    """Labels and foreign words, a row each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for label, words in lines:
        table.add_row(label, plain(words))
    return table


def quote(one: Quote) -> Text:
    language = f"[{one.article.language}]" if one.article.language else ""
    by = " ".join(filter(None, (one.article.site_name or one.article.source, language)))
    return Text.assemble(("> ", "dim"), plain(one.text), ("  ", ""), (CONTROLS.sub("", by), "dim"))


def alert_panel(alert: Alert) -> Panel:
    """An alert as it stands in the desk's channel."""
    head = Text.assemble((CONTROLS.sub("", alert.headline), "bold"))
    parts: list[RenderableType] = [head, facts_table(alert.facts)]
    parts += [quote(one) for one in alert.quotes[:3]]
    sources = f"{alert.source_count} source" + ("s" if alert.source_count != 1 else "")
    languages = ", ".join(filter(None, alert.languages))
    said = f"{sources} in {languages}" if languages else sources
    parts.append(Text.assemble(plain(f"{said} · {alert.reason}"), style="dim"))
    for article in alert.articles[:3]:
        title = plain(f"{article.title}  " if article.title else "")
        parts.append(Text.assemble(("- ", "dim"), title, (CONTROLS.sub("", article.url), "dim underline")))
    title = Text.assemble(
        (f" {alert.kind.upper()} ", COLOURS[alert.severity]), f" {alert.topic.replace('_', ' ')} · {alert.status} "
    )
    return Panel(Group(*parts), title=title, title_align="left", border_style=COLOURS[alert.severity].split()[-1])


def rows(title: str, columns: Sequence[str], body: Sequence[Sequence[str]], none: str = "") -> RenderableType:
    """A table of foreign words; `none` is said instead of an empty one."""
    if not body and none:
        return Text(none, style="dim")
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in body:
        table.add_row(*(plain(cell) for cell in row))
    return table


def shown(items: Iterable[T], doing: str, total: int | None = None) -> Iterator[T]:
    """The same items, with how far it is on standard error where that is a terminal."""
    if not errors.is_terminal:
        yield from items
        return
    from rich.progress import track

    yield from track(items, doing, total=total, console=errors, transient=True)
