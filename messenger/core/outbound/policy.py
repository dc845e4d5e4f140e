"""The rules: whom Maru may call, and on which ports.

Public addresses on 80 and 443, and what `LINK_ALLOWED` opens. Never this machine or the servers it lives
on, under whatever name.
"""

import hashlib
import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from messenger.core.outbound import resolving
from messenger.core.outbound.addresses import Address, is_private, is_public
from messenger.core.outbound.allowing import Allowed
from messenger.core.outbound.errors import Blocked, OutboundError
from messenger.core.outbound.resolving import Resolver
from messenger.core.outbound.targets import Target

_RULES = 1  # counts up when the rules of this package change: what was fetched under others is fetched again
_PORTS = frozenset({80, 443})
_OWN_KEPT_SECONDS = 300


@dataclass(frozen=True)
class Policy:
    """What is allowed. `own` are the names and addresses of this product and of the servers it lives on.

    `chosen` are hosts with their port that the administrator put in by name, as a service that Maru depends on:
    they may be in the office's network and on this machine, but never where machines get their keys.
    """

    allowed: tuple[Allowed, ...] = ()
    chosen: frozenset[tuple[str, int]] = frozenset()
    own: frozenset[str] = frozenset()
    resolve: Resolver = resolving.system
    failure_seconds: float = 6.0  # every failure takes this long, or a multiple: time tells nothing of its cause

    @cached_property
    def version(self) -> str:
        """Names these rules in 16 characters: answers are cached under it."""
        entries = sorted(f"{one.host}={one.network}:{one.port}" for one in self.allowed)
        return hashlib.sha256(repr((_RULES, entries, sorted(self.own))).encode()).hexdigest()[:16]

    def check_name(self, target: Target) -> None:
        """Refuse what can be refused without asking anybody where it is."""
        if (target.host, target.port) in self.chosen:
            return
        if target.port not in _PORTS and not any((a.host, a.port) == (target.host, target.port) for a in self.allowed):
            raise Blocked("PORT")
        if target.host in self.own or target.host.rpartition(".")[2] == "localhost":
            raise Blocked("OWN")
        if target.address is not None and not self._is_open(target.host, target.address, target.port):
            raise Blocked("ADDRESS")

    def check_addresses(self, target: Target, addresses: Iterable[Address]) -> None:
        """Refuse the target unless every one of its addresses may be called."""
        for address in addresses:
            if not self.passes(target.host, address, target.port):
                raise Blocked("ADDRESS")

    def passes(self, host: str, address: Address, port: int) -> bool:
        """Whether this address may be called on this port under this name."""
        if (host, port) in self.chosen:
            return address.is_loopback or is_private(address) or is_public(address)
        if not self._is_open(host, address, port):
            return False
        return not _is_this_machine(address) and address not in self._own_addresses()

    def _is_open(self, host: str, address: Address, port: int) -> bool:
        return (port in _PORTS and is_public(address)) or any(one.covers(host, address, port) for one in self.allowed)

    def _own_addresses(self) -> frozenset[Address]:
        return _addresses_of(self.own, self.resolve, int(time.monotonic() // _OWN_KEPT_SECONDS))


def current() -> Policy:
    """The rules of this installation, as the settings have them."""
    return Policy(allowed=settings.LINK_ALLOWED, own=_own_hosts())


def _own_hosts() -> frozenset[str]:
    urls = [
        *settings.ALLOWED_ORIGINS,
        settings.FILE_ORIGIN,
        settings.S3_ENDPOINT_URL,
        settings.S3_PUBLIC_ENDPOINT_URL,
        settings.REDIS_URL,
        settings.CLAMD_ADDRESS,
        f"//{settings.DATABASES['default'].get('HOST', '')}",
    ]
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))


def _is_this_machine(address: Address) -> bool:
    """Whether an interface of this machine has the address: only then can a socket be bound to it."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


@lru_cache(maxsize=8)
def _addresses_of(names: frozenset[str], resolve: Resolver, _moment: int) -> frozenset[Address]:
    found: set[Address] = set()
    for name in names:
        try:
            found.add(ipaddress.ip_address(name))
        except ValueError:
            try:
                found.update(resolve(name, 2.0))
            except OutboundError:
                continue  # who cannot be found cannot be called either
    return frozenset(found)
