"""The rules of the office, in words: what holds now, what the environment would say, and choosing another."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.people import people
from accounts.services import policies as rules
from messenger.core.errors import Refusal
from messenger.core.models import PolicyValue
from messenger.core.policies import POLICIES, Policy, value
from messenger.manage.doors import AdminRequest, for_admins, go, page, why

TOLD = {
    "changed": gettext_lazy("The policy has been changed. It holds from now on."),
    "same": gettext_lazy("Nothing had to change."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy as the page shows it."""

    policy: Policy
    now: Any
    given: Any  # the environment's
    chosen: PolicyValue | None
    by: str = ""

    @property
    def kind(self) -> str:
        """How it is asked for: choices, a number, or a switch."""
        if self.policy.choices:
            return "choice"
        return "number" if self.policy.most is not None else "switch"

    @property
    def now_in_words(self) -> str:
        return self.words(self.now)

    @property
    def given_in_words(self) -> str:
        return self.words(self.given)

    @property
    def typed(self) -> str:
        """The value as it stands in its field."""
        return in_words(self.now) if self.kind == "text" else str(self.now)

    def words(self, found: Any) -> str:
        if isinstance(found, bool):
            return _("On") if found else _("Off")
        return str(self.policy.choices.get(found, in_words(found)))


def in_words(found: Any) -> str:
    """A value as people write it: a list with spaces."""
    if isinstance(found, list | tuple):
        return " ".join(str(one) for one in found) or ""
    return str(found)


def shown() -> list[Rule]:
    """All rules in the order in which they are declared."""
    chosen = {row.name: row for row in PolicyValue.objects.all()}
    deciders = people().filter(pk__in=[row.changed_by for row in chosen.values() if row.changed_by])
    names = dict(deciders.values_list("pk", "profile__name"))
    return [
        Rule(
            one,
            value(one.name),
            getattr(settings, one.name),
            row,
            names.get(row.changed_by, "") if row and row.changed_by else "",
        )
        for one in POLICIES.values()
        for row in [chosen.get(one.name)]
    ]


def allow_lists() -> list[tuple[str, str]]:
    """What the server may call: settings, which an admin sees and whoever runs the server decides (decision 0035)."""
    intranet = " ".join(f"{one.host}={one.network}:{one.port}" for one in settings.LINK_ALLOWED)
    return [("LINK_ALLOWED", intranet), ("PUSH_HOSTS", " ".join(settings.PUSH_HOSTS))]


def read(policy: Policy, raw: str) -> Any:
    """What was typed, as the policy's own kind; what is none goes on as it is, for the service to refuse."""
    if policy.choices:
        return raw
    if policy.most is not None:
        text = raw.strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else raw
    return {"on": True, "off": False}.get(raw, raw)


@for_admins("GET", "POST")
def policies(request: AdminRequest) -> HttpResponse:
    """Each rule is a form of its own: one is changed at a time, and written down."""
    refused, about, typed = "", "", ""
    if request.method == "POST":
        about, typed = request.POST.get("name", ""), request.POST.get("value", "")
        try:
            change(request.user, request.POST)
            return go(reverse("manage_policies"), "changed")
        except Refusal as refusal:
            refused = why(refusal)
    content = {"lists": allow_lists(), "rules": shown(), "wrong": about, "typed": typed, "wrong_text": refused}
    return page(request, "policies", "policies", content, TOLD, status=400 if about or refused else 200)


def change(actor: User, posted: QueryDict) -> None:
    """Decide the rule that a form names, or give it back to the server's own setting. Raises what the service does."""
    name, raw = posted.get("name", ""), posted.get("value", "")
    known = POLICIES.get(name)
    chosen = read(known, raw) if known and posted.get("act") != "reset" else None
    rules.change_policy(actor=actor, name=name, value=chosen)
