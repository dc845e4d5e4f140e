"""Wakes closed devices by the services of those who make them (decision 0026).

One provider for each of them behind `Provider.send`, each off until it is configured. `is_on()` says whether anybody
can be woken, `provider(platform)` who does it, `states()` what is missing.
"""

from messenger.core.push.answers import Delivered, Outcome, Push, Refused, TokenDead, TryLater
from messenger.core.push.providers import Provider, State, is_on, provider, send, states

__all__ = [
    "Delivered",
    "Outcome",
    "Provider",
    "Push",
    "Refused",
    "State",
    "TokenDead",
    "TryLater",
    "is_on",
    "provider",
    "send",
    "states",
]
