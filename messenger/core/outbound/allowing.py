"""Intranet hosts that an administrator lets previews be fetched from: the setting `LINK_ALLOWED`."""

import ipaddress
import re
from dataclasses import dataclass

from messenger.core.outbound.addresses import Address, Network, is_private, is_public, may_be_opened
from messenger.core.outbound.errors import Blocked
from messenger.core.outbound.targets import parse as parse_url

_ENTRY = re.compile(r"([^=\s]+)=\[?([0-9A-Fa-f.:]+/[0-9]{1,3})\]?:([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A host by its exact name, where it may be, and the port."""

    host: str
    network: Network
    port: int

    def covers(self, host: str, address: Address, port: int) -> bool:
        """Whether this entry opens the address."""
        return (
            (host, port) == (self.host, self.port)
            and address.version == self.network.version
            and address in self.network
            and (is_private(address) or is_public(address))
        )


def parse(raw: str) -> tuple[Allowed, ...]:
    """`wiki.corp=10.1.0.0/16:443 …` between white space; `ValueError` for anything else.

    A network must be private or public as a whole: what is never called (this machine itself, link-local,
    multicast, addresses that carry others inside) cannot be opened.
    """
    return tuple(_entry(word) for word in raw.split())


def _entry(word: str) -> Allowed:
    match = _ENTRY.fullmatch(word)
    if match is None:
        raise ValueError(word)
    host, network, port = match[1], ipaddress.ip_network(match[2]), int(match[3])
    try:
        target = parse_url(f"http://{host}:{port}/")
    except Blocked:
        raise ValueError(word) from None
    is_host = (target.port, target.path, target.fragment, target.address) == (port, "/", "", None)
    if not is_host or not may_be_opened(network):
        raise ValueError(word)
    return Allowed(target.host, network, port)
