"""Who signs in from where they never did is told, on all their devices, and so is the log."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import services
from accounts.models import User
from audit.models import AuditEntry
from chat.models import Notification
from messenger.core import context
from messenger.core.context import Origin


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    before = context.enter(Origin(ip="10.0.0.7"))
    yield
    context.leave(before)


def _sign_in(user: User, device: str = "Chrome · Windows", ip: str = "10.0.0.7") -> None:
    context.enter(Origin(ip=ip))
    services.admit(user, by="password", device_name=device, browser=True)


def _news() -> list[list[str]]:
    return [one.detail["news"] for one in AuditEntry.objects.filter(action="auth.new_device").order_by("id")]


def test_the_first_sign_in_of_all_is_no_news(alice: User) -> None:
    _sign_in(alice)
    _sign_in(alice)
    assert not _news() and not Notification.objects.exists()


@pytest.mark.parametrize(
    ("device", "ip", "news"),
    [
        ("Safari · iPhone", "10.0.0.7", ["device"]),
        ("Chrome · Windows", "10.0.3.4", ["address"]),
        ("Safari · iPhone", "10.0.3.4", ["device", "address"]),
    ],
)
def test_an_unseen_device_or_address_is(alice: User, bob: User, device: str, ip: str, news: list[str]) -> None:
    _sign_in(bob, device, ip)  # what others use is not known of alice
    _sign_in(alice)
    _sign_in(alice, device, ip)
    _sign_in(alice, device, ip)
    assert _news() == [news]
    told = Notification.objects.get()
    assert (told.user_id, told.type, told.target["kind"]) == (alice.pk, "NEW_DEVICE", "devices")
    assert told.text == f"{device} · {ip}"


def test_an_office_may_do_without_the_notice_but_not_without_the_log(alice: User, settings: Any) -> None:
    settings.NEW_DEVICE_NOTICES = False
    _sign_in(alice)
    _sign_in(alice, "Safari · iPhone")
    assert _news() == [["device"]] and not Notification.objects.exists()


@pytest.mark.parametrize("how", ["others", "password", "reset"])
def test_after_all_others_were_signed_out_they_are_strangers(alice: User, how: str) -> None:
    """Whoever was there without a right to be comes as a stranger, from a device that was known, too."""
    _sign_in(alice, "Safari · iPhone", "10.0.3.4")
    _sign_in(alice)
    kept = alice.device_sessions.get(ip="10.0.0.7").pk
    before = len(_news())
    if how == "others":
        services.revoke_other_devices(actor=alice, current=kept)
    elif how == "password":
        services.set_password(actor=alice, user=alice, password="강-건너-불빛-하나-둘", keep=kept)
    else:
        services.reset_password(actor=None, user_id=alice.pk)
        alice.refresh_from_db()  # she has typed the new one
    _sign_in(alice)
    assert len(_news()) == before + (how == "reset")
    _sign_in(alice, "Safari · iPhone", "10.0.3.4")
    assert _news()[-1] == ["device", "address"]
    _sign_in(alice, "Safari · iPhone", "10.0.3.4")
    assert len(_news()) == before + 1 + (how == "reset")
