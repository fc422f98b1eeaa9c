from __future__ import annotations

import pytest

from frontwire.collect.addresses import refusal, target
from frontwire.errors import RefusedAddress


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "0.0.0.0", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1",
        "198.51.100.7", "203.0.113.9", "192.88.99.1", "240.0.0.1", "::1", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:4136:e378::1", "2001:db8::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "5f00::1", "3fff::1", "fec0::1",
    ],
)  # fmt: skip
def test_closed_addresses_are_refused_with_a_reason(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "93.184.216.34", "2606:4700::1", "2a00:1450::5"]
)
def test_public_addresses_are_open(address: str) -> None:
    assert refusal(address) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://localhost/", "http://a.localhost/",
        "http://LOCALHOST./", "http://127.0.0.1./", "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://example.org:22/", "http://example.org:6379/",
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "http://user:pw@example.org/", "http://example.org@10.0.0.1/",
        "http://exa mple.org/", "http://example.org/\r\nHost: x", "http://example.org\\@10.0.0.1/", "http:///path", "http://[::1", "//example.org/",
        "http://example..org/", "http://999.1.1.1/", "http://127.0.0.⒈/", "http://example.org:0/", "http://ⓛocalhost/", "http://127.0.0.0x1/", "http://example.org:99999/", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_urls_that_are_never_asked_for(url: str) -> None:
    with pytest.raises(RefusedAddress):
        target(url)


def test_a_plain_url_is_made_ascii() -> None:
    assert (
        target("https://новини.укр/шлях?q=мир#x").url
        == "https://xn--b1amarcd.xn--j1amh/%D1%88%D0%BB%D1%8F%D1%85?q=%D0%BC%D0%B8%D1%80"
    )
    assert target("https://example.org:8443").url == "https://example.org:8443/"
    assert target("http://example.org:80/a%20b").url == "http://example.org/a%20b"


def test_the_local_setting_opens_one_port_of_one_host_only() -> None:
    allow = ("127.0.0.1:8123", "*.localhost:8123")
    assert target("http://127.0.0.1:8123/x", allow).port == 8123
    assert target("http://feed.localhost:8123/x", allow).host == "feed.localhost"
    for url in (
        "http://127.0.0.1:8124/",
        "http://127.0.0.2:8123/",
        "http://localhost:8123/",
        "http://x.localhost.evil.org:8123/",
    ):
        with pytest.raises(RefusedAddress):
            target(url, allow)
