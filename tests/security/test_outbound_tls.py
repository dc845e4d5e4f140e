"""The address is pinned, the certificate is the name's: TLS of outgoing calls."""

import datetime as dt
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from messenger.core.outbound import bodies, fetching, pinned
from messenger.core.outbound.errors import Failed
from tests.security.devices import once
from tests.services.hostile_http import Site, html, redirect
from tests.services.outside import HOST, always, here

pytestmark = once  # no database is asked


def certificate(directory: Path, name: str) -> Path:
    """A self-signed certificate for a name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = directory / f"{name}.pem"
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def asked_for() -> list[str | None]:
    """The names under which the site was asked for (SNI)."""
    return []


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_for: list[str | None]) -> Iterator[Site]:
    pem = certificate(tmp_path, HOST)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem)
    served.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    trusting = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(fetching, "tls", lambda: trusting)
    with Site(served) as running:
        running.pages["/"] = html("제목")
        yield running


def fetch(site: Site, name: str) -> fetching.Answer:
    rules = here(site.port, always("127.0.0.1"), name)
    return fetching.fetch(f"https://{name}:{site.port}/", bodies.PAGE, rules)


def test_the_name_is_asked_for_and_checked_though_the_address_is_called(site: Site, asked_for: list[str]) -> None:
    assert "제목".encode() in fetch(site, HOST).body
    assert asked_for == [HOST]


def test_a_certificate_of_another_name_ends_the_call(site: Site, asked_for: list[str]) -> None:
    with pytest.raises(Failed, match="TLS"):
        fetch(site, "other.test")
    assert asked_for == ["other.test"]
    assert site.requests == []


def test_a_certificate_nobody_vouches_for_ends_the_call(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with pytest.raises(Failed, match="TLS"):
        fetch(site, HOST)
    assert site.requests == []


def test_from_https_nobody_is_led_to_http(site: Site) -> None:
    site.pages["/"] = redirect(f"http://{HOST}:{site.port}/")
    with pytest.raises(Failed, match="DOWNGRADE"):
        fetch(site, HOST)
    assert len(site.requests) == 1


def test_a_server_that_speaks_no_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinned, "CONNECT_SECONDS", 0.2)
    with Site() as plain, pytest.raises(Failed, match="TIMEOUT"):
        fetch(plain, HOST)  # each waits for the other
