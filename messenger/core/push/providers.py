"""Who wakes which device, and what is missing for it."""

from dataclasses import dataclass
from typing import Protocol

from messenger.core.outbound.errors import Blocked, OutboundError
from messenger.core.push.answers import Outcome, Push, Refused, TryLater
from messenger.core.push.apns import Apns
from messenger.core.push.fcm import Fcm
from messenger.core.push.web import WebPush


class Provider(Protocol):
    """A push service. `missing` names the settings it waits for; empty: it is on."""

    @property
    def missing(self) -> str: ...

    @property
    def public_key(self) -> str:
        """What a browser subscribes with; empty for others."""

    def identity(self, token: str) -> str:
        """What makes two tokens the same device; `ValueError` for what is no token of this service."""

    def send(self, token: str, push: Push) -> Outcome:
        """Wake a device. Raises `OutboundError` if the service is not reached."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether devices of a platform can be woken; if not, which settings are missing, none where there is no way."""

    platform: str
    enabled: bool
    missing: str
    public_key: str


_PROVIDERS: dict[str, Provider] = {"WEB": WebPush(), "ANDROID": Fcm(), "IOS": Apns()}
PLATFORMS = ("WEB", "ANDROID", "IOS", "WINDOWS")


def provider(platform: str) -> Provider | None:
    """Who wakes devices of this platform, or None: it is off."""
    found = _PROVIDERS.get(platform)
    return None if found is None or found.missing else found


def is_on() -> bool:
    """Whether anybody can be woken at all."""
    return any(not one.missing for one in _PROVIDERS.values())


def states() -> list[State]:
    """Every platform."""
    return [_state(platform, _PROVIDERS.get(platform)) for platform in PLATFORMS]


def send(platform: str, token: str, push: Push) -> Outcome:
    """Wake a device; a service that cannot be reached is one to be tried later."""
    found = provider(platform)
    if found is None:
        return Refused("OFF")
    try:
        return found.send(token, push)
    except Blocked as error:  # a company's name server may say nonsense: the device is not to blame
        return Refused(f"BLOCKED {error.code}")
    except OutboundError as error:
        return TryLater(error.code)


def _state(platform: str, one: Provider | None) -> State:
    if one is None:
        return State(platform, enabled=False, missing="", public_key="")
    return State(platform, not one.missing, one.missing, "" if one.missing else one.public_key)
