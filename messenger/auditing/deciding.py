"""The forms of a case: asking for one, deciding on one."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from chat.schemas.disclosure import MAX_BASIS, MAX_REASON
from chat.selectors import disclosed
from chat.services import disclosing_reading
from messenger.auditing import finding
from messenger.auditing.periods import Period
from messenger.core.wire import rfc3339
from messenger.pages.forms import PageForm

MOST_FOUND = 12
_HOURS = (4, 24, 72, 168, 336)


def _spans() -> list[tuple[int, Any]]:
    """For how long a case may be asked for, the usual among them."""
    most = 24 * settings.DISCLOSURE_MOST_DAYS
    hours = sorted({settings.DISCLOSURE_HOURS, *(one for one in _HOURS if one <= most)})
    days = ngettext_lazy("%d day", "%d days")
    return [(one, days % (one // 24) if one % 24 == 0 else ngettext_lazy("%d hour", "%d hours") % one) for one in hours]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "reason", "rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class AskForm(PageForm):
    """A case as it is asked for. Rooms and people are looked for by name, and ticked."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What is looked into, and why the log alone does not tell."),
        min_length=5,
        max_length=MAX_REASON,
        widget=_area(4),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        help_text=_("For example: rules of employment, article 12; consent of the person; court order."),
        min_length=2,
        max_length=MAX_BASIS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    find_room = forms.CharField(label=_("Room"), max_length=80, required=False, widget=forms.TextInput())
    find_person = forms.CharField(label=_("Person"), max_length=80, required=False, widget=forms.TextInput())
    rooms = forms.TypedMultipleChoiceField(label=_("Rooms"), coerce=UUID, required=False)
    people = forms.TypedMultipleChoiceField(label=_("People"), coerce=UUID, required=False)
    first = forms.DateField(label=_("From"), widget=_day())
    last = forms.DateField(label=_("Until"), widget=_day())
    hours = forms.TypedChoiceField(label=_("Readable for"), coerce=int, choices=_spans)
    with_files = forms.BooleanField(label=_("With the files that hang on the messages"), required=False)
    tells_subjects = forms.BooleanField(
        label=_("Tell the people concerned when the case is over"), required=False, initial=True
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = settings.DISCLOSURE_HOURS
        self.rooms_shown = _rooms(actor, self._listed("rooms"), self.data.get("find_room", ""))
        self.people_shown = _people(actor, self._listed("people"), self.data.get("find_person", ""))
        self._offer("rooms", self.rooms_shown)
        self._offer("people", self.people_shown)

    @property
    def as_wire(self) -> dict[str, Any]:
        """What POST /disclosures takes."""
        said = self.cleaned_data
        period = Period(said["first"], said["last"])
        return {
            "reason": said["reason"],
            "legalBasis": said["legal_basis"],
            "roomIds": [str(one) for one in said["rooms"]],
            "userIds": [str(one) for one in said["people"]],
            "from": rfc3339(period.start),
            "to": rfc3339(min(period.end, timezone.now())),
            "hours": said["hours"],
            "withFiles": said["with_files"],
            "notifySubjects": said["tells_subjects"],
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("This day lies before the first."))
        if first and first > timezone.localdate():
            self.add_error("first", _("Only what has been written already can be asked for."))
        if not found.get("rooms") and not found.get("people"):
            self.add_error("find_room", _("Choose a room or a person at least."))
        return found

    def _listed(self, name: str) -> list[UUID]:
        """The ids that were ticked; what is none is left out."""
        raw = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return [found for one in raw if (found := _id(one))]

    def _offer(self, name: str, shown: list[dict[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(str(one["id"]), one["name"]) for one in shown]


class DecisionForm(PageForm):
    """Approve, refuse or close."""

    note = forms.CharField(label=_("Note"), max_length=MAX_REASON, required=False, widget=_area(3))


def _rooms(actor: User, ticked: list[UUID], query: str) -> list[dict[str, Any]]:
    """The rooms that were ticked, then those of the name looked for. Groups alone: a DM is found by its people."""
    chosen = disclosed.named_rooms(actor, ticked)
    query = query.strip()
    seeks = len(query) >= disclosed.FEWEST
    found = disclosing_reading.look_for_rooms(actor=actor, query=query, limit=MOST_FOUND) if seeks else []
    more = [room for room in found if room.pk not in ticked]
    return [
        {"id": room.pk, "name": room.name, "ticked": room.pk in ticked, "gone": room.deleted_at is not None}
        for room in [*chosen, *more]
    ]


def _people(actor: User, ticked: list[UUID], query: str) -> list[dict[str, Any]]:
    """The people who were ticked, then those whom the name may mean."""
    chosen = [person for one in ticked if (person := finding.person(one))]
    found = finding.people_named(actor, query) if query.strip() else []
    more = [person for person in found if person.pk not in ticked]
    shown = []
    for person in [*chosen, *more]:
        name, told = finding.introduced(person)
        shown.append({"id": person.pk, "name": name, "told": told, "ticked": person.pk in ticked})
    return shown


def _id(raw: str) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        return None
