"""`frontwire topics`: the topics as files, their own examples, and why a text matches or not."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.text import Text

from frontwire import codec
from frontwire.detect import Engine, examples
from frontwire.detect.compile import COMPILED, OWN, TOPICS, compile_topics, load_folder, sound, write
from frontwire.detect.explain import Explanation, Step, explain
from frontwire.detect.topics import Topic
from frontwire.detect.topics import load as load_topic
from frontwire.detect.topics import parse as parse_topic
from frontwire.errors import ConfigError, RuleError
from frontwire.models import Article, ArticleRef
from frontwire.wiring import clock
from frontwire_cli import backtest
from frontwire_cli import topic_draft as draft
from frontwire_cli.options import Json
from frontwire_cli.project import write_whole
from frontwire_cli.scan import articles_of, is_address
from frontwire_cli.terminal import console, emit_json, fail, plain, rows, shown
from frontwire_cli.where import store_of

app = typer.Typer(no_args_is_help=True, help="What is looked for")

LIKE_A_FILE = re.compile(r"\S+\.(?:html?|txt|xml|gz)")

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


@app.command("new", help="Write a topic of your own from a few words; it explains itself and passes its own examples.")
def new_topic(
    name: Annotated[str, typer.Argument(metavar="ID", help="Its name, such as ferry_accidents.")],
    words: Annotated[list[str] | None, typer.Argument(
        help="Words that mean the same, with commas: 'ferry, пором, 여객선'. Several groups: one of each must be there.")] = None,
    title: Annotated[str, typer.Option(help="What a person calls it.")] = "",
    without: Annotated[str, typer.Option(help="Words that must not be there, with commas.")] = "",
    close: Annotated[bool, typer.Option("--close", help="The groups must stand close to each other.")] = False,
    severity: Annotated[str, typer.Option(help="low, normal, high or critical.")] = "normal",
    match: Annotated[list[str] | None, typer.Option(help="A text that must match; give it as often as you like.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="A near miss that must not match.")] = None,
    folder: Annotated[Path, typer.Option("--folder", help="Where the file goes.")] = TOPICS / OWN,
) -> None:  # fmt: skip
    path = folder / f"{name}.yaml"
    if not draft.ID.fullmatch(name):
        raise ConfigError("a name is small letters, digits and _", subject=name, hint="such as ferry_accidents")
    if path.exists() or (folder == TOPICS / OWN and (TOPICS / f"{name}.yaml").exists()):
        raise ConfigError("this topic is there already", subject=str(path), hint="choose another name")
    groups = tuple(filter(None, map(draft.words, words or _asked_words())))
    if not groups:
        raise ConfigError("a topic needs words", subject=name, hint=f"frontwire topics new {name} 'ferry, boat' 'sank'")
    text = draft.render(
        draft.Draft(
            title or name.replace("_", " ").capitalize(),
            groups,
            draft.words(without),
            close,
            severity,  # type: ignore[arg-type]
            tuple(match or ()),
            tuple(ignore or ()),
        )
    )
    topic = parse_topic(text, name, str(path))
    failed = examples.check_examples(topic, Engine.of(compile_topics([topic])))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
    console.print(plain(f"{path} is written."))
    _show_test(topic, failed)
    if path.parent == TOPICS / OWN:
        console.print("Mend it as you like; `frontwire topics compile` takes it into the next deploy.")
    raise typer.Exit(1 if failed else 0)


def _asked_words() -> list[str]:
    """The groups of words, asked of a person at a terminal."""
    if not sys.stdin.isatty():
        return []
    asked: list[str] = []
    while answer := typer.prompt(
        "One of these words must be there (with commas)" if not asked else "... and one of these (Enter: no more)",
        default="",
        show_default=False,
    ):
        asked.append(answer)
    return asked


@app.command(help="Read topic files and say what is wrong in them, by file, line and key.")
def lint(files: Annotated[list[Path] | None, typer.Argument(help="Topic files; all of --folder if none.")] = None,
         folder: Folder = TOPICS) -> None:  # fmt: skip
    found = [load_topic(path) for path in files] if files else load_all(folder)
    compile_topics(found)
    console.print("1 topic is well-formed." if len(found) == 1 else f"{len(found)} topics are well-formed.")


@app.command("test", help="Run the examples that topics carry. Exit code 1 if any of them fails.")
def run_examples(topics: Names = None, folder: Folder = TOPICS, as_json: Json = False) -> None:
    there, wrong = _sound(folder)
    broken = {Path(error.file).stem for error in wrong}
    named = [name for name in topics or () if name not in broken]
    found = chosen(there, named) if named or not topics else []
    engine = Engine.of(compile_topics(there))
    failures = {topic.id: examples.check_examples(topic, engine) for topic in found}
    if as_json:
        emit_json({name: codec.plain(failed) for name, failed in failures.items()})
    else:
        for topic in found:
            _show_test(topic, failures[topic.id])
    for error in wrong:
        fail(error)
    raise typer.Exit(1 if wrong or any(failures.values()) else 0)


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
    touched = [one for one in found if one.steps or topic]
    for one in touched:
        _show(one)
    if silent := [one.topic for one in found if one not in touched]:
        console.print(plain(f"silent: {', '.join(silent)} (--topic ID shows what did not fire)"), style="dim")
    if not found:
        console.print("No topic is touched.", style="dim")


@app.command("compile", help="Take all topics, yours among them, into the one file that the functions load.")
def compile_shipped() -> None:
    found = load_all(TOPICS)
    own = [topic for topic in found if topic.own]
    engine = Engine.of(compile_topics(found))
    failures = {topic.id: examples.check_examples(topic, engine) for topic in own}
    if any(failures.values()):
        for topic in own:
            _show_test(topic, failures[topic.id])
        raise typer.Exit(1)
    write(TOPICS, COMPILED)
    console.print(plain(f"{COMPILED} holds {len(found)} topics. `sam build && sam deploy` sends them."))
    if own:
        console.print(plain(f"Always looked for: {', '.join(topic.id for topic in own)}"))


@app.command("backtest", help="Which alerts a changed topic would add, drop or change, over articles that are there.")
def backtest_topic(
    changed: Annotated[Path, typer.Argument(help="The changed topic file.", exists=True, dir_okay=False)],
    articles: Annotated[Path | None, typer.Option(
        help="Articles as JSON lines: text, and where known title, url, lang, date, source, id.", exists=True, dir_okay=False)] = None,
    present: Annotated[Path | None, typer.Option(
        help="The file to compare with; the topic of the same name that ships, if not named.", exists=True, dir_okay=False)] = None,
    stack: Annotated[str, typer.Option("--stack", help="Articles of a stack in AWS; without it, of `frontwire up`.")] = "",
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days of the stack's articles, today the last.")] = 7,
    as_json: Json = False,
) -> None:  # fmt: skip
    after = load_topic(changed)
    known = {topic.id: topic for topic in load_all(TOPICS)}
    before = [load_topic(present)] if present else [known[after.id]] if after.id in known else []
    before = [replace(topic, id=after.id) for topic in before]
    reports = backtest.from_file(articles) if articles else backtest.from_store(store_of(stack), clock().date(), days)
    engines = Engine.of(compile_topics(before)), Engine.of(compile_topics([after]))
    ordered = backtest.in_order(shown(reports, "reading"))
    found = backtest.compare(shown(ordered, "comparing", len(ordered)), *engines)
    if as_json:
        emit_json(codec.plain(found))
    else:
        _show_backtest(found)


def _sound(folder: Path) -> tuple[list[Topic], list[RuleError]]:
    """The topics of a folder, and what is wrong with the files that are none; one broken file stops no other."""
    try:
        topics = load_all(folder)
        compile_topics(topics)
        return topics, []
    except RuleError:  # which ones: slower, since each is compiled alone
        return sound(folder)


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
    if not what.strip():
        raise ConfigError("there is no text", hint="frontwire topics explain 'Kyiv and Moscow swapped 84 prisoners.'")
    if is_address(what) or _is_file(what) or LIKE_A_FILE.fullmatch(what):
        return next(articles_of(what))
    return Article("text:", "", what)


def _is_file(what: str) -> bool:
    try:
        return Path(what).exists()
    except OSError:
        return False  # a text is longer than names of files may be


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


def _show_backtest(found: backtest.Backtest) -> None:
    days = sorted({*found.present, *found.changed})
    counted = [[day, str(found.present.get(day, 0)), str(found.changed.get(day, 0)),
                *(str(sum(one.day == day and one.change == change for one in found.differences)) or "0"
                  for change in ("new", "gone", "changed"))]
               for day in days]  # fmt: skip
    if days:
        console.print(rows("", ("day", "alerts now", "then", "new", "gone", "changed"), counted))
    for one in found.differences:
        mark = {"new": ("+ new", "green"), "gone": ("- gone", "red"), "changed": ("~ changed", "yellow")}[one.change]
        console.print(Text.assemble(f"{one.day} ", mark, "  ", plain(one.title)))
        for said in (*one.said, one.url):
            console.print(plain(f"    {said}") if said else "", style="dim", end="\n" if said else "")
    counts = {change: sum(one.change == change for one in found.differences) for change in ("new", "gone", "changed")}
    told = ", ".join(f"{count} {change}" for change, count in counts.items())
    console.print(f"{found.articles} articles: {told}.")
