"""What a URL means, read once by one parser (RFC 3986, stricter).

Where two parsers could differ (a user before the host, a backslash, white space, another spelling of an
IPv4 address) the URL is refused. Nothing later reads the text again: the parts found here are what is
checked, resolved, connected to and sent.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from messenger.core.outbound.addresses import Address
from messenger.core.outbound.errors import Blocked

MAX_URL = 2048
_MAX_HOST = 253
_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(https?)://(\[[^\]]*\]|[^:/?#\[\]]*)(?::([0-9]{1,5}))?([/?][^#]*)?(#.*)?", re.IGNORECASE)
_BAD = re.compile(r'[\x00-\x20\x7f-\xa0\\<>"\u2028\u2029\u3000\ud800-\udfff]')
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_HANGUL = re.compile(r"[a-z0-9가-힣-]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT = "%/:@!$&'()*+,;=-._~[]"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads. `host` is ASCII in lower case without brackets, `address` set if it is a literal one;
    `path` begins with a slash and holds the query, `fragment` is kept for people and never sent."""

    scheme: str
    host: str
    port: int
    path: str
    fragment: str
    address: Address | None

    @property
    def authority(self) -> str:
        """Host, and port if it is not the scheme's: the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def name(self) -> str:
        """The host as people read it: in Hangul where it is; other scripts have letters that look like ours."""
        labels = [_as_hangul(label) for label in self.host.split(".")]
        return ".".join(labels)

    @property
    def url(self) -> str:
        """The one spelling of this URL."""
        return f"{self.scheme}://{self.authority}{self.path}{self.fragment}"


def parse(url: str) -> Target:
    """Read a URL, or raise `Blocked`."""
    match = None if _BAD.search(url) else _URL.fullmatch(url)
    if match is None or len(url) > MAX_URL:
        raise Blocked("SPELLING")
    scheme, raw_host, raw_port, rest, fragment = match.groups()
    scheme = scheme.lower()
    host, address = _literal6(raw_host) if raw_host.startswith("[") else _name_or_literal4(raw_host)
    port = int(raw_port) if raw_port else _PORTS[scheme]
    path = quote(rest or "/", safe=f"{_KEPT}?")
    found = Target(
        scheme=scheme,
        host=host,
        port=port,
        path=path if path.startswith("/") else f"/{path}",
        fragment=quote(fragment or "", safe=f"{_KEPT}?#"),
        address=address,
    )
    if not 0 < port < 65536 or len(found.url) > MAX_URL:
        raise Blocked("SPELLING")
    return found


def follow(target: Target, location: str) -> Target:
    """Where a redirect leads, or `Blocked`."""
    if _BAD.search(location) or len(location) > MAX_URL:
        raise Blocked("SPELLING")
    try:
        return parse(urljoin(target.url, location))
    except ValueError:  # brackets that are no IPv6 address
        raise Blocked("SPELLING") from None


def _literal6(raw: str) -> tuple[str, Address]:
    try:
        address = ipaddress.IPv6Address(raw[1:-1])
    except ValueError:
        raise Blocked("SPELLING") from None
    if address.scope_id is not None:
        raise Blocked("SPELLING")
    return str(address), address


def _name_or_literal4(raw: str) -> tuple[str, Address | None]:
    host = _ascii(raw).removesuffix(".")
    if len(host) > _MAX_HOST or not _HOST.fullmatch(host):
        raise Blocked("SPELLING")
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host, None
    # The C library reads 127.1, 0x7f000001 and 017700000001 as addresses too: only the plain form is one here.
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        raise Blocked("SPELLING") from None
    if host != raw.removesuffix("."):
        raise Blocked("SPELLING")
    return host, address


def _as_hangul(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        shown = idna.decode(label)
    except idna.IDNAError:
        return label
    return shown if _HANGUL.fullmatch(shown) else label


def _ascii(host: str) -> str:
    """The name as the DNS knows it (IDNA 2008)."""
    host = unicodedata.normalize("NFC", host).lower()
    if host.isascii():
        return host
    try:
        return idna.encode(host).decode()
    except idna.IDNAError:
        raise Blocked("SPELLING") from None
