"""Where the embedded AWS unpacks its functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontwire_cli.laptop import emulator
from frontwire_cli.laptop.emulator import Emulator


def scratch(home: Path) -> Path:
    return Emulator(Path("python"), home)._scratch


def test_functions_are_unpacked_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emulator, "MEMORY", tmp_path)
    monkeypatch.setattr(emulator, "ROOM", 1)
    assert scratch(tmp_path / "home").parent == tmp_path
    assert scratch(tmp_path / "home") != scratch(tmp_path / "another")


@pytest.mark.parametrize("missing", ["folder", "room"])
def test_on_disk_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(emulator, "MEMORY", tmp_path / "none" if missing == "folder" else tmp_path)
    monkeypatch.setattr(emulator, "ROOM", 1 << 60)
    assert scratch(tmp_path / "home") == tmp_path / "home" / "tmp"
