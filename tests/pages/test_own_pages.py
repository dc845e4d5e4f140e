"""/settings and /devices."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import DeviceSession, Profile

SHOWN = {"theme": "dark", "language": "en", "textSize": "large", "sendKey": "ctrlEnter"}
QUIET = {"quietEnabled": "on", "quietFrom": "21:30", "quietDays": ["5", "6"], "keywords": "정산, VPN , "}
CHOICES = {**SHOWN, **QUIET, "notificationSound": "on"}


@pytest.mark.parametrize("path", ["/settings", "/devices"])
def test_strangers_are_led_to_the_sign_in(visitor: Client, path: str) -> None:
    assert visitor.get(path)["Location"] == f"/login?next={path}"
    assert visitor.post(path, CHOICES)["Location"] == f"/login?next={path}"


def test_settings_are_kept_and_hold_from_the_next_page_on(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    assert browser.post("/settings", CHOICES)["Location"] == "/settings?saved"
    kept = Profile.objects.get().preferences
    switches = {"notificationSound": True, "desktopNotifications": False, "notificationPreviews": False}
    switches["askLate"] = False
    quiet = {"enabled": True, "from": "21:30", "until": "07:00", "days": [5, 6]}
    assert kept == {**SHOWN, **switches, "quietHours": quiet, "notificationKeywords": ["정산", "VPN"]}
    page = browser.get("/settings?saved").content.decode()
    assert '<html lang="en" data-theme="dark" data-text-size="large">' in page
    assert "Saved." in page


def test_the_same_settings_are_seen_over_rest(signed_in: Callable[..., Client], api: Any, alice: Any) -> None:
    signed_in().post("/settings", CHOICES)
    assert api(alice).get("/me").json()["preferences"]["sendKey"] == "ctrlEnter"


@pytest.mark.parametrize("change", [{"theme": "pink"}, {"language": "xx"}, {"textSize": ""}, {"sendKey": "<b>"}])
def test_what_cannot_be_chosen_changes_nothing(signed_in: Callable[..., Client], change: dict[str, str]) -> None:
    assert signed_in().post("/settings", {**CHOICES, **change}).status_code == 400
    assert Profile.objects.get().preferences == {}


def test_my_devices_are_listed_this_one_first(signed_in: Callable[..., Client]) -> None:
    signed_in()
    page = signed_in().get("/devices").content.decode()
    assert page.count('name="device"') == 1, "this device has no sign-out button here"
    assert page.index("이 기기") < page.index('name="device"')


def test_one_device_is_signed_out(signed_in: Callable[..., Client]) -> None:
    lost, here = signed_in(), signed_in()
    other = DeviceSession.objects.earliest("created_at")
    here.post("/devices", {"device": str(other.pk)})
    assert lost.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200


def test_all_others_are_signed_out(signed_in: Callable[..., Client]) -> None:
    others, here = [signed_in(), signed_in()], signed_in()
    here.post("/devices", {"others": "1"})
    assert [one.get("/settings").status_code for one in others] == [302, 302]
    assert here.get("/devices?done").status_code == 200


@pytest.mark.parametrize("device", ["", "no-id", str(uuid4())])
def test_an_unknown_device_harms_nobody(signed_in: Callable[..., Client], device: str) -> None:
    browser = signed_in()
    assert browser.post("/devices", {"device": device}).status_code == 302
    assert browser.get("/devices").status_code == 200


def test_nobody_signs_out_somebody_elses_device(signed_in: Callable[..., Client], bob: Any, api: Any) -> None:
    session = api(bob).session
    signed_in().post("/devices", {"device": str(session.pk)})
    session.refresh_from_db()
    assert session.revoked_at is None
