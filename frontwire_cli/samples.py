"""An example for each command, shown below its help; a test reads every one of them as the command line would."""

from __future__ import annotations

import typer

SAMPLES = {
    "run": "frontwire run --sources my.yaml --out today",
    "up": "frontwire up --demo --persist state",
    "scan": "frontwire scan https://outlet.example/news/1 saved.html feed.xml",
    "extract": "frontwire extract https://outlet.example/news/1 --explain",
    "invoke": "frontwire invoke read events/read/capture.json",
    "doctor": "frontwire doctor --stack frontwire",
    "sources list": "frontwire sources list --live",
    "sources add": "frontwire sources add outlet.example --file my.yaml",
    "sources check": "frontwire sources check --file my.yaml",
    "sources load": "frontwire sources load my.yaml --stack frontwire",
    "sources release": "frontwire sources release ministry --stack frontwire",
    "sources import": "frontwire sources import feeds.opml --file my.yaml",
    "sources export": "frontwire sources export --file my.yaml > feeds.opml",
    "topics list": "frontwire topics list",
    "topics new": "frontwire topics new ferry_accidents 'ferry, пором, 여객선' 'sank, capsized' --without museum",
    "topics lint": "frontwire topics lint shared/frontwire/config/topics/prisoner_swap.yaml",
    "topics test": "frontwire topics test prisoner_swap",
    "topics explain": "frontwire topics explain 'Kyiv and Moscow swapped 84 prisoners each.' --topic prisoner_swap",
    "topics compile": "frontwire topics compile",
    "topics backtest": "frontwire topics backtest shared/frontwire/config/topics/prisoner_swap.yaml --days 30",
    "channels add": "frontwire channels add desk-slack slack --secret /frontwire/slack-webhook --topics prisoner_swap",
    "channels list": "frontwire channels list --stack frontwire",
    "channels test": "frontwire channels test desk-slack",
    "channels on": "frontwire channels on desk-mail",
    "channels remove": "frontwire channels remove desk-slack",
    "subscriptions list": "frontwire subscriptions list",
    "subscriptions set": "frontwire subscriptions set desk-mail --budget 10 --quiet 22:00-07:00 --zone Europe/Kyiv",
    "subscriptions mute": "frontwire subscriptions mute desk-mail --for 8h",
    "subscriptions unmute": "frontwire subscriptions unmute desk-mail",
    "stories list": "frontwire stories list --limit 5",
    "stories show": "frontwire stories show s-88ab102687556fce",
    "stories explain": "frontwire stories explain s-88ab102687556fce",
    "stories mute": "frontwire stories mute s-88ab102687556fce",
    "alerts list": "frontwire alerts list --limit 3 --json",
    "deliveries list": "frontwire deliveries list desk-slack",
    "deliveries retry": "frontwire deliveries retry s-88ab102687556fce-1 desk-slack",
    "feedback list": "frontwire feedback list --limit 50",
    "feedback precision": "frontwire feedback precision --stack frontwire",
    "feedback export": "frontwire feedback export examples",
}


def show_in(group: typer.Typer, before: str = "") -> list[str]:
    """Put each example below its command, and the names of a group's commands into its help; returns these names."""
    names = []
    for info in group.registered_commands:
        name = info.name or (info.callback.__name__ if info.callback else "")
        names.append(name)
        info.epilog = f"Example: [bold]{SAMPLES[f'{before}{name}']}[/]"
    for inner in group.registered_groups:
        if inner.typer_instance and inner.name:
            inside = show_in(inner.typer_instance, f"{inner.name} ")
            inner.help = f"{inner.typer_instance.info.help}: {', '.join(inside)}."
    return names
