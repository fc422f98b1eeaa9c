"""Which addresses may be connected to: a closed list of refused networks, the usual ports, and the local exceptions.

The rule is applied to what a name resolves to, right before the connection is made to that very address, so that a name
that changes its mind between two look-ups (rebinding) gains nothing. In IPv6 the rule is turned round: only global
unicast is open, without the parts of it that carry an IPv4 address inside or that are not on the internet.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec import Struct

from frontwire.errors import RefusedAddress

PORTS = frozenset({80, 443, 8080, 8443})
DEFAULT_PORTS = {"http": 80, "https": 443}

_REFUSED_V4 = {
    IPv4Network(network): why
    for network, why in {
        "0.0.0.0/8": "this network",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "carrier-grade NAT",
        "127.0.0.0/8": "loopback",
        "168.63.129.16/32": "cloud metadata",
        "169.254.0.0/16": "link-local, cloud metadata",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "protocol assignments",
        "192.0.2.0/24": "documentation",
        "192.88.99.0/24": "6to4 relay",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved",
    }.items()
}
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = {
    IPv6Network(network): why
    for network, why in {
        "2001::/23": "Teredo, benchmarking and other protocol assignments",
        "2001:db8::/32": "documentation",
        "2002::/16": "6to4",
        "3fff::/20": "documentation",
    }.items()
}
_NUMERIC_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")
_DOTTED_QUAD = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})\Z")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252})\Z")
_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")


class Target(Struct, frozen=True):
    """A URL taken apart for connecting. `url` is plain ASCII; `host` has neither brackets nor a trailing dot."""

    url: str
    scheme: str
    host: str
    port: int


def refusal(address: str) -> str:
    """Why an IP address is never connected to, or "" where it is open. A scope (fe80::1%eth0) does not help it."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return _first_reason(ip, _REFUSED_V4)
    if ip not in _GLOBAL_V6:
        return "not global unicast (loopback, private, link-local, IPv4-mapped, NAT64 or reserved)"
    return _first_reason(ip, _REFUSED_V6)


def _first_reason(ip: IPv4Address | IPv6Address, table: dict[IPv4Network, str] | dict[IPv6Network, str]) -> str:
    return next((why for network, why in table.items() if ip in network), "")


def target(url: str, allow: tuple[str, ...] = ()) -> Target:
    """The parts of a URL that frontwire may ask for. Raises RefusedAddress for every other one."""
    if _CONTROLS.search(url.strip()):
        raise RefusedAddress("a URL holds no spaces, control characters or backslashes", subject=url[:200])
    try:
        parts = urlsplit(url.strip())
        port = DEFAULT_PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise RefusedAddress(f"not a URL: {error}", subject=url[:200]) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise RefusedAddress("only http and https are fetched", subject=url[:200])
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("a URL with a user name or password is not fetched", subject=host)
    open_door = allowed(host, port, allow)
    if not open_door:
        _refuse_form(host, port)
    netloc = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(urlunsplit((parts.scheme, netloc, path, query, "")), parts.scheme, host, port)


def allowed(host: str, port: int, allow: tuple[str, ...]) -> bool:
    """Whether the local setting opens `host:port`: an entry is `host:port`, or `*.domain:port`."""
    for entry in allow:
        name, _, number = entry.rpartition(":")
        if number == str(port) and (name.strip("[]") == host or (name[:2] == "*." and host.endswith(name[1:]))):
            return True
    return False


def is_localhost(host: str) -> bool:
    """Names that mean this machine (RFC 6761), and are never asked of a resolver."""
    return host == "localhost" or host.endswith(".localhost")


def _ascii_host(host: str) -> str:
    host = host.lower()
    if ":" in host:
        return str(ip_address(host.partition("%")[0]))
    # Dots last: some letters of other scripts become one.
    return (host if host.isascii() else host.encode("idna").decode("ascii")).rstrip(".")


def _refuse_form(host: str, port: int) -> None:
    if port not in PORTS:
        raise RefusedAddress(f"port {port} is not one of {sorted(PORTS)}", subject=host)
    if ":" in host:
        literal = refusal(host)
    elif _NUMERIC_LABEL.search(host.rpartition(".")[2]):
        # 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 all mean 127.0.0.1 to some resolver: only the plain form is read.
        try:
            literal = refusal(host) if _DOTTED_QUAD.match(host) else "a disguised number"
        except ValueError:
            literal = "not an address"
    elif is_localhost(host):
        literal = "this machine"
    else:
        literal = "" if _HOST.match(host) and ".." not in host else "not a host name"
    if literal:
        raise RefusedAddress(f"never connected to: {literal}", subject=host or "no host")
