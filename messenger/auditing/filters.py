"""The form over the log: what somebody asks for, and the same as an address that can be kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messenger.auditing import catalogue, periods, words
from messenger.auditing.periods import Period
from messenger.pages.forms import PageForm


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is asked for. Empty fields ask for everything."""

    period: Period
    who: str = ""  # a name or a login, as it was typed
    person: UUID | None = None  # chosen among those
    actions: tuple[str, ...] = ()
    target_type: str = ""
    target_id: str = ""
    outcome: str = ""
    text: str = ""


def _what() -> list[tuple[Any, Any]]:
    """Groups first, and under each its actions."""
    found: list[tuple[Any, Any]] = [("", _("Every action"))]
    for key, label, names in words.groups():
        inside = [(f"group:{key}", _("All of them"))] + [(name, words.action(name)) for name in names]
        found.append((label, inside))
    return found


def _targets() -> list[tuple[str, Any]]:
    return [("", _("Anything")), *catalogue.TARGETS.items()]


class FilterForm(PageForm):
    """Read from the address: the question can be kept, sent to a colleague and gone back to."""

    period = forms.ChoiceField(
        label=_("Period"), choices=list(periods.QUICK.items()), required=False, widget=forms.RadioSelect
    )
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(
        label=_("Person"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": _("Name or login")}),
    )
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("Action"), choices=_what, required=False)
    target_type = forms.ChoiceField(label=_("What it was done to"), choices=_targets, required=False)
    target_id = forms.CharField(
        label=_("Its number"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("Either")), *catalogue.OUTCOMES.items()], required=False
    )
    text = forms.CharField(
        label=_("Words"),
        max_length=80,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "placeholder": _("Address, device, detail")}
        ),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if found.get("period") != "days" or self.errors:
            return found
        if not first or not last:
            self.add_error("last" if first else "first", _("Please choose both days."))
        elif first > last:
            self.add_error("last", _("This day lies before the first."))
        elif (last - first).days >= periods.MOST_DAYS:
            self.add_error("first", _("Five years at once are the most."))
        return found

    @property
    def asked(self) -> Asked:
        """What was asked for; with mistakes in it, only the usual period."""
        if not self.is_valid():
            return Asked(periods.quick(periods.DEFAULT))
        said = self.cleaned_data
        return Asked(
            period=_period(said["period"], said["first"], said["last"]),
            who=said["who"],
            person=said["person"],
            actions=tuple(words.actions_of([said["what"]])) if said["what"] else (),
            target_type=said["target_type"],
            target_id=said["target_id"].strip(),
            outcome=said["outcome"],
            text=said["text"],
        )

    @property
    def kept(self) -> dict[str, str]:
        """The question as it was asked, without what is empty: for addresses and saved queries."""
        wanted = {name: self.data.get(name, "").strip() for name in self.fields}
        if wanted["period"] != "days":
            wanted["first"] = wanted["last"] = ""
        return {name: value for name, value in wanted.items() if value}

    @property
    def address(self) -> str:
        return urlencode(self.kept)


def read(query: QueryDict, *, usual: str = periods.DEFAULT) -> FilterForm:
    """The form as the address says; without a period, of the usual one."""
    given = query.copy()
    if given.get("period") not in periods.QUICK:
        given["period"] = "days" if given.get("first") and given.get("last") else usual
    return FilterForm(given)


def _period(name: str, first: dt.date | None, last: dt.date | None) -> Period:
    return Period(first, last) if name == "days" and first and last else periods.quick(name)
