"""Hand-over (인수인계): what somebody had in hand, given to a colleague or ended, thing by thing."""

import contextlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import leaving as belongings_of
from accounts.models import User, UserStatus
from accounts.selectors import units, user_by_handle
from accounts.selectors.people import people
from accounts.services.leaving import Handed, belongings, hand_over
from messenger.core.errors import Invalid, Refusal
from messenger.manage.doors import AdminRequest, for_admins, page, why
from messenger.manage.person import found

MOST_OFFERED = 200  # colleagues whom the field suggests
MOST_NAMED = 6  # who may take a thing on
TOLD = {"disabled": gettext_lazy("Disabled, and signed out everywhere.")}


@for_admins("GET", "POST")
def handing_over(request: AdminRequest, user_id: UUID) -> HttpResponse:
    """What there is, what happens with it, and how that went."""
    one = found(user_id)
    content: dict[str, Any] = {"successor": request.POST.get("successor", ""), "results": []}
    left: dict[UUID, str] = {}
    status = 200
    if request.method == "POST":
        try:
            content["results"] = _hand(request, one)
        except Refusal as refusal:
            content["refused"] = why(refusal)
        if "refused" not in content and not content["results"]:
            content["refused"] = _("Please choose what is to be handed over.")
        if "refused" in content:
            status = 400
            left = {belonging: "" for ids in _chosen(request).values() for belonging in ids}
            content["ending"] = request.POST.get("act") == "end"
        else:  # what is left is chosen still, for another colleague
            left = {result.id: result.text for result in content["results"] if result.code}
            content |= {"left": len(left), "went_well": len(content["results"]) - len(left)}
    content["parts"] = _shown(belongings(request.user, one.pk), left)
    content |= {"one": one, "colleagues": _colleagues(one), "empty": not any(p["things"] for p in content["parts"])}
    return page(request, "handing_over", "people", content, TOLD, status=status)


def _hand(request: AdminRequest, one: User) -> list[Handed]:
    """Ending is never what happens by default: its button, and the number of what ends, typed by hand."""
    chosen, act, typed = _chosen(request), request.POST.get("act"), request.POST.get("typed", "").strip()
    if not chosen:
        return []
    if act not in ("hand", "end") or (act == "hand" and typed):  # Enter beside the number presses the form's first
        raise Invalid(_("Please choose one: hand over, and type no number, or end."))
    successor_id = None
    if act == "hand":
        successor = user_by_handle(request.POST.get("successor", ""))
        if successor is None:
            raise Invalid(_("There is nobody with this login or employee number."))
        successor_id = successor.pk
    elif typed != str(sum(map(len, chosen.values()))):
        raise Invalid(_("That is not how many are chosen. Nothing has been done."))
    return hand_over(actor=request.user, user_id=one.pk, successor_id=successor_id, chosen=chosen)


def _chosen(request: AdminRequest) -> dict[str, list[UUID]]:
    return {kind: ids for kind in belongings_of.parts if (ids := _ids(request.POST.getlist(kind)))}


def _ids(raw: list[str]) -> list[UUID]:
    ids = []
    for one in raw:
        with contextlib.suppress(ValueError):
            ids.append(UUID(one))
    return list(dict.fromkeys(ids))


def _shown(
    everything: list[tuple[belongings_of.Part, list[belongings_of.Belonging]]], left: dict[UUID, str]
) -> list[dict[str, Any]]:
    """Sort by sort the things, by name who may take one on where not everybody may, and why one was `left`."""
    wanted = set().union(*(thing.takers or () for _part, things in everything for thing in things))
    active = people().filter(pk__in=wanted, status=UserStatus.ACTIVE).order_by("profile__name", "pk")
    names = dict(active.values_list("pk", "profile__name"))

    def shown(thing: belongings_of.Belonging) -> dict[str, Any]:
        able = None if thing.takers is None else [name for pk, name in names.items() if pk in thing.takers]
        return {
            "thing": thing,
            "takers": able and able[:MOST_NAMED],
            "nobody": able == [],
            "chosen": thing.id in left,
            "why": left.get(thing.id, ""),
        }

    return [{"part": part, "things": [shown(thing) for thing in things]} for part, things in everything]


def _colleagues(one: User) -> list[User]:
    """Who is likely: the active people of their departments."""
    near = units.people_of(units.units_of(one.pk)) - {one.pk}
    rows = people().filter(pk__in=near, status=UserStatus.ACTIVE)
    return list(rows.order_by("profile__name")[:MOST_OFFERED])
