"""Background work in the administration: how each job stands, why it waits, and what it wrote down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import action, display, register
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.selectors.people import people
from messenger.core.administration import Choice, Desk, Rows, moment, office
from messenger.core.administration.desk import words_of
from messenger.core.errors import Refusal
from messenger.core.jobs import kinds
from messenger.core.models import Job, JobLine, PolicyValue
from messenger.manage import policies
from messenger.operation import services


class Routine(Choice):
    """What the clock asks for all day stands in nobody's way."""

    title = _("asked for")
    parameter_name = "asked"
    choices_of = {"people": _("not by the clock"), "clock": _("by the clock")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        clock = rows.filter(key=kinds.BY_THE_CLOCK)
        return clock if chosen == "clock" else rows.exclude(pk__in=clock.values("pk"))


class Log(Rows):
    model = JobLine
    verbose_name = _("line of the log")
    verbose_name_plural = _("log")
    fields = readonly_fields = ("when", "line")
    ordering = ("pk",)
    template = "admin/rows.html"

    @display(description=_("moment"))
    def when(self, row: JobLine) -> str:
        return date_format(localtime(row.at), "Y-m-d H:i:s")

    @display(description=_("what happened"))
    def line(self, row: JobLine) -> str:
        return row.text


@register(Job, site=office)
class JobDesk(Desk):
    singular, plural = _("job"), _("background work")
    words = {"kind": _("kind"), "queue": _("queue"), "state": _("state"), "cause": _("cause")}
    list_display = ("kind", "state", "why", "attempts_shown", "progress_shown", "by", "made", "ended")
    fields = readonly_fields = (
        "kind", "queue", "state", "why", "attempts_shown", "progress_shown", "by", "made", "due", "begun", "ended"
    )  # fmt: skip
    list_filter = ("state", "cause", Routine, "kind")
    search_fields = ("kind",)
    search_help_text = _("Kind of work, such as file.scan")
    ordering = ("-created_at", "pk")
    inlines = (Log,)
    actions = ("retry", "cancel")

    @action(description=_("Begin again with the chosen jobs"))
    def retry(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        self.each(
            request, rows, lambda job: services.retry_job(actor=actor, job_id=job.pk), _("Begun again: %(count)d")
        )

    @action(description=_("Cancel the chosen jobs"))
    def cancel(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        self.each(request, rows, lambda job: services.cancel_job(actor=actor, job_id=job.pk), _("Cancelled: %(count)d"))

    def called(self, row: Any) -> str:
        return str(row.kind)

    @display(description=_("why"))
    def why(self, job: Job) -> SafeString:
        """The class of the failure, and what it waits for."""
        said = [text for text in (job.cause and job.get_cause_display(), job.waiting_for) if text]
        return format_html_join(" · ", "{}", ((text,) for text in said)) or SafeString("-")

    @display(description=_("attempts"), ordering="attempts")
    def attempts_shown(self, job: Job) -> str:
        return f"{job.attempts} / {job.max_attempts}"

    @display(description=_("progress"), ordering="progress")
    def progress_shown(self, job: Job) -> str:
        return f"{job.progress:.0%}"

    @display(description=_("asked by"))
    def by(self, job: Job) -> str:
        return name_of(job.asked_by)

    @display(description=_("made"), ordering="created_at")
    def made(self, job: Job) -> str:
        return moment(job.created_at)

    @display(description=_("due"))
    def due(self, job: Job) -> str:
        return moment(job.run_at)

    @display(description=_("begun"))
    def begun(self, job: Job) -> str:
        return moment(job.started_at)

    @display(description=_("ended"), ordering="finished_at")
    def ended(self, job: Job) -> str:
        return moment(job.finished_at)


@register(PolicyValue, site=office)
class PolicyDesk(Desk):
    """All rules on one page: a rule that nobody decided has no row, and holds all the same."""

    singular, plural = _("policy"), _("policies")
    words = {"name": _("name")}
    fields = readonly_fields = ("name", "value_shown", "when", "by")
    posts = True

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Choosing a rule is the same as on the everyday page."""
        if request.method == "POST":
            actor: Any = request.user
            try:
                policies.change(actor, request.POST)
                messages.success(request, policies.TOLD["changed"])
            except Refusal as refusal:
                messages.error(request, " ".join(words_of(refusal)))
            return HttpResponseRedirect(request.path)
        content = {**self.admin_site.each_context(request), "opts": self.opts, "title": self.plural}
        return TemplateResponse(request, "admin/policies.html", {**content, "rules": policies.shown()})

    def called(self, row: Any) -> str:
        return str(row.name)

    @display(description=_("value"))
    def value_shown(self, row: PolicyValue) -> str:
        return policies.in_words(row.value)

    @display(description=_("changed"))
    def when(self, row: PolicyValue) -> str:
        return moment(row.changed_at)

    @display(description=_("by"))
    def by(self, row: PolicyValue) -> str:
        return name_of(row.changed_by)


def name_of(user_id: UUID | None) -> str:
    """The name of somebody who asked, or a dash for the clock."""
    found = people().filter(pk=user_id).values_list("profile__name", flat=True).first() if user_id else None
    return found or "-"
