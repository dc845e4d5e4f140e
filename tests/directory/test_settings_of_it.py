"""Settings of a directory that make no sense stop the start with one line."""

import os
import subprocess
import sys
from typing import Any

import pytest

WHOLE = {"LDAP_SERVER_URI": "ldaps://dc1.company.example", "LDAP_USER_BASE": "dc=company,dc=example"}


def start(**env: str) -> Any:
    command = [sys.executable, "-c", "import messenger.settings.directory as d; print(d.LDAP_ATTRIBUTES['login'])"]
    return subprocess.run(
        command, env={**os.environ, **WHOLE, **env}, capture_output=True, text=True, timeout=60, check=False
    )


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
        (
            {"MESSENGER_ENV": "production", "SECRET_KEY": "x" * 40, "LDAP_SERVER_URI": "ldap://dc1.company.example"},
            "LDAP_SERVER_URI",
        ),
    ],
)
def test_nonsense_stops_the_start(env: dict[str, str], about: str) -> None:
    ended = start(**env)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"maru: {about}")
    assert len(ended.stderr.splitlines()) == 1


def test_active_directory_has_names_of_its_own() -> None:
    ended = start(LDAP_KIND="activedirectory", LDAP_ATTRIBUTES="phone=mobile")
    assert (ended.returncode, ended.stdout.strip()) == (0, "sAMAccountName")
