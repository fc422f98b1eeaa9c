"""`frontwire feedback`: what people said of alerts by Slack's buttons, as figures and as examples for topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
import yaml

from frontwire import codec, feedback
from frontwire_cli.options import Json, Stack
from frontwire_cli.terminal import console, emit_json, plain, rows
from frontwire_cli.where import store_of

app = typer.Typer(no_args_is_help=True, help="What alerts were worth")

MOST = 2000
NONE = "Nobody has judged an alert yet."


@app.command("list", help="The newest verdicts: who said what of which alert, and when.")
def list_verdicts(
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="At most so many.")] = 30,
    stack: Stack = "",
    as_json: Json = False,
) -> None:
    found = store_of(stack).feedback.latest(limit)
    if as_json:
        emit_json(codec.plain(found))
        return
    body = [[f"{one.at:%d %b %H:%M}", one.alert, one.topic, one.said.replace("_", " "), one.name] for one in found]
    console.print(rows("", ("when", "alert", "topic", "said", "by"), body, NONE))


@app.command("precision", help="Measured precision of each topic: relevant alerts among those that people judged.")
def show_precision(stack: Stack = "", as_json: Json = False) -> None:
    found = feedback.precision(store_of(stack).feedback.latest(MOST))
    if as_json:
        emit_json([{**codec.plain(one), "precision": one.share} for one in found])
        return
    body = [
        [one.topic, "" if one.share is None else f"{one.share:.0%}", str(one.relevant), str(one.not_relevant),
         str(one.disputed)]
        for one in found
    ]  # fmt: skip
    console.print(rows("", ("topic", "precision", "relevant", "not relevant", "disputed"), body, NONE))


@app.command("export", help="Judged alerts as examples, one YAML file a topic, to paste below the topic's own.")
def export(
    out: Annotated[Path, typer.Argument(help="The folder to write to.", file_okay=False)],
    stack: Stack = "",
) -> None:
    store = store_of(stack)
    judged = feedback.verdicts(store.feedback.latest(MOST))
    found = feedback.examples(store.stories.alerts_by_id(judged), judged)
    out.mkdir(parents=True, exist_ok=True)
    for topic, lists in found.items():
        path = out / f"{topic}.examples.yaml"
        text = yaml.safe_dump({"examples": lists}, allow_unicode=True, sort_keys=False, width=120)
        path.write_text(text, encoding="utf-8")
        console.print(plain(f"{path}: {len(lists['match'])} to match, {len(lists['ignore'])} to ignore"))
    if not found:
        console.print(NONE, style="dim")
