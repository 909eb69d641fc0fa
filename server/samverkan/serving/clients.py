"""Who a client is, for limits: an address, as near as the trusted proxies tell it."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

_FORWARDED_FOR = re.compile(r'(?:^|[;\s])for=("(?:[^"\\]|\\.)*"|[^;,\s]*)', re.IGNORECASE)
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([0-9.]+):\d+")
#: Who has one address of IPv6 has as many as such a network holds.
_NETWORK = 64


def client_of(near: str, told: str, proxies: int, header: str) -> str:
    """
    The address of the client; of IPv6, its network.

    Each proxy adds to the header whom it was asked by, so what the outermost trusted one added
    stands at the place of its number from the end. Whatever stands before that anybody can have
    written; where there is too little, or no address, the connection's own is taken.

    Args:
        near: the address at the other end of the connection.
        told: the header's value; of several, all with commas between.
        proxies: trusted ones between the client and here.
        header: which they add to, `X-Forwarded-For` or `Forwarded`.
    """
    if proxies:
        entries = told.split(",")
        if len(entries) >= proxies:
            entry = entries[-proxies].strip()
            if header == "Forwarded":
                found = _FORWARDED_FOR.search(entry)
                entry = found[1].strip('"') if found else ""
            return _network(entry) or _network(near) or near
    return _network(near) or near


@lru_cache(4096)
def _network(written: str) -> str:
    """The address, or its network; "" if it is none."""
    found = _WITH_PORT.fullmatch(written)
    try:
        address = ip_address((found[1] or found[2]) if found else written)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _NETWORK), strict=False))
