"""REST: sign-ups that wait, sheets of people, transfers, policies (contract section 9)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts import services
from accounts.api import admin_doors as shapes
from accounts.api import queries
from accounts.api.admin_doors import AdminDoor, SheetParser
from accounts.api.bodies import file_of
from accounts.models import ApprovalRequest, Transfer
from accounts.roster import writing
from accounts.schemas import admin
from accounts.selectors import approvals
from accounts.services import imports, policies, transfer_sheets, transferring
from messenger.core import paging
from messenger.core.api import Request, Response, as_uuid
from messenger.core.errors import NotFound

_PAGE = [OpenApiParameter("limit", OpenApiTypes.INT), OpenApiParameter("cursor")]


def _page(rows: QuerySet[Any], query: dict[str, str], shown: Any) -> Response:
    limit, start = paging.limit(query), paging.offset(query)
    page = list(rows[start : start + limit + 1])
    more = paging.next_cursor(start + limit) if len(page) > limit else None
    return Response({"results": [shown(row) for row in page[:limit]], "next": more})


# --- Sign-ups


class Approvals(AdminDoor):
    """Sign-ups."""

    @extend_schema(
        parameters=[OpenApiParameter("state", enum=ApprovalRequest.State.values), *_PAGE],
        responses={200: shapes.APPROVALS},
        summary="Sign-ups that wait, the oldest first",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        state = paging.one_of(query, "state", ApprovalRequest.State.values) or ApprovalRequest.State.WAITING
        return _page(approvals.requests(request.user, state), query, admin.approval_out)


class DecideApprovals(AdminDoor):
    """Several at once."""

    @extend_schema(request=admin.Decide, responses={200: shapes.DECIDED}, summary="Approve or reject several")
    def post(self, request: Request) -> Response:
        done = services.decide(actor=request.user, **admin.DECIDE.clean(request.data))
        results = [{"userId": one.user_id, "code": one.code, "message": one.text} for one in done]
        return Response({"results": results})


class Approve(AdminDoor):
    """One is let in."""

    @extend_schema(request=None, responses={200: shapes.APPROVAL}, summary="Let somebody in who signed up")
    def post(self, request: Request, user_id: str) -> Response:
        return _decided(services.approve(actor=request.user, user_id=as_uuid(user_id)))


class Reject(AdminDoor):
    """One is refused."""

    @extend_schema(request=admin.Reason, responses={200: shapes.APPROVAL}, summary="Refuse an account")
    def post(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        return _decided(services.reject(actor=request.user, user_id=pk, **admin.REASON.clean(request.data)))


def _decided(user: Any) -> Response:
    asked = approvals.request_of(user)
    if asked is None:  # made PENDING in another way than by signing up
        asked = ApprovalRequest(user=user, login_id=user.login_id, name=user.profile.name, state="APPROVED")
    return Response(admin.approval_out(asked))


# --- Sheets


class Import(AdminDoor):
    """Taking in a sheet: looked at first."""

    parser_classes = [SheetParser]

    @extend_schema(
        parameters=[OpenApiParameter("fileName")],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={201: shapes.IMPORT},
        summary="What a sheet (CSV, XLSX) would change",
    )
    def post(self, request: Request) -> Response:
        name = queries.words(request.query_params.get("fileName", ""))
        row = imports.plan_import(actor=request.user, data=file_of(request.data), file_name=name)
        return Response(admin.import_out(row), status=201)


class OneImport(AdminDoor):
    """A sheet that was looked at."""

    @extend_schema(responses={200: shapes.IMPORT}, summary="A plan, and how it went")
    def get(self, request: Request, plan_id: str) -> Response:
        return Response(admin.import_out(imports.found_import(request.user, as_uuid(plan_id))))


class ApplyImport(AdminDoor):
    """It becomes true."""

    @extend_schema(request=None, responses={200: shapes.IMPORT}, summary="Apply a plan; a job does it")
    def post(self, request: Request, plan_id: str) -> Response:
        row = imports.apply_import(actor=request.user, import_id=as_uuid(plan_id))
        return Response(admin.import_out(row))


class FirstPasswords(AdminDoor):
    """Passwords for the new."""

    @extend_schema(request=None, responses={200: shapes.PASSWORDS}, summary="One-time passwords, shown once")
    def post(self, request: Request, plan_id: str) -> Response:
        made = imports.first_passwords(actor=request.user, import_id=as_uuid(plan_id))
        return Response({"results": [admin.secret_out(user, password) for user, password in made]})


class Export(AdminDoor):
    """Everybody as a sheet."""

    @extend_schema(
        request=admin.Export,
        responses={(200, writing.TYPES[writing.CSV]): OpenApiTypes.BINARY},
        summary="Everybody as CSV or XLSX; the reason is recorded",
    )
    def post(self, request: Request) -> HttpResponse:
        wanted = admin.EXPORT.clean(request.data)
        data = imports.export_people(actor=request.user, **wanted)
        answer = HttpResponse(data, content_type=writing.TYPES[wanted["form"]])
        name = f"people-{timezone.localdate().isoformat()}.{wanted['form']}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


# --- Transfers


class Transfers(AdminDoor):
    """Transfers."""

    @extend_schema(
        parameters=[
            OpenApiParameter("userId", OpenApiTypes.UUID),
            OpenApiParameter("state", enum=Transfer.State.values),
            *_PAGE,
        ],
        responses={200: shapes.TRANSFERS},
        summary="Transfers, the latest day first",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        rows = transferring.transfers(request.user)
        if state := paging.one_of(query, "state", Transfer.State.values):
            rows = rows.filter(state=state)
        if raw := query.get("userId", ""):
            rows = rows.filter(user_id__in=queries.ids(raw))
        return _page(rows, query, admin.transfer_out)

    @extend_schema(request=admin.PlanTransfer, responses={201: shapes.TRANSFER}, summary="Enter a transfer")
    def post(self, request: Request) -> Response:
        made = services.plan_transfer(actor=request.user, **admin.PLAN_TRANSFER.clean(request.data))
        return Response(admin.transfer_out(made), status=201)


class ImportTransfers(AdminDoor):
    """A sheet of orders."""

    parser_classes = [SheetParser]

    @extend_schema(
        parameters=[OpenApiParameter("apply", OpenApiTypes.BOOL, description="1: enter them; else only look")],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: shapes.SHEET_OF_TRANSFERS},
        summary="Transfers from a sheet (CSV, XLSX): all of them, or none and why",
    )
    def post(self, request: Request) -> Response:
        dry = request.query_params.get("apply", "") not in {"1", "true"}
        made, problems = transfer_sheets.plan_transfers(actor=request.user, data=file_of(request.data), dry=dry)
        entered = not dry and not problems
        orders = [admin.transfer_out(row) for row in made]
        return Response({"entered": entered, "transfers": orders, "problems": problems})


class PreviewTransfer(AdminDoor):
    """Before it is entered."""

    @extend_schema(request=admin.PlanTransfer, responses={200: shapes.PREVIEW}, summary="What it would change")
    def post(self, request: Request) -> Response:
        return Response(transferring.preview(request.user, **admin.PLAN_TRANSFER.clean(request.data)))


class OneTransfer(AdminDoor):
    """One order."""

    @extend_schema(responses={200: shapes.TRANSFER}, summary="A transfer")
    def get(self, request: Request, transfer_id: str) -> Response:
        row = transferring.transfers(request.user).filter(pk=as_uuid(transfer_id)).first()
        if row is None:
            raise NotFound
        return Response(admin.transfer_out(row))


class CancelTransfer(AdminDoor):
    """It is taken back."""

    @extend_schema(request=None, responses={200: shapes.TRANSFER}, summary="Take a transfer back before its day")
    def post(self, request: Request, transfer_id: str) -> Response:
        row = services.cancel_transfer(actor=request.user, transfer_id=as_uuid(transfer_id))
        return Response(admin.transfer_out(row))


# --- Policies


class Policies(AdminDoor):
    """The rules of the office."""

    shows_people = False

    @extend_schema(responses={200: shapes.POLICIES}, summary="All policies, with what holds now")
    def get(self, request: Request) -> Response:
        return Response({"results": [admin.policy_out(one) for one in policies.policies_now(request.user)]})


class OnePolicy(AdminDoor):
    """One rule."""

    @extend_schema(request=admin.ChangePolicy, responses={200: shapes.POLICY}, summary="Decide a policy")
    def patch(self, request: Request, name: str) -> Response:
        wanted = admin.CHANGE_POLICY.clean(request.data)
        policies.change_policy(actor=request.user, name=name, value=wanted["value"])
        found = next(one for one in policies.policies_now(request.user) if one["name"] == name)
        return Response(admin.policy_out(found))
