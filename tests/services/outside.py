"""The network as tests of outgoing calls have it: one site of ours that may be called, and a watch at the socket."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from messenger.core.outbound.addresses import Address
from messenger.core.outbound.allowing import Allowed
from messenger.core.outbound.policy import Policy
from messenger.core.outbound.resolving import Resolver

HOST = "page.test"
_HERE = ip_network("127.0.0.1/32")


class Here(Policy):
    """The rules of the product, but for one port of 127.0.0.1 under the names in `allowed`. No setting says this."""

    def passes(self, host: str, address: Address, port: int) -> bool:
        here = any((one.host, one.port) == (host, port) and address in one.network for one in self.allowed)
        return here or super().passes(host, address, port)


def here(port: int, resolve: Resolver, *names: str, failure_seconds: float = 0) -> Here:
    """Rules under which these names (`page.test`) may be called on one port of this machine."""
    allowed = tuple(Allowed(name, _HERE, port) for name in names or (HOST,))
    return Here(allowed=allowed, resolve=resolve, failure_seconds=failure_seconds)


def always(*addresses: str) -> Resolver:
    """A resolver that finds every name in the same place."""
    found = [ip_address(text) for text in addresses]
    return lambda _host, _seconds: found


@dataclass
class Watch:
    """Every address that a socket was to connect to. What is not this machine is refused."""

    called: list[tuple[str, int]] = field(default_factory=list)

    def others(self, port: int) -> list[tuple[str, int]]:
        """Whom it called beside 127.0.0.1 on this port."""
        return [address for address in self.called if address != ("127.0.0.1", port)]


def watch(patch: pytest.MonkeyPatch) -> Watch:
    """Watch the sockets of this process."""
    seen = Watch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _watched(seen, getattr(socket.socket, name)))
    return seen


def _watched(seen: Watch, real: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.type & socket.SOCK_STREAM and isinstance(address, tuple):
            seen.called.append(address[:2])
            if not ip_address(address[0]).is_loopback:
                raise ConnectionRefusedError(address)
        return real(self, address)

    return connect
