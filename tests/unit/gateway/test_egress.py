"""Where the gateway connects to, and where never."""

from __future__ import annotations

import pytest

from hegui.errors import UpstreamForbidden
from hegui.gateway.egress import checked_url, why_refused
from hegui.gateway.upstream import Upstream


@pytest.mark.parametrize("allow_private", [False, True])
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "http://100.100.100.200/v1",
        "http://2852039166/v1",
        "http://0xa9fea9fe/v1",
        "http://0.0.0.0/v1",
        "http://224.0.0.1/v1",
        "ftp://example.com/v1",
        "file:///etc/passwd",
        "//example.com/v1",
        "example.com/v1",
        "http:///v1",
        "http://user:secret@example.com/v1",
        "http://example.com/v1?x=1",
        "http://example.com/v1#x",
        "http://example.com:99999/v1",
        "http://[::1/v1",
        "",
    ],
)
def test_some_places_are_never_called(url: str, allow_private: bool) -> None:
    """Metadata services, odd schemes and addresses that hide something."""
    with pytest.raises(UpstreamForbidden) as caught:
        checked_url(url, allow_private=allow_private)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.example.com/v1/", "https://api.example.com/v1"),
        ("http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/v1"),
        ("http://10.0.0.7/v1", "http://10.0.0.7/v1"),
        ("http://[::1]:9000/v1", "http://[::1]:9000/v1"),
    ],
)
def test_public_names_and_written_numbers_are_fine(url: str, base: str) -> None:
    """Whoever writes a number means that machine."""
    assert checked_url(url, allow_private=False) == base


def test_a_private_name_needs_leave() -> None:
    """`localhost` is told at once; other names when they are looked up."""
    with pytest.raises(UpstreamForbidden):
        checked_url("http://localhost:9000/v1", allow_private=False)

    assert checked_url("http://localhost:9000/v1", allow_private=True).endswith(":9000/v1")


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "::1", "100.64.0.1", "fc00::1"])
def test_private_addresses_need_leave(address: str) -> None:
    """Also those that only a lookup brings to light."""
    assert why_refused(address, allow_private=False) is not None
    assert why_refused(address, allow_private=True) is None


def test_public_addresses_need_none() -> None:
    """The usual case."""
    assert why_refused("1.1.1.1", allow_private=False) is None


def test_a_key_that_would_break_a_header_is_refused() -> None:
    """A line end in a key would be another header."""
    with pytest.raises(UpstreamForbidden):
        Upstream("https://api.example.com/v1", "abc\r\nx: y")
