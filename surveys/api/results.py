"""Contract section 7: what was answered."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from messenger.core import paging
from messenger.core.api import Endpoint, Request, Response, as_uuid
from surveys.api import documented
from surveys.selectors.places import reported_survey
from surveys.selectors.progress import progress_of
from surveys.services import reporting

_UNIT = [OpenApiParameter("orgUnitId", str)]
_PAGED = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


class Progress(Endpoint):
    """How many have answered."""

    @extend_schema(parameters=_PAGED, responses={200: documented.PROGRESS}, summary="How many have answered")
    def get(self, request: Request, survey_id: UUID) -> Response:
        survey, _place = reported_survey(request.user, survey_id)
        limit, start = paging.limit(request.GET), paging.offset(request.GET)
        shown, following = progress_of(survey, limit=limit, start=start)
        return Response({**shown, "next": None if following is None else paging.next_cursor(following)})


class Results(Endpoint):
    """The figures."""

    @extend_schema(parameters=_UNIT, responses={200: documented.RESULTS}, summary="What was answered")
    def get(self, request: Request, survey_id: UUID) -> Response:
        reported_survey(request.user, survey_id)
        return Response(reporting.view_results(actor=request.user, survey_id=survey_id, unit_id=_unit(request)))


class ResultsFile(Endpoint):
    """The same as a file for a spreadsheet."""

    @extend_schema(parameters=_UNIT, responses={200: documented.CSV}, summary="What was answered, as CSV")
    def get(self, request: Request, survey_id: UUID) -> HttpResponse:
        reported_survey(request.user, survey_id)
        survey, text = reporting.export_results(actor=request.user, survey_id=survey_id, unit_id=_unit(request))
        answer = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="survey-{survey.created_at:%Y%m%d}.csv"'
        return answer


def _unit(request: Request) -> UUID | None:
    raw = request.GET.get("orgUnitId")
    return as_uuid(raw) if raw else None
