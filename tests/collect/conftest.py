from __future__ import annotations

from collections.abc import Iterator

import pytest

from frontwire.collect.fetch import Fetcher
from tests.collect.smallweb import Web


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def fetcher(web: Web) -> Fetcher:
    return Fetcher(
        "frontwire-test (+mailto:desk@example.org)",
        allow=(f"127.0.0.1:{web.port}", f"*.localhost:{web.port}"),
        timeout=3.0,
        max_bytes=200_000,
    )
