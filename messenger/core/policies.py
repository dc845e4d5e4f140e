"""Rules of the office that an admin changes while it runs.

The environment gives what holds until somebody decides otherwise: each policy bears the name of its setting.
Read by `value`, written by `accounts.services.policies`, which writes every change down.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messenger.core.models import PolicyValue


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule. `choices` (value: how people read it), a whole number between `least` and `most`, or on and off."""

    name: str
    label: str | Promise
    choices: dict[str, str | Promise] = field(default_factory=dict)
    least: int = 0
    most: int | None = None
    about: str | Promise = ""  # what follows from it, in a sentence for whoever decides

    def clean(self, value: Any) -> Any:
        """The value as it is stored; `ValueError` for one that makes no sense."""
        if self.choices:
            return _one_of(value, self.choices)
        if self.most is not None:
            return _between(value, self.least, self.most)
        if not isinstance(value, bool):
            raise ValueError
        return value


def _one_of(value: Any, choices: dict[str, Any]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise ValueError
    return value


def _between(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError
    return value


POLICIES: dict[str, Policy] = {}


def _declare(*policies: Policy) -> None:
    POLICIES.update({policy.name: policy for policy in policies})


_declare(
    Policy(
        "REGISTRATION",
        _("Who may ask for an account"),
        {"off": _("Nobody"), "approval": _("Everybody; an admin approves"), "open": _("Everybody, at once")},
        about=_("It holds for new requests; whoever is in already, or waits, is not touched by it."),
    ),
    Policy(
        "SECOND_FACTOR",
        _("Second factor"),
        {
            "off": _("Off"),
            "optional": _("Who wants one"),
            "admins": _("Required of admins and auditors"),
            "everybody": _("Required of everybody"),
        },
        about=_("Whoever must have one and has none sets it up before they go on."),
    ),
    Policy(
        "PASSWORD_LEAST",
        _("Characters of a password, at least"),
        least=10,
        most=64,
        about=_("It holds for passwords chosen from now on; those of today still work."),
    ),
    Policy(
        "PASSWORD_DAYS",
        _("Days after which a password must be changed (0: never)"),
        most=3650,
        about=_("Whoever's password is older chooses another one before they go on."),
    ),
    Policy(
        "PHOTOS_BY",
        _("Who chooses photos"),
        {"people": _("People themselves"), "directory": _("The directory alone")},
        about=_("Photos that are there stay until their owner, an admin or the directory changes them."),
    ),
)


def value(name: str) -> Any:
    """What holds now: what an admin chose, else the environment's."""
    chosen = PolicyValue.objects.filter(name=name).values_list("value", flat=True).first()
    return getattr(settings, POLICIES[name].name) if chosen is None else chosen
