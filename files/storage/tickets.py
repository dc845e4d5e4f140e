"""Addresses of our own that are a permission for a while: who has one needs no other credentials (contract 6).

A ticket is signed with the installation's key and says what it is for, so that nothing about it has to
be looked up. Nobody can change the size, the number or the end of one.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.utils.crypto import constant_time_compare, salted_hmac

from messenger.core.errors import Forbidden

_PART = re.compile(r"/api/v1/files/uploads/([0-9a-f]{32})/parts/([1-9][0-9]{0,4})")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")


def signature(purpose: str, *claims: object) -> str:
    """What nobody else can compute for these claims."""
    told = "\n".join(str(claim) for claim in claims)
    return salted_hmac(f"files.{purpose}", told, algorithm="sha256").hexdigest()


def holds(signed: str, purpose: str, *claims: object) -> bool:
    """Whether `signed` is the signature of these claims."""
    return constant_time_compare(signed, signature(purpose, *claims))


@dataclass(frozen=True, slots=True)
class PartTicket:
    """The permission to put part `number` of an upload: `size` bytes, until `expires` (Unix time)."""

    store_id: str
    number: int
    size: int
    expires: int

    def url(self, base: str) -> str:
        """The address below our origin `base`."""
        signed = signature("part", self.store_id, self.number, self.size, self.expires)
        query = urlencode({"size": self.size, "expires": self.expires, "signature": signed})
        return f"{base}/api/v1/files/uploads/{self.store_id}/parts/{self.number}?{query}"

    @classmethod
    def presented(cls, path: str, query: bytes) -> "PartTicket | None":
        """The ticket in an address; None for another address, `Forbidden` if it is not valid (any more)."""
        found = _PART.fullmatch(path)
        if found is None:
            return None
        given = {name: values[0] for name, values in parse_qs(query.decode("latin1")).items()}
        size, expires = given.get("size", ""), given.get("expires", "")
        if not (_NUMBER.fullmatch(size) and _NUMBER.fullmatch(expires)):
            raise Forbidden
        ticket = cls(found[1], int(found[2]), int(size), int(expires))
        claims = (ticket.store_id, ticket.number, ticket.size, ticket.expires)
        if not holds(given.get("signature", ""), "part", *claims) or ticket.expires < time.time():
            raise Forbidden
        return ticket
