"""frontwire: the command line. Each command translates its words, calls, and shows what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from frontwire import __version__
from frontwire.errors import ConfigError, FrontwireError
from frontwire_cli import desk, samples
from frontwire_cli.feedback import app as feedback_app
from frontwire_cli.options import Json
from frontwire_cli.sources import app as sources_app
from frontwire_cli.subscriptions import app as subscriptions_app
from frontwire_cli.terminal import console, fail
from frontwire_cli.topics import app as topics_app

app = typer.Typer(
    name="frontwire",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="One alert per news event, with the evidence. Start with [bold]frontwire scan URL[/] or [bold]make run[/].",
    epilog="Exit codes: 0 it worked (scan: a match), 1 it did not (scan: no match), 2 the words or the input were wrong.",
)

app.add_typer(sources_app, name="sources")
app.add_typer(topics_app, name="topics")
app.add_typer(desk.channels_app, name="channels")
app.add_typer(subscriptions_app, name="subscriptions")
app.add_typer(desk.stories_app, name="stories")
app.add_typer(desk.alerts_app, name="alerts")
app.add_typer(desk.deliveries_app, name="deliveries")
app.add_typer(feedback_app, name="feedback")

SourcesFile = Annotated[
    Path | None, typer.Option("--sources", help="Your own sources file instead of the demo world.", dir_okay=False)
]


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False) -> None:
    if version:
        console.print(f"frontwire {__version__}")
        raise typer.Exit


@app.command(help="Run the whole pipeline on this machine once: news in, alerts out, then a summary.")
def run(
    sources: SourcesFile = None,
    out: Annotated[Path, typer.Option(help="Where Slack payloads, mails and alerts.json go.")] = Path("out"),
    as_json: Json = False,
) -> None:
    from frontwire_cli.run import run as run_once

    raise typer.Exit(run_once(sources, out, as_json))


@app.command(help="Stay until Ctrl-C: the embedded AWS, the deployed template, the clock, alerts as they come.")
def up(
    sources: SourcesFile = None,
    out: Annotated[Path, typer.Option(help="Where Slack payloads and mails go.")] = Path("out"),
    persist: Annotated[
        Path | None, typer.Option(help="Keep all state in this folder; the next `up` goes on from it.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Watch the demo world; it moves on each minute.")] = False,
) -> None:
    from frontwire_cli.run import up as stay_up

    raise typer.Exit(stay_up(sources, out, persist, demo))


@app.command(help="Fetch pages or feeds (or read files) and print what would be alerted and why. Needs no AWS.")
def scan(
    what: Annotated[list[str], typer.Argument(metavar="URL|FILE...", help="Pages, feeds, saved pages, plain texts.")],
    as_json: Json = False,
) -> None:
    from frontwire_cli.scan import scan as scan_all

    raise typer.Exit(scan_all(what, as_json))


@app.command(help="Print the article of a page: title, text, dates, authors, language.")
def extract(
    what: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A page, a saved page or a plain text; `scan` reads feeds.")
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show where each field was found, which container was chosen, and why.")
    ] = False,
    as_json: Json = False,
) -> None:
    from frontwire_cli.extract import explain_page, show_article

    raise typer.Exit(explain_page(what, as_json) if explain else show_article(what, as_json))


@app.command(help="Run one function on one event, in this process on moto; print what it returned and changed.")
def invoke(
    function: Annotated[str, typer.Argument(help="schedule, poll, read, alert, deliver or api")],
    event: Annotated[Path, typer.Argument(help="A JSON file, such as events/read/capture.json")],
    as_json: Json = False,
) -> None:
    from frontwire_cli.invoke import invoke as invoke_once

    raise typer.Exit(invoke_once(function, event, as_json))


@app.command(help="Say what would keep alerts from arriving: SES's sandbox, missing secrets, late or dead messages.")
def doctor(
    stack: Annotated[
        str, typer.Option("--stack", help="A stack in AWS; without it, what shows before the deploy.")
    ] = "",
    sender: Annotated[str, typer.Option("--sender", help="The address alerts come from; a stack knows its own.")] = "",
    as_json: Json = False,
) -> None:
    from frontwire.wiring import clock
    from frontwire_cli.doctor import doctor as look

    raise typer.Exit(look(stack, sender, clock(), as_json))


samples.show_in(app)


def main() -> None:
    """The entry point: every error we know becomes one line and exit code 2."""
    try:
        app()
    except FrontwireError as error:
        fail(error)
        sys.exit(2)
    except FileNotFoundError as error:
        fail(ConfigError("no such file", subject=str(error.filename), hint="see the name and the folder"))
        sys.exit(2)
    except OSError as error:  # a folder for a file, no right, a full disk
        fail(ConfigError(str(error.strerror or error).lower(), subject=str(error.filename or "")))
        sys.exit(2)
    except (UnicodeError, RecursionError) as error:  # a file of other bytes
        fail(error)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if not type(error).__module__.startswith("botocore"):
            raise
        fail(error)  # AWS refused or could not be reached; its own words say which
        sys.exit(2)


if __name__ == "__main__":
    main()
