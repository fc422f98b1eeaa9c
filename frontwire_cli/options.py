"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, for programs.")]
Stack = Annotated[
    str,
    typer.Option(
        "--stack",
        help="A stack in AWS, or the folder of one of several runs; without it, `frontwire up` on this machine.",
    ),
]
