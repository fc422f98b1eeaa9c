from __future__ import annotations

from collections.abc import Iterator

import pytest

from frontwire_cli.demo import Running, World, serve


@pytest.fixture
def running() -> Iterator[Running]:
    with serve() as world:
        yield world


@pytest.fixture
def last_world() -> World:
    """The world after its last phase, without a server."""
    world = World(port=8000)
    for _ in range(5):
        world = world.advanced()
    return world
