"""Requests for an account: one or many let in, or refused with a reason that the person reads."""

import contextlib
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApprovalRequest, UserStatus
from accounts.selectors.people import people
from accounts.services.approving import decide
from messenger.manage.doors import AdminRequest, for_admins, go, page

MOST_REASON = 300
MOST_AT_ONCE = 200
TOLD = {
    "approved": gettext_lazy("Approved. They can sign in now."),
    "rejected": gettext_lazy("Rejected. They read the reason when they try to sign in."),
}


def applicants(*, rejected: bool) -> QuerySet[Any]:
    """Who waits, the longest waiting first; or who was refused, the latest first."""
    asked = ApprovalRequest.objects.filter(user=OuterRef("pk")).order_by("-asked_at")
    rows = people().filter(status=UserStatus.PENDING)
    rows = rows.annotate(
        verdict=Subquery(asked.values("state")[:1]),
        asked=Subquery(asked.values("asked_at")[:1]),
        reason=Subquery(asked.values("reason")[:1]),
        decided=Subquery(asked.values("decided_at")[:1]),
        decider=Subquery(asked.values("decided_by__profile__name")[:1]),
    )
    refused = rows.filter(verdict=ApprovalRequest.State.REJECTED)
    if rejected:
        return refused.order_by("-decided", "pk")
    return rows.exclude(pk__in=refused.values("pk")).order_by("created_at", "pk")


@for_admins("GET", "POST")
def approvals(request: AdminRequest) -> HttpResponse:
    """The queue. The reason belongs to refusing alone."""
    refused = ""
    if request.method == "POST":
        chosen = _chosen(request)
        act = request.POST.get("act", "")
        reason = request.POST.get("reason", "").strip()[:MOST_REASON]
        if act not in ("approve", "reject"):
            refused = _("Please press either the approval or the rejection.")
        elif not chosen:
            refused = _("Please choose somebody first.")
        elif act == "reject" and not reason:
            refused = _("Please say why: they read it when they try to sign in.")
        else:
            return _decided(request, chosen, approved=act == "approve", reason=reason)
    rejected = request.GET.get("show") == "rejected"
    content = {
        "people": list(applicants(rejected=rejected)[:MOST_AT_ONCE]),
        "rejected": rejected,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "chosen": set(request.POST.getlist("who")),
        "most_reason": MOST_REASON,
    }
    return page(request, "approvals", "approvals", content, TOLD, status=400 if refused else 200)


def _decided(request: AdminRequest, chosen: list[UUID], *, approved: bool, reason: str) -> HttpResponse:
    results = decide(actor=request.user, user_ids=chosen, approved=approved, reason=reason)
    done = sum(not one.code for one in results)
    return go(reverse("manage_approvals"), "approved" if approved else "rejected", n=done)


def _chosen(request: AdminRequest) -> list[UUID]:
    found = []
    for raw in request.POST.getlist("who")[:MOST_AT_ONCE]:
        with contextlib.suppress(ValueError):
            found.append(UUID(raw))
    return found
