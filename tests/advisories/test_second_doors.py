"""E and H. A second way in, and pages that are not ours."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from accounts import services
from accounts.models import User
from chat.models import Room
from files.models import Upload
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.chat.doors import Wire
from tests.client import Api
from tests.files.conftest import sender as sender
from tests.files.sending import Sender
from tests.realtime.conftest import _one_live_side_a_test as _one_live_side_a_test
from tests.realtime.sockets import act

pytestmark = pytest.mark.django_db(transaction=True)


def _any_upload(_actor: User, upload_id: UUID) -> Upload:
    return Upload.objects.select_related("attachment").get(pk=upload_id)


@advisory("V25", "CVE-2026-28514", without={"accounts.passwords.is_right": without.yes})
def test_no_door_takes_any_password(alice: User) -> None:
    wrong = {"username": "alice", "password": "아무거나 적은 비밀번호"}
    assert Api(None).post("/device-sessions", {**wrong, "deviceName": "PC"}).status_code == 401
    page = Client()
    assert page.post("/login", wrong).status_code in (400, 401)
    assert settings.SESSION_COOKIE not in page.cookies


@advisory("V26", "CVE-2026-48929", without={"chat.services.files.own_upload": _any_upload})
def test_nobody_throws_away_what_another_sends(alice: Any, bob: Any, sender: Callable[..., Sender], room: Room) -> None:
    begun = sender(alice).post("/files/init", {"roomId": str(room.pk), "filename": "a.txt", "size": 3}).json()
    assert sender(bob).delete(f"/files/uploads/{begun['uploadId']}").status_code == 404
    assert Client().delete(f"/api/v1/files/uploads/{begun['uploadId']}").status_code == 401


@advisory("V35", "CVE-2023-3581", without={"messenger.realtime.handshake.Handshake.origin_is_ours": True})
async def test_another_site_opens_no_socket_with_the_cookie(alice: User) -> None:
    token = (await act(services.open_device_session, alice, device_name="브라우저", browser=True)).token
    cookie = (b"cookie", f"{settings.SESSION_COOKIE}={token}".encode())
    wire = Wire([cookie, (b"origin", b"https://evil.example"), (b"host", b"127.0.0.1:8000")])
    await wire.connect()
    output = await wire.receive()
    await wire.disconnect()
    assert output.get("code") == 4403
