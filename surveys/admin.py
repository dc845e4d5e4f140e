"""Surveys in the administration: that they are there and how many took part, never a question's answer."""

from typing import Any

from django.contrib.admin import display, register
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.core.administration import Choice, Desk, moment, office
from surveys.models import State, Survey


class InState(Choice):
    title = _("state")
    parameter_name = "state"
    choices_of = dict(State.choices)

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        now = timezone.now()
        begun = Q(published_at__isnull=False, opens_at__lte=now)
        ended = Q(closes_at__isnull=False, closes_at__lte=now)
        return {
            State.DRAFT: rows.exclude(begun),
            State.OPEN: rows.filter(begun).exclude(ended),
            State.CLOSED: rows.filter(begun & ended),
        }[State(chosen)]


@register(Survey, site=office)
class SurveyDesk(Desk):
    singular, plural = _("survey"), _("surveys")
    words = {"is_anonymous": _("anonymous")}
    list_display = ("title_shown", "state_shown", "by", "unit", "anonymous", "asked", "opens", "closes")
    fields = readonly_fields = (
        "title_shown", "state_shown", "by", "unit", "anonymous", "asked", "questions", "made", "opens", "closes"
    )  # fmt: skip
    list_filter = (InState, "is_anonymous")
    search_fields = ("author__profile__name", "author__login_id")  # and titles of what is published: see below
    search_help_text = _("Title, or name or login of the author")
    ordering = ("-created_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("author__profile", "target_unit")
        asked: QuerySet[Any] = rows.annotate(
            people=Count("targets", distinct=True), asks=Count("questions", distinct=True)
        )
        return asked

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """A draft's title is its author's: nobody finds it out letter by letter."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found | queryset.filter(title__icontains=search_term, published_at__isnull=False)
        return found, twice

    def called(self, row: Any) -> str:
        return self.title_shown(row)

    @display(description=_("title"))  # sorting by it would tell as well
    def title_shown(self, survey: Any) -> str:
        """Nobody but its author sees what is still being written."""
        return survey.title if survey.published_at else str(_("(in preparation)"))

    @display(description=_("state"))
    def state_shown(self, survey: Any) -> str:
        return str(survey.state.label)

    @display(description=_("author"), ordering="author__profile__name")
    def by(self, survey: Any) -> str:
        return survey.author.profile.name if survey.author else "-"

    @display(description=_("for"), ordering="target_unit__name")
    def unit(self, survey: Any) -> str:
        return survey.target_unit.name if survey.target_unit else str(_("everybody"))

    @display(description=_("anonymous"), boolean=True, ordering="is_anonymous")
    def anonymous(self, survey: Any) -> bool:
        return bool(survey.is_anonymous)

    @display(description=_("people asked"), ordering="people")
    def asked(self, survey: Any) -> int:
        return int(survey.people)

    @display(description=_("questions"))
    def questions(self, survey: Any) -> int:
        return int(survey.asks)

    @display(description=_("made"))
    def made(self, survey: Any) -> str:
        return moment(survey.created_at)

    @display(description=_("opens"), ordering="opens_at")
    def opens(self, survey: Any) -> str:
        return moment(survey.opens_at)

    @display(description=_("closes"), ordering="closes_at")
    def closes(self, survey: Any) -> str:
        return moment(survey.closes_at)
