"""Settings of a directory that make no sense stop the start with one line."""

import runpy
from typing import Any

import pytest

from messenger.settings import directory, house

FILE = str(directory.__file__)
WHOLE = {"LDAP_SERVER_URI": "ldaps://dc1.company.example", "LDAP_USER_BASE": "dc=company,dc=example"}


def start(monkeypatch: pytest.MonkeyPatch, **env: str) -> dict[str, Any]:
    for name, value in {**WHOLE, **env}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(FILE)


@pytest.mark.parametrize(
    ("env", "about"),
    [
        ({"LDAP_SERVER_URI": "http://dc1.company.example"}, "LDAP_SERVER_URI"),
        ({"LDAP_USER_BASE": ""}, "LDAP_USER_BASE"),
        ({"LDAP_ADMIN_GROUP": "cn=admins"}, "LDAP_GROUP_BASE"),
        ({"LDAP_USER_FILTER": "(&(objectClass=person)"}, "LDAP_USER_FILTER"),
        ({"LDAP_ATTRIBUTES": "shoe=size"}, "LDAP_ATTRIBUTES"),
        ({"LDAP_GRACE_SECONDS": "90000"}, "LDAP_GRACE_SECONDS"),
        ({"LDAP_START_TLS": "true"}, "LDAP_START_TLS"),
    ],
)
def test_nonsense_stops_the_start(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], about: str) -> None:
    with pytest.raises(SystemExit, match=f"^maru: {about}[^\n]*$"):
        start(monkeypatch, **env)


def test_production_sends_no_password_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "PRODUCTION", True)
    bare = "ldap://dc1.company.example"
    with pytest.raises(SystemExit, match="unencrypted"):
        start(monkeypatch, LDAP_SERVER_URI=bare)
    assert start(monkeypatch, LDAP_SERVER_URI=bare, LDAP_START_TLS="true")["LDAP_SERVER_URI"] == bare


def test_a_machine_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"LDAP_SERVER_URI needs python-ldap: install .*libldap2-dev"):
        start(monkeypatch)


def test_active_directory_has_names_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = start(monkeypatch, LDAP_KIND="activedirectory", LDAP_ATTRIBUTES="phone=mobile")
    assert chosen["LDAP_ATTRIBUTES"]["login"] == "sAMAccountName"
    assert chosen["LDAP_ATTRIBUTES"]["phone"] == "mobile"
