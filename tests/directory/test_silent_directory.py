"""A directory that is down or says nothing keeps nobody waiting, and shuts out nobody who is inside."""

import datetime as dt
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts import services, tokens
from accounts.directory import client, syncing
from accounts.directory import ways as directory_ways
from accounts.directory.errors import DirectoryDown
from accounts.models import DirectoryRun, DirectoryState, User, UserStatus
from accounts.services.devices import standing
from audit.models import AuditEntry
from messenger.core import jobs
from messenger.core.errors import Refusal, Unavailable
from tests.conftest import PASSWORD
from tests.directory import company
from tests.services.ports import free_port
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent() -> Iterator[str]:
    """Something that takes connections and never says a word."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        yield f"ldap://127.0.0.1:{door.getsockname()[1]}"


def sign_in(username: str, password: str = company.PASSWORD) -> Any:
    return services.sign_in(username=username, password=password, device_name="노트북")


def refused(username: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        sign_in(username)
    return refusal.value


def gone(settings: Any, *, since: int = 0) -> None:
    """The directory is not there any more; it last answered `since` seconds ago."""
    settings.LDAP_SERVER_URI = f"ldap://127.0.0.1:{free_port()}"
    silent_for(since)


def silent_for(seconds: int) -> None:
    DirectoryState.objects.update(reached_at=timezone.now() - dt.timedelta(seconds=seconds))
    directory_ways.way.forget()


def back(directory: Slapd, settings: Any) -> None:
    settings.LDAP_SERVER_URI = directory.uri
    client.breaker.forget()
    directory_ways.way.forget()


def test_a_directory_that_is_down_is_no_wrong_password(directory: Slapd, settings: Any) -> None:
    gone(settings)
    assert refused("minji.kim").status == 503
    entry = AuditEntry.objects.get(action="auth.login_failed")
    assert entry.detail["reason"] == "unavailable"
    settings.LDAP_SERVER_URI = directory.uri
    assert sign_in("minji.kim").user.login_id == "minji.kim"


def test_a_directory_that_hangs_is_given_up_and_then_left_alone(directory: Slapd, settings: Any, silent: str) -> None:
    settings.LDAP_SERVER_URI, settings.LDAP_SECONDS = silent, 1
    began = time.monotonic()
    assert [refused("minji.kim").status for _try in range(2)] == [503, 503]
    assert time.monotonic() - began < 5
    began = time.monotonic()
    for _try in range(5):
        assert refused(f"nobody{_try}").status == 503
    assert time.monotonic() - began < 1
    settings.LDAP_SERVER_URI = directory.uri
    assert refused("minji.kim").status == 503  # it is not asked yet
    client.breaker.forget()
    assert sign_in("minji.kim")


def test_an_encrypted_directory_that_hangs_is_given_up_too(directory: Slapd, settings: Any, silent: str) -> None:
    settings.LDAP_SERVER_URI, settings.LDAP_SECONDS = silent.replace("ldap:", "ldaps:"), 1
    began = time.monotonic()
    assert refused("minji.kim").status == 503
    assert time.monotonic() - began < 4


def test_the_next_of_several_directories_is_asked(directory: Slapd, settings: Any) -> None:
    settings.LDAP_SERVER_URI = f"ldap://127.0.0.1:{free_port()} {directory.uri}"
    assert sign_in("minji.kim")


def test_a_local_admin_gets_in_while_it_is_down(directory: Slapd, settings: Any, person: Any) -> None:
    admin = person("breakglass", password=PASSWORD, role="SYSTEM_ADMIN")
    gone(settings)
    assert sign_in("breakglass", PASSWORD).user == admin


def test_who_is_inside_stays_inside_for_the_grace(directory: Slapd, settings: Any) -> None:
    settings.LDAP_GRACE_SECONDS = 3600
    signed_in = sign_in("minji.kim")
    gone(settings, since=3000)
    renewed = services.refresh(device_token=signed_in.token)
    silent_for(4000)
    with pytest.raises(Unavailable):
        services.refresh(device_token=renewed.token)
    back(directory, settings)
    assert services.refresh(device_token=renewed.token)  # it is back: the same session goes on


def test_a_browser_stays_signed_in_for_the_grace(directory: Slapd, settings: Any) -> None:
    settings.LDAP_GRACE_SECONDS = 3600
    signed_in = services.sign_in(username="minji.kim", password=company.PASSWORD, device_name="브라우저", browser=True)
    gone(settings, since=3000)
    assert services.session_of_browser(signed_in.token) is not None
    silent_for(4000)
    assert services.session_of_browser(signed_in.token) is None
    back(directory, settings)
    assert services.session_of_browser(signed_in.token) is not None


def test_a_client_waits_with_the_token_it_has_after_the_grace(directory: Slapd, settings: Any) -> None:
    settings.LDAP_GRACE_SECONDS = 3600
    token = tokens.mint_access(sign_in("minji.kim").session.pk).token
    gone(settings, since=3000)
    assert services.session_of_access_token(token) is not None
    silent_for(4000)
    assert services.session_of_access_token(token) is None
    back(directory, settings)
    assert services.session_of_access_token(token) is not None


def test_a_socket_is_closed_after_the_grace(directory: Slapd, settings: Any) -> None:
    session = sign_in("minji.kim").session
    gone(settings, since=0)
    assert standing([session.pk]) == {session.pk}
    silent_for(10**6)
    assert standing([session.pk]) == set()
    back(directory, settings)
    assert standing([session.pk]) == {session.pk}


def test_the_grace_is_not_for_people_who_are_kept_here(directory: Slapd, settings: Any, alice: Any) -> None:
    signed_in = sign_in("alice", PASSWORD)
    sign_in("minji.kim")
    gone(settings, since=10**6)
    assert services.refresh(device_token=signed_in.token)


def test_a_run_that_gets_no_answer_disables_nobody_and_is_tried_again(directory: Slapd, settings: Any) -> None:
    jobs.enqueue(syncing.SYNC, key="every")
    jobs.run_all()
    gone(settings)
    job = jobs.enqueue(syncing.SYNC, key="every")
    jobs.run_all()
    job.refresh_from_db()
    failed = DirectoryRun.objects.get(pk=job.pk)
    assert (job.state, job.waiting_for, failed.state) == ("QUEUED", "directory", DirectoryRun.State.FAILED)
    assert User.objects.filter(status=UserStatus.ACTIVE).count() == 3
    assert DirectoryState.objects.get().failed_at is not None


def test_half_a_list_is_none(directory: Slapd, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.enqueue(syncing.SYNC, key="every")
    jobs.run_all()
    real = client.search

    def cut_off(*asked: Any) -> Iterator[Any]:
        found = real(*asked)
        yield next(found)
        raise DirectoryDown("SERVER_DOWN")

    monkeypatch.setattr(client, "search", cut_off)
    settings.LDAP_GUARD_PERCENT = 100
    jobs.enqueue(syncing.SYNC, key="every")
    jobs.run_all()
    assert User.objects.filter(status=UserStatus.ACTIVE).count() == 3
