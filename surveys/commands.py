"""What can be asked of surveys, by name; `messenger.core.commands` explains the door."""

from messenger.core.commands import Command, register
from surveys.schemas import requests as wanted
from surveys.services import closing, opening, reminding, submitting, writing

register("survey.create", Command(wanted.CreateSurvey(), writing.create_survey, rate="call"))
register("survey.change", Command(wanted.ChangeSurvey(), writing.change_survey))
register("survey.delete", Command(wanted.Nothing(), writing.delete_survey))
register("survey.publish", Command(wanted.Nothing(), opening.publish_survey, rate="call"))
register("survey.close", Command(wanted.Nothing(), closing.close_survey))
register("survey.remind", Command(wanted.Nothing(), reminding.remind, rate="call"))
register("survey.submit", Command(wanted.SubmitAnswers(), submitting.submit))
