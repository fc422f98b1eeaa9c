"""Where the project lies: the folder with template.yaml, found from where the command is run or from the code."""

from __future__ import annotations

from pathlib import Path

from frontwire.errors import ConfigError


def project_root() -> Path:
    """Raises ConfigError where there is no project, as in a bare installation."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / "template.yaml").is_file() and (folder / "shared" / "frontwire").is_dir():
            return folder
    raise ConfigError("no template.yaml of frontwire here or above", subject=str(here), hint="run it in the project")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: a full disk leaves no half of one behind. Raises OSError."""
    partial = path.with_suffix(path.suffix + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def starter_pack() -> Path:
    """The sources that ship."""
    return project_root() / "shared" / "frontwire" / "config" / "sources.yaml"
