"""Whose request it is: never what a client can make up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.serving.clients import client_of

NEAR = "192.0.2.1"


def _client(told: str, proxies: int, header: str = "X-Forwarded-For", near: str = NEAR) -> str:
    return client_of(near, told, proxies, header)


@pytest.mark.parametrize(
    ("told", "proxies", "client"),
    [
        ("203.0.113.9", 0, NEAR),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9, 198.51.100.2", 2, "203.0.113.9"),
        ("203.0.113.9:4711", 1, "203.0.113.9"),
        ("[2001:db8:1:2:3::9]:4711", 1, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3::9", 1, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", 1, "203.0.113.9"),
        ("203.0.113.9", 2, NEAR),
        ("unknown", 1, NEAR),
        ("", 1, NEAR),
        ("6.6.6.6,", 1, NEAR),
    ],
)
def test_the_entry_of_the_outermost_trusted_proxy_counts(told: str, proxies: int, client: str):
    assert _client(told, proxies) == client


@pytest.mark.parametrize(
    ("told", "proxies", "client"),
    [
        ("for=203.0.113.9", 1, "203.0.113.9"),
        ("for=6.6.6.6, For=203.0.113.9;proto=https;by=198.51.100.1", 1, "203.0.113.9"),
        ('proto=https;for="[2001:db8:1:2:3::9]:4711"', 1, "2001:db8:1:2::/64"),
        ("for=_hidden", 1, NEAR),
        ("by=203.0.113.9", 1, NEAR),
    ],
)
def test_forwarded_is_read_where_the_settings_say_so(told: str, proxies: int, client: str):
    assert _client(told, proxies, "Forwarded") == client


def test_a_network_of_ipv6_is_one_client_and_its_neighbour_another():
    clients = [
        _client("", 0, near=near) for near in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    ]

    assert clients == ["2001:db8::/64", "2001:db8::/64", "2001:db8:0:1::/64"]


@given(st.text(), st.integers(1, 3), st.sampled_from(["X-Forwarded-For", "Forwarded"]))
def test_whatever_stands_before_the_proxy_s_own_entry_changes_nothing(
    made_up: str, proxies: int, header: str
):
    own = "203.0.113.9" if header == "X-Forwarded-For" else "for=203.0.113.9"
    told = ", ".join([made_up, own, *["198.51.100.1"] * (proxies - 1)])

    assert _client(told, proxies, header) == "203.0.113.9"
