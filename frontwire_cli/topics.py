"""`frontwire topics`: the topics as files, their own examples, and why a text matches or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from frontwire import codec
from frontwire.detect import Engine, examples
from frontwire.detect.compile import TOPICS, compile_topics, load_folder, write
from frontwire.detect.explain import Explanation, Step, explain
from frontwire.detect.topics import Topic
from frontwire.detect.topics import load as load_topic
from frontwire.errors import ConfigError
from frontwire.models import Article, ArticleRef
from frontwire_cli.scan import articles_of
from frontwire_cli.terminal import console, emit_json, plain, rows

app = typer.Typer(no_args_is_help=True, help="What is looked for: list, lint, test, explain, compile.")

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for programs.")]
Folder = Annotated[Path, typer.Option("--folder", help="A folder of topic files; the shipped ones if not named.")]
Names = Annotated[list[str] | None, typer.Argument(help="Only these topics, by id.")]


@app.command("list", help="All topics with their severity, statuses and examples.")
def list_topics(folder: Folder = TOPICS, as_json: Json = False) -> None:
    found = load_all(folder)
    if as_json:
        emit_json([codec.plain(topic) for topic in found])
        return
    body = [
        [t.id, t.title, t.severity, ", ".join(dict.fromkeys(cue.status for cue in t.statuses)), str(len(t.examples))]
        for t in found
    ]
    console.print(rows("", ("id", "title", "severity", "statuses", "examples"), body))


@app.command(help="Read topic files and say what is wrong in them, by file, line and key.")
def lint(files: Annotated[list[Path] | None, typer.Argument(help="Topic files; all of --folder if none.")] = None,
         folder: Folder = TOPICS) -> None:  # fmt: skip
    found = [load_topic(path) for path in files] if files else load_all(folder)
    compile_topics(found)
    console.print(f"{len(found)} topics are well-formed.")


@app.command("test", help="Run the examples that topics carry. Exit code 1 if any of them fails.")
def run_examples(topics: Names = None, folder: Folder = TOPICS, as_json: Json = False) -> None:
    found = chosen(load_all(folder), topics)
    engine = Engine.of(compile_topics(load_all(folder)))
    failures = {topic.id: examples.check_examples(topic, engine) for topic in found}
    if as_json:
        emit_json({name: codec.plain(failed) for name, failed in failures.items()})
    else:
        for topic in found:
            _show_test(topic, failures[topic.id])
    raise typer.Exit(1 if any(failures.values()) else 0)


@app.command("explain", help="Show for a page, a file or a sentence every frame, guard and cue that fired.")
def explain_text(
    what: Annotated[str, typer.Argument(metavar="URL|FILE|TEXT")],
    topic: Annotated[str, typer.Option("--topic", help="Only this topic.")] = "",
    folder: Folder = TOPICS,
    as_json: Json = False,
) -> None:
    engine = Engine.load() if folder == TOPICS else Engine.of(compile_topics(load_all(folder)))
    known = [program.id for program in engine.topics]
    if topic and topic not in known:
        raise ConfigError("no such topic", subject=topic, hint=f"one of {', '.join(known)}")
    article = _article(what)
    found = explain(engine, article, ArticleRef(article.url, article.url, article.title), topic)
    if as_json:
        emit_json(codec.plain(found))
        return
    for one in found:
        _show(one)
    if not found:
        console.print("No topic is touched.", style="dim")


@app.command("compile", help="Compile the shipped topics into the one file that the functions load.")
def compile_shipped() -> None:
    write()
    console.print("config/topics.json is up to date.")


def load_all(folder: Path) -> list[Topic]:
    found = load_folder(folder) if folder.is_dir() else []
    if not found:
        raise ConfigError("no topic files (*.yaml) are there", subject=str(folder))
    return found


def chosen(found: list[Topic], names: list[str] | None) -> list[Topic]:
    """The named topics, all if none is named. Raises ConfigError for a name that is none."""
    known = {topic.id: topic for topic in found}
    if missing := [name for name in names or () if name not in known]:
        raise ConfigError("no such topic", subject=", ".join(missing), hint=f"one of {', '.join(known)}")
    return [known[name] for name in names or known]


def _article(what: str) -> Article:
    """A URL or file as `scan` reads it; anything else is taken as the text itself."""
    if what.startswith(("http://", "https://")) or Path(what[:200]).exists():
        return next(articles_of(what))
    return Article("text:", "", what)


def _show_test(topic: Topic, failed: list[examples.Failure]) -> None:
    mark = ("FAIL", "bold red") if failed else ("ok", "bold green")
    console.print(Text.assemble(mark, f" {topic.id}: {len(topic.examples)} examples"))
    for failure in failed:
        console.print(plain(f"  {topic.file}:{failure.line} {failure.message}"))
        console.print(plain(f"    {failure.example.title or failure.example.text[:100]}"), style="dim")


def _show(one: Explanation) -> None:
    match = one.verdict.match
    said = f"match, {match.status}" if match else "held back" if one.steps else "silent"
    console.print(Text.assemble((one.topic, "bold"), f": {said}"))
    for step in one.steps:
        console.print(_line(step))
    if one.silent:
        console.print(plain(f"  did not fire: {', '.join(one.silent)}"), style="dim")


def _line(step: Step) -> Text:
    words = f"“{step.span.text}” {step.span.start}-{step.span.end}" if step.span else ""
    held = f"  held by {step.held_by}" if step.held_by else ""
    return Text.assemble(f"  {step.kind} ", (step.rule, "cyan"), "  ", plain(words), (held, "yellow"))
