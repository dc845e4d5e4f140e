"""`/auditing/cases`: conversations that two people open to one of them for a while (contract 9, decision 0030).

Every act goes through the doors of the API; to read is recorded by the service that reads.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from chat.models import Disclosure, Room
from chat.schemas.disclosure import Rights
from chat.selectors import disclosed
from chat.selectors.disclosure_rights import rights
from chat.services import disclosing_reading
from messenger.auditing.deciding import AskForm, DecisionForm
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.core import commands
from messenger.core.errors import Invalid, Refusal

OVERSEERS = (Role.AUDITOR, Role.SYSTEM_ADMIN)
AT_ONCE = 50
LOOKS = 30
State = Disclosure.State
_SAID = {
    "ask": _("The case has been asked for. It opens when somebody else approves it."),
    "approve": _("Approved. Who asked may read from now on."),
    "reject": _("The case has been refused."),
    "close": _("The case is closed."),
}
_TONES = {State.ASKED: "wait", State.APPROVED: "good", State.REJECTED: "bad"}


@for_auditors("GET", roles=OVERSEERS)
def cases(request: AuditorRequest) -> HttpResponse:
    """What waits for a decision of mine, what I may read now, and every case."""
    found = told(request.user, disclosed.cases(request.user, limit=AT_ONCE))
    content = {
        "waiting": [one for one in found if one["may_decide"]],
        "mine": [one for one in found if one["may_read"]],
        "cases": found,
        "may_ask": Role.AUDITOR in request.user.roles,
    }
    return page(request, "cases", "cases", content)


@for_auditors("GET", "POST")
def new_case(request: AuditorRequest) -> HttpResponse:
    """Ask for a case. "Look for" only shows what the names mean, and keeps the rest as it was typed."""
    asks = request.POST.get("act") == "ask"
    form = AskForm(request.user, request.POST if request.method == "POST" else None)
    if asks and form.is_valid():
        try:
            made = commands.run("disclosure.ask", actor=request.user, data=form.as_wire)
            return HttpResponseRedirect(f"{reverse('auditing_case', args=[made.pk])}?did=ask")
        except Invalid as refusal:
            form.refuse(refusal, roomIds="find_room", userIds="find_person", to="last", legalBasis="legal_basis")
    if request.method == "POST" and not asks:
        form.errors.clear()
    form.mark()
    notice = settings.DISCLOSURE_NOTICE
    return page(request, "case_new", "cases", {"form": form, "notice": notice}, status=400 if form.errors else 200)


@for_auditors("GET", "POST", roles=OVERSEERS)
def case(request: AuditorRequest, disclosure_id: UUID) -> HttpResponse:
    """One case; POST approves, refuses or closes it."""
    found = disclosed.case(request.user, disclosure_id)
    refused, status = "", 200
    if request.method == "POST":
        try:
            return _moved(request, disclosure_id)
        except Refusal as refusal:
            reason = _("Please say why you refuse.") if isinstance(refusal, Invalid) else refusal.text
            refused, status = str(reason), refusal.status
        found = disclosed.case(request.user, disclosure_id)
    shown = told(request.user, [found])[0]
    content = {
        "case": shown,
        "form": DecisionForm(),
        "looks": disclosed.looks(request.user, disclosure_id, limit=LOOKS),
        "rooms": _rooms(request.user, disclosure_id) if shown["may_read"] else [],
        "done": _SAID.get(request.GET.get("did", ""), ""),
        "refused": refused,
    }
    return page(request, "case", "cases", content, status)


def _moved(request: AuditorRequest, disclosure_id: UUID) -> HttpResponse:
    """Approve, refuse, close: the same commands as over REST."""
    act = request.POST.get("act", "")
    if act not in ("approve", "reject", "close"):
        raise Invalid
    data = {} if act == "close" else {"note": request.POST.get("note", "")}
    commands.run(f"disclosure.{act}", actor=request.user, data=data, disclosure_id=disclosure_id)
    return HttpResponseRedirect(f"{reverse('auditing_case', args=[disclosure_id])}?did={act}")


def _rooms(actor: User, disclosure_id: UUID) -> list[dict[str, Any]]:
    """The rooms of an open case with something to read, busiest first."""
    found = disclosing_reading.look_at_rooms(actor=actor, disclosure_id=disclosure_id, limit=AT_ONCE)
    moment = dt.datetime.fromisoformat
    return [{**one, "firstAt": moment(one["firstAt"]), "lastAt": moment(one["lastAt"])} for one in found]


def told(actor: User, cases: list[Disclosure]) -> list[dict[str, Any]]:
    """Cases as a page shows them to somebody."""
    may, names = rights(actor, cases), disclosed.names_of_direct_messages(cases)
    is_auditor = Role.AUDITOR in actor.roles
    return [_told(one, may[one.pk], names, one.asked_by_id == actor.pk, is_auditor) for one in cases]


def _told(found: Disclosure, may: Rights, names: dict[UUID, list[str]], mine: bool, is_auditor: bool) -> dict[str, Any]:
    state = may.state
    waits = state == State.ASKED
    return {
        "id": found.pk,
        "found": found,
        "state": state.label,
        "tone": _TONES.get(state, ""),
        "rooms": [_room(row.room, names) for row in found.room_rows.all()],
        "people": [row.user.profile.name for row in found.person_rows.all()],
        "first": timezone.localdate(found.since),
        "last": timezone.localdate(found.until - dt.timedelta(microseconds=1)),
        "may_decide": may.objection is None,
        "objection": may.objection.text if may.objection and waits else "",
        "may_read": may.may_read,
        "in_doubt": state == State.APPROVED and mine and is_auditor and not may.may_read,
        "may_close": state == State.APPROVED or (waits and mine),
        "waits": waits,
        "open": state == State.APPROVED,
    }


def _room(room: Room, names: dict[UUID, list[str]]) -> str:
    """A group by its name; a direct message by its two people, so that whoever decides knows what it opens."""
    if room.pk not in names:
        return room.name
    return str(_("direct message of %(people)s") % {"people": " · ".join(names[room.pk])})
