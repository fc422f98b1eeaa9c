"""Servers of one's own: what lies on this machine or in its network is fetched only where a person names it.

`FRONTWIRE_LOCAL_HOSTS=localhost:8000,staging.localhost:8080` opens just these, for commands and for `run` and `up`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from frontwire.collect.addresses import DEFAULT_PORTS, allowed, is_localhost
from frontwire.errors import ConfigError, RefusedAddress
from frontwire.models import Source
from frontwire.settings import Settings

VARIABLE = "FRONTWIRE_LOCAL_HOSTS"
_OWN = tuple(map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")))


def named() -> tuple[str, ...]:
    return Settings.read(os.environ).local_hosts


def unnamed(url: str) -> str:
    """`host:port` of an address of one's own that nobody has named, or "" where the address is open or any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    return f"{host}:{port}" if port and _is_own(host) and not allowed(host, port, named()) else ""


def check(sources: Sequence[Source]) -> None:
    """Raises ConfigError for sources of one's own that nobody has named: each look at them would be refused."""
    shut = {source.id: door for source in sources if source.enabled and (door := unnamed(source.url))}
    if shut:
        doors = ",".join([*named(), *dict.fromkeys(shut.values())])
        raise ConfigError(
            "on your own machine or network, which is asked only where you name it",
            subject=", ".join(shut),
            hint=f"{VARIABLE}={doors}",
        )


def with_way_in(error: RefusedAddress, url: str) -> RefusedAddress:
    """The refusal of an address, with how to open it where it is one's own."""
    door = unnamed(url)
    if not door:
        return error
    return RefusedAddress(
        f"is on your own machine or network, which is asked only where you name it: {VARIABLE}={door}", subject=url
    )


def _is_own(host: str) -> bool:
    if is_localhost(host):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _OWN if network.version == address.version)
