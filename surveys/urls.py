"""REST addresses of surveys, below /api/v1/."""

from django.urls import path

from surveys.api import results, surveys

urlpatterns = [
    path("surveys", surveys.Surveys.as_view()),
    path("surveys/<uuid:survey_id>", surveys.OneSurvey.as_view()),
    path("surveys/<uuid:survey_id>/publish", surveys.Publish.as_view()),
    path("surveys/<uuid:survey_id>/close", surveys.Close.as_view()),
    path("surveys/<uuid:survey_id>/remind", surveys.Remind.as_view()),
    path("surveys/<uuid:survey_id>/submit", surveys.Submit.as_view()),
    path("surveys/<uuid:survey_id>/progress", results.Progress.as_view()),
    path("surveys/<uuid:survey_id>/results", results.Results.as_view()),
    path("surveys/<uuid:survey_id>/results.csv", results.ResultsFile.as_view()),
]
