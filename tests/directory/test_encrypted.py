"""Passwords travel encrypted, and only to a directory whose certificate our authority has signed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.directory import backend, client
from accounts.directory.errors import DirectoryDown
from tests.directory import company
from tests.directory.certificates import Authority
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db  # nothing is written: the stand-in of the library wants to know the table


@pytest.fixture(scope="module")
def ours(tmp_path_factory: Any) -> Authority:
    return Authority("ours", tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def encrypted(ours: Authority) -> Iterator[Slapd]:
    with Slapd(ours.certificate("127.0.0.1")) as directory:
        company.open_company(directory)
        yield directory


@pytest.fixture(autouse=True)
def configured(encrypted: Slapd, ours: Authority, settings: Any) -> Iterator[None]:
    for name, value in {**company.settings_of(encrypted), "LDAP_CA_FILE": str(ours.file)}.items():
        setattr(settings, name, value)
    client.breaker.forget()
    yield
    client.breaker.forget()


def proves() -> bool:
    return backend.prove("minji.kim", company.PASSWORD) is not None


@pytest.mark.parametrize("way", ["ldaps", "StartTLS"])
def test_a_certificate_of_our_authority_is_believed(encrypted: Slapd, settings: Any, way: str) -> None:
    settings.LDAP_SERVER_URI = encrypted.tls_uri if way == "ldaps" else encrypted.uri
    settings.LDAP_START_TLS = way == "StartTLS"
    assert proves()
    with client.bound() as connection:
        assert len(list(client.search(connection, company.PEOPLE, "(objectClass=inetOrgPerson)", ["cn"]))) == 3


@pytest.mark.parametrize("way", ["ldaps", "StartTLS"])
def test_a_certificate_of_another_authority_ends_the_call(
    encrypted: Slapd, settings: Any, way: str, tmp_path: Path
) -> None:
    settings.LDAP_SERVER_URI = encrypted.tls_uri if way == "ldaps" else encrypted.uri
    settings.LDAP_START_TLS = way == "StartTLS"
    settings.LDAP_CA_FILE = str(Authority("theirs", tmp_path).file)
    with pytest.raises(DirectoryDown):
        proves()
    with pytest.raises(DirectoryDown), client.bound():
        pass


def test_the_systems_authorities_do_not_know_ours(encrypted: Slapd, settings: Any) -> None:
    settings.LDAP_SERVER_URI, settings.LDAP_CA_FILE = encrypted.tls_uri, ""
    with pytest.raises(DirectoryDown):
        proves()


def test_a_certificate_of_another_host_ends_the_call(ours: Authority, settings: Any) -> None:
    with Slapd(ours.certificate("127.0.0.9")) as elsewhere:
        settings.LDAP_SERVER_URI = elsewhere.tls_uri
        with pytest.raises(DirectoryDown):
            proves()


def test_a_directory_that_cannot_encrypt_gets_no_password(directory: Slapd, settings: Any, ours: Authority) -> None:
    settings.LDAP_START_TLS, settings.LDAP_CA_FILE = True, str(ours.file)
    with pytest.raises(DirectoryDown):
        proves()
