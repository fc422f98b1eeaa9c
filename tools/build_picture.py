"""Makes docs/alert.svg: the alert of the sample capture as the terminal shows it."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from frontwire_cli.terminal import alert_panel
from tools.build_events import alert_of, matches

TARGET = Path(__file__).resolve().parents[1] / "docs" / "alert.svg"
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def main() -> None:
    console = Console(record=True, width=92, file=io.StringIO())
    console.print(alert_panel(alert_of(matches()["capture"])))
    svg = console.export_svg(title="frontwire", theme=MONOKAI, unique_id="alert")
    TARGET.write_text(FONT_FACE.sub("", svg), encoding="utf-8")  # no fonts from elsewhere: the reader's own will do


if __name__ == "__main__":
    main()
