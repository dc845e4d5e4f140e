"""Contract section 7: surveys."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response
from surveys.api import documented
from surveys.schemas import requests as wanted
from surveys.schemas.surveys import survey_out
from surveys.selectors import boxes
from surveys.selectors.places import authored_survey, visible_survey

_LISTED = [
    OpenApiParameter("box", str, enum=[box for box in boxes.BOXES if box]),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int),
]


def survey_shown(request: Request, survey_id: UUID) -> dict[str, Any]:
    """The Survey object as the caller sees it now."""
    return survey_out(*visible_survey(request.user, survey_id))


class Surveys(Endpoint):
    """Those that concern me; and a new one."""

    @extend_schema(parameters=_LISTED, responses={200: documented.SURVEYS}, summary="Surveys that concern me")
    def get(self, request: Request) -> Response:
        limit, after = paging.limit(request.GET), paging.moment(request.GET)
        found, following = boxes.box_page(request.user, request.GET.get("box", boxes.ALL), after=after, limit=limit)
        cursor = following and paging.next_cursor([following[0].isoformat(), str(following[1])])
        return Response({"results": [survey_out(survey, place) for survey, place in found], "next": cursor})

    @extend_schema(request=wanted.CreateSurvey, responses={201: documented.SURVEY}, summary="A new survey")
    def post(self, request: Request) -> Response:
        survey = commands.run("survey.create", actor=request.user, data=request.data)
        return Response(survey_shown(request, survey.pk), status=201)


class OneSurvey(Endpoint):
    """A survey with its questions."""

    @extend_schema(responses={200: documented.SURVEY}, summary="A survey with its questions")
    def get(self, request: Request, survey_id: UUID) -> Response:
        return Response(survey_shown(request, survey_id))

    @extend_schema(request=wanted.ChangeSurvey, responses={200: documented.SURVEY}, summary="Change a survey")
    def patch(self, request: Request, survey_id: UUID) -> Response:
        authored_survey(request.user, survey_id)
        commands.run("survey.change", actor=request.user, data=request.data, survey_id=survey_id)
        return Response(survey_shown(request, survey_id))

    @extend_schema(responses={204: None}, summary="Delete a survey that nobody has answered")
    def delete(self, request: Request, survey_id: UUID) -> Response:
        commands.run("survey.delete", actor=request.user, data={}, survey_id=survey_id)
        return Response(status=204)


class Publish(Endpoint):
    """Let a draft begin."""

    @extend_schema(request=None, responses={200: documented.SURVEY}, summary="Let a draft begin")
    def post(self, request: Request, survey_id: UUID) -> Response:
        commands.run("survey.publish", actor=request.user, data={}, survey_id=survey_id)
        return Response(survey_shown(request, survey_id))


class Close(Endpoint):
    """End it now."""

    @extend_schema(request=None, responses={200: documented.SURVEY}, summary="End a survey now")
    def post(self, request: Request, survey_id: UUID) -> Response:
        commands.run("survey.close", actor=request.user, data={}, survey_id=survey_id)
        return Response(survey_shown(request, survey_id))


class Remind(Endpoint):
    """Ask those again who have not answered."""

    @extend_schema(request=None, responses={200: documented.REMINDED}, summary="Remind those who have not answered")
    def post(self, request: Request, survey_id: UUID) -> Response:
        return Response(commands.run("survey.remind", actor=request.user, data={}, survey_id=survey_id))


class Submit(Endpoint):
    """My answers."""

    @extend_schema(request=wanted.SubmitAnswers, responses={201: documented.SURVEY}, summary="My answers")
    def post(self, request: Request, survey_id: UUID) -> Response:
        visible_survey(request.user, survey_id)
        commands.run("survey.submit", actor=request.user, data=request.data, survey_id=survey_id)
        return Response(survey_shown(request, survey_id), status=201)
