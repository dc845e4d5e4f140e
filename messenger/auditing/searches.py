"""Saved queries: a question with a name, its owner's alone. Run again, "7 days" are the last seven of that day."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import selectors
from audit.services.saving import NameTaken, TooManySaved, delete_query, save_query
from messenger.auditing.doors import AuditorRequest, for_auditors
from messenger.auditing.filters import FilterForm
from messenger.core.errors import Invalid, NotFound, Refusal
from messenger.pages.forms import PageForm

_SAID = {"saved": _("The query has been saved."), "renamed": _("Renamed."), "deleted": _("Deleted.")}
_REFUSED = {
    "taken": NameTaken.text,
    "many": TooManySaved.text,
    "name": _("Please give the query a name of up to 60 characters."),
}


class SearchForm(PageForm):
    """One act on one saved query; `query` is the question that the page shows."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("save", "rename", "delete")])
    search = forms.UUIDField(required=False)
    name = forms.CharField(max_length=60, required=False)
    query = forms.CharField(max_length=2000, required=False)


def shown(request: AuditorRequest, form: FilterForm) -> dict[str, Any]:
    """The saved queries of who is looking, and what was just done with one."""
    saved = selectors.saved_queries(request.user)
    return {
        "searches": [
            {
                "id": one.pk,
                "name": one.name,
                "address": "?" + urlencode(one.query),
                "chosen": one.query == form.kept,
            }
            for one in saved
        ],
        "done": _SAID.get(request.GET.get("did", ""), ""),
        "refused": _REFUSED.get(request.GET.get("refused", ""), ""),
    }


@for_auditors("POST")
def searches(request: AuditorRequest) -> HttpResponse:
    """Save, rename, delete; back to the question that was open."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise Invalid
    said = form.cleaned_data
    query = _clean(said["query"])
    try:
        outcome = {"did": _act(request.user, said, query)}
    except Refusal as refusal:
        outcome = {"refused": _why(refusal)}
    return HttpResponseRedirect(f"{reverse('auditing_log')}?{urlencode(query | outcome)}")


def _act(actor: User, said: dict[str, Any], query: dict[str, str]) -> str:
    match said["act"], said["search"]:
        case "save", _any:
            save_query(actor=actor, name=said["name"], query=query)
            return "saved"
        case "rename", UUID() as which:
            _rename(actor, which, said["name"])
            return "renamed"
        case "delete", UUID() as which:
            delete_query(actor=actor, query_id=which)
            return "deleted"
    raise NotFound


@transaction.atomic
def _rename(actor: User, query_id: UUID, name: str) -> None:
    """The same question under another name."""
    query = selectors.saved_query(actor, query_id).query
    delete_query(actor=actor, query_id=query_id)
    save_query(actor=actor, name=name, query=query)


def _clean(raw: str) -> dict[str, str]:
    """The question in an address, without what is no part of it."""
    return {name: value for name, value in parse_qsl(raw) if name in FilterForm.base_fields}


def _why(refusal: Refusal) -> str:
    if isinstance(refusal, NotFound):
        raise refusal
    kinds: dict[type[Refusal], str] = {NameTaken: "taken", TooManySaved: "many"}
    return kinds.get(type(refusal), "name")
