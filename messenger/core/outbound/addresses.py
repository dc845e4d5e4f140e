"""Which addresses belong to the public network, and which an administrator may add.

Written out, because `ipaddress.is_global` calls multicast, IPv4-compatible, NAT64 and 6to4 addresses
global. IPv4 is everything but the IANA special registry (RFC 6890 and updates); IPv6 is 2000::/3 alone,
which leaves out every form that carries an IPv4 address inside, less what is special in there.
"""

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# An office's own networks: closed, unless LINK_ALLOWED opens a part of one.
_PRIVATE = _networks("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_PUBLIC = _networks("0.0.0.0/0", "2000::/3")
_SPECIAL = _networks(
    "0.0.0.0/8",  # this network
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local, and most clouds' metadata
    "192.0.0.0/24",  # IETF protocol assignments
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # AMT
    "192.88.99.0/24",  # 6to4 relays
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarking
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
    "2001::/23",  # Teredo, ORCHID, benchmarking
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4
    "2620:4f:8000::/48",  # AS112
    "3fff::/20",  # documentation
)
# Machines' own keys are handed out here. One of them lies in a public range, and none is ever opened.
_METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("168.63.129.16", "169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be there."""
    return (
        _is_plain(address)
        and _lies_in(address, _PUBLIC)
        and not _lies_in(address, _SPECIAL)
        and not _lies_in(address, _PRIVATE)
    )


def is_private(address: Address) -> bool:
    """Whether it is of an office's own network, which an administrator may open."""
    return _is_plain(address) and _lies_in(address, _PRIVATE)


def may_be_opened(network: Network) -> bool:
    """Whether an administrator may name this network: all of it private, or all of it public."""
    whole = any(_within(network, one) for one in _PRIVATE)
    return whole or (
        any(_within(network, one) for one in _PUBLIC)
        and not any(_overlap(network, one) for one in (*_SPECIAL, *_PRIVATE))
    )


def _is_plain(address: Address) -> bool:
    """No zone id, which means one thing to one parser and another to the next; nobody's metadata."""
    return getattr(address, "scope_id", None) is None and address not in _METADATA


def _lies_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _within(network: Network, other: Network) -> bool:
    return network.version == other.version and network.network_address in other and network.broadcast_address in other


def _overlap(network: Network, other: Network) -> bool:
    return network.version == other.version and network.overlaps(other)
