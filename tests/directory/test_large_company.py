"""A company of 2,500, of which the directory gives out 500 at a time."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.directory import client, reading
from tests.directory import company
from tests.services.slapd import Slapd

MANY = 2500


@pytest.fixture(scope="module")
def large() -> Iterator[Slapd]:
    with Slapd() as directory:
        company.open_company(directory)
        everybody = [
            company.person(f"worker{n:04}", f"사원 {n}", ou=f"{n % 50}팀", userPassword=None) for n in range(MANY)
        ]
        directory.add(*everybody)
        yield directory


@pytest.mark.django_db
def test_everybody_is_read_page_by_page(large: Slapd, settings: Any) -> None:
    for name, value in company.settings_of(large).items():
        setattr(settings, name, value)
    began = time.monotonic()
    entries = reading.everybody()
    assert time.monotonic() - began < 10
    assert len({entry.external_id for entry in entries}) == len(entries) == MANY + 3
    with client.bound() as connection, pytest.raises(client.ldap.SIZELIMIT_EXCEEDED):
        connection.search_s(company.PEOPLE, client.ldap.SCOPE_SUBTREE, "(uid=*)")  # the premise
