"""However much it is used, a session ends: a week after the sign-in, unless the device is its person's own."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site

from accounts import services, tokens
from accounts.models import DeviceSession, User
from accounts.selectors.devices import ended_since
from accounts.services.devices import standing
from messenger.core.errors import Unauthenticated
from tests.accounts.conftest import Clock

HALF_A_DAY = 12 * 3600 - 60
WEEK = dt.timedelta(days=site.SESSION_LONGEST_DAYS)


class Device:
    """Used in one way or another; each says whether it is still signed in."""

    def __init__(self, user: User, **how: Any) -> None:
        signed_in = services.open_device_session(user, device_name="PC", **how)
        self.id, self.token = signed_in.session.pk, signed_in.token

    def refreshes(self) -> bool:
        try:
            self.token = services.refresh(device_token=self.token).token
        except Unauthenticated:
            return False
        return True

    def calls(self) -> bool:
        return services.session_of_access_token(tokens.mint_access(self.id).token) is not None

    def opens_pages(self) -> bool:
        return services.session_of_browser(self.token) is not None

    def keeps_a_socket(self) -> bool:
        if standing([self.id]):
            services.note_use(DeviceSession.objects.get(pk=self.id))
        return bool(standing([self.id]))


def _signed_in_for(clock: Clock, used: Callable[[], bool]) -> dt.timedelta:
    """How long the device is signed in, if it is used twice a day for a fortnight."""
    began = clock.moment
    while used() and clock.moment - began < 2 * WEEK:
        clock.move(HALF_A_DAY)
    return clock.moment - began


@pytest.mark.parametrize(
    "use", [Device.refreshes, Device.calls, Device.opens_pages, Device.keeps_a_socket], ids=lambda use: use.__name__
)
def test_a_device_in_daily_use_signs_in_again_after_a_week(
    alice: User, clock: Clock, use: Callable[[Device], bool]
) -> None:
    device, began = Device(alice, browser=use is Device.opens_pages), clock.moment
    assert WEEK <= _signed_in_for(clock, lambda: use(device)) < WEEK + dt.timedelta(days=1)
    assert DeviceSession.objects.get(pk=device.id).expires_at == began + WEEK
    assert device.id in ended_since(began), "an open socket is closed at that moment"


def test_a_remembered_device_stays_signed_in_while_it_is_used(alice: User, clock: Clock) -> None:
    assert _signed_in_for(clock, Device(alice, remember=True).refreshes) >= 2 * WEEK


@pytest.mark.parametrize("by", ["directory", "oidc", "oidc_mfa"])
def test_somebody_elses_word_is_asked_for_again_however_the_device_is_remembered(
    alice: User, clock: Clock, by: str
) -> None:
    device = Device(alice, remember=True, by=by)
    assert _signed_in_for(clock, device.refreshes) < WEEK + dt.timedelta(days=1)


def test_who_is_away_for_a_night_is_signed_out_as_before(alice: User, clock: Clock) -> None:
    device = Device(alice)
    clock.move(site.DEVICE_SESSION_SECONDS)
    assert not device.refreshes()


def test_a_shorter_longest_life_holds_for_devices_that_are_signed_in(alice: User, clock: Clock, settings: Any) -> None:
    device = Device(alice)
    clock.move(HALF_A_DAY)
    assert device.calls()
    settings.SESSION_LONGEST_DAYS = 1
    for _half_a_day in range(2):
        clock.move(HALF_A_DAY)
        device.calls()
    assert not device.calls()
