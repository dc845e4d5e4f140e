"""`/auditing/export`: the log as it was asked for, as a table to take away; with a reason."""

from typing import Any

from django import forms
from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from audit.services.exporting import MOST_REASON, export, today
from audit.services.viewing import view_count
from messenger.auditing import asking, catalogue, filters, finding, words
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.auditing.downloads import sent
from messenger.auditing.filters import Asked, FilterForm
from messenger.core.errors import Invalid
from messenger.pages.forms import PageForm

FORMS = {
    "full": gettext_lazy("Everything, with the seals"),
    "access": gettext_lazy("Access record: the five facts of the law"),
}


class ReasonForm(PageForm):
    """Why somebody takes something away."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For example: monthly review of October, request of the data protection officer."),
        max_length=MOST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"class": "reason", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = settings.AUDIT_EXPORT_REASON == "required"
        self.fields["reason"].error_messages["required"] = gettext_lazy("Please say what you need this for.")


class ExportForm(ReasonForm):
    form = forms.ChoiceField(
        label=gettext_lazy("Columns"), choices=list(FORMS.items()), initial="full", widget=forms.RadioSelect
    )


@for_auditors("GET", "POST")
def exported(request: AuditorRequest) -> HttpResponseBase:
    """What would be in the file, and the question why; then the file."""
    question = filters.read(request.GET)
    if not question.is_valid():
        raise Invalid
    wanted = asking.filter_of(request.user, question.asked)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = export(actor=request.user, asked=wanted, reason=said["reason"], form=said["form"])
            return sent(made.pieces(), filename=f"audit-{today()}.csv", mime="text/csv; charset=utf-8")
        except Invalid as refusal:
            form.refuse(refusal)
    form.mark()
    count = pgettext("number of entries", "%(n)d") % {"n": view_count(actor=request.user, asked=wanted)}
    content = {
        "form": form,
        "facts": [*_told(question), (_("Entries"), count)],
        "back": f"{reverse('auditing_log')}?{question.address}",
    }
    return page(request, "export", "log", content, status=400 if form.errors else 200)


def _told(question: FilterForm) -> list[tuple[Any, Any]]:
    """The question in words."""
    asked: Asked = question.asked
    day = _("M j, Y")
    ends = {"first": formats.date_format(asked.period.first, day), "last": formats.date_format(asked.period.last, day)}
    person = finding.names_of([asked.person]).get(asked.person, "") if asked.person else asked.who
    kind = words.target(asked.target_type) if asked.target_type else ""
    told: list[tuple[Any, Any]] = [
        (_("Period"), _("%(first)s – %(last)s") % ends),
        (_("Person"), person),
        (_("Action"), words.meant(question.kept.get("what", ""))),
        (_("What it was done to"), f"{kind} {asked.target_id}".strip()),
        (_("Outcome"), catalogue.OUTCOMES.get(asked.outcome, "")),
        (_("Words"), asked.text),
    ]
    return [(name, value) for name, value in told if value]
