"""The documents are true: every command they show exists, every file they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from frontwire_cli.main import app

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"frontwire ((?:[a-z]+)(?: [a-z]+)?)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
MAKE = re.compile(r"`make ([a-z-]+)|^make ([a-z-]+)", re.MULTILINE)
EVENT = re.compile(r"events/\w+/\w+\.json")


def known(group: typer.Typer, before: str = "") -> set[str]:
    names = {f"{before}{info.name or info.callback.__name__}" for info in group.registered_commands if info.callback}
    for info in group.registered_groups:
        if info.typer_instance and info.name:
            names |= {info.name} | known(info.typer_instance, f"{info.name} ")
    return names


def code_in(text: str) -> str:
    """What stands between backquotes, in line or in blocks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_command_shown_exists(path: Path) -> None:
    names = known(app)
    for words in COMMAND.findall(code_in(path.read_text(encoding="utf-8"))):
        assert words in names or words.split()[0] in names - {n.split()[0] for n in names if " " in n}, words


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_file_named_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in [*LINK.findall(text), *EVENT.findall(text)]:
        assert (path.parent / target).exists() or (ROOT / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_make_target_shown_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for one, two in MAKE.findall(path.read_text(encoding="utf-8")):
        assert (one or two) in targets
