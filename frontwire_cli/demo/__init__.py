"""The demo world: invented outlets on loopback that live through five days of January 2025, phase by phase.

    with serve() as world:
        world.sources()     # what to poll
        world.advance()     # the next phase happens

`expected_alerts` says what a watcher of the whole world should have been told, and nothing else.
"""

from __future__ import annotations

from frontwire_cli.demo.expected import Expected, expected_alerts
from frontwire_cli.demo.server import Running, serve
from frontwire_cli.demo.world import World

__all__ = ["Expected", "Running", "World", "expected_alerts", "serve"]
