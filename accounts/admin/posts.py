"""Where somebody sits, below their form: all posts are given and taken in one go."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import OrgMember, OrgUnit, User
from accounts.services import Seat, set_posts
from messenger.core.administration import DeskForm, Rows


class PostForm(DeskForm):
    unit = forms.ModelChoiceField(label=_("Department"), queryset=OrgUnit.objects.all())
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    role_in_org = forms.CharField(label=_("Position"), max_length=80, required=False)
    is_primary = forms.BooleanField(label=_("Primary post"), required=False)

    class Meta:
        model = OrgMember
        fields = ("unit", "title", "role_in_org", "is_primary")

    def _post_clean(self) -> None:
        """The service judges it."""


class Posts(Rows):
    model = OrgMember
    form = PostForm
    verbose_name = _("post")
    verbose_name_plural = _("posts")
    fields = ("unit", "title", "role_in_org", "is_primary")
    may_add = may_change = may_delete = True


def save(request: HttpRequest, person: User, formset: Any) -> None:
    """What the rows say now, against what they said when the page was made."""
    given: dict[Any, Seat] = {}
    taken = set()
    for form in formset.forms:
        if not form.has_changed() and not form.instance.pk:
            continue
        before = form.instance.unit_id if form.instance.pk else None
        leaves = formset.can_delete and formset._should_delete_form(form)
        unit = None if leaves else form.cleaned_data["unit"].pk
        if before is not None and before != unit:
            taken.add(before)
        if unit is not None:
            typed = form.cleaned_data
            given[unit] = Seat(typed["title"], typed["role_in_org"], typed["is_primary"])
    actor: Any = request.user
    set_posts(actor=actor, user_id=person.pk, given=given, taken=taken - given.keys())
