"""Refusals of the surveys, by the situation."""

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Forbidden, NotFound, RateLimited


class SurveyNotFound(NotFound):
    text = _("There is no such survey.")


class NotYourSurvey(Forbidden):
    text = _("Only its author may do this.")


class ResultsNotForYou(Forbidden):
    text = _("The results are for the survey's author and those it is shared with.")


class SurveysByAdmins(Forbidden):
    """The setting `SURVEYS_BY` says who may."""

    text = _("In this company, only administrators make surveys.")


class SurveyNotOpen(Conflict):
    text = _("This survey takes no answers now.")


class SurveyHasBegun(Conflict):
    """Questions, people and times are settled as soon as somebody may answer."""

    text = _("The survey has begun. This cannot be changed any more.")


class SurveyHasAnswers(Conflict):
    text = _("People have answered. Close the survey instead.")


class AlreadyAnswered(Conflict):
    text = _("You have answered this survey already.")


class NobodyToRemind(Conflict):
    text = _("Everybody has answered.")


class RemindedLately(RateLimited):
    text = _("People were reminded a short while ago.")


class UnitNotFound(NotFound):
    text = _("There is no such department.")
