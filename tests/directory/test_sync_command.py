"""`manage.py sync_directory`: the same run, for whoever sits at the machine."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User, UserStatus
from tests.directory import company
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db


def sync(**options: Any) -> str:
    said = io.StringIO()
    call_command("sync_directory", stdout=said, stderr=said, **options)
    return said.getvalue()


def test_dry_first_then_for_good(directory: Slapd) -> None:
    said = sync(dry_run=True)
    assert "minji.kim 김민지: created" in said
    assert "PREVIEW: 3 read; " in said
    assert "created 3" in said
    assert not User.objects.exists()
    assert "DONE: 3 read" in sync()
    assert "nothing to change" in sync()


def test_many_leavers_want_a_yes(directory: Slapd, settings: Any) -> None:
    sync()
    settings.LDAP_GUARD_LEAST = 0
    directory.remove(company.MINJI)
    with pytest.raises(CommandError, match="1 people would be disabled"):
        sync()
    assert "disabled 1" in sync(yes=True)
    assert User.objects.get(login_id="minji.kim").status == UserStatus.DISABLED


def test_without_a_directory_it_says_so(settings: Any) -> None:
    settings.LDAP_SERVER_URI = ""
    with pytest.raises(CommandError, match="no directory is set up"):
        sync()


def test_a_silent_directory_is_told_in_one_line(directory: Slapd, settings: Any) -> None:
    settings.LDAP_SERVER_URI = "ldap://127.0.0.1:1"
    with pytest.raises(CommandError, match="does not answer"):
        sync()
