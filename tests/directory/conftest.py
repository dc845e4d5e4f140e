"""Each test meets the same small company in its directory, a real one."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("ldap", reason="python-ldap is not installed: its headers, then `make setup`")

from accounts.directory import client
from accounts.directory import ways as directory_ways
from tests.directory import company
from tests.services import slapd
from tests.services.slapd import Slapd

if slapd.binary() is None:
    pytest.skip("there is no slapd here", allow_module_level=True)

# What reads no table is looked at once, beside SQLite.
_ASK_NO_DATABASE = ["test_entries_read.py", "test_left_alone.py", "test_settings_of_it.py"]
collect_ignore_glob = _ASK_NO_DATABASE if os.environ.get("DATABASE_URL") else []


@pytest.fixture(scope="session")
def running_directory() -> Iterator[Slapd]:
    with Slapd() as directory:
        company.open_company(directory)
        yield directory


@pytest.fixture
def directory(running_directory: Slapd, settings: Any) -> Iterator[Slapd]:
    """The company's directory, with its three people and no groups."""
    for name, value in company.settings_of(running_directory).items():
        setattr(settings, name, value)
    directory_ways.way.forget()
    yield running_directory
    directory_ways.way.forget()
    client.breaker.forget()
    running_directory.empty(company.PEOPLE)
    running_directory.empty(company.GROUPS)
    company.hire(running_directory)
