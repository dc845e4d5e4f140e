"""REST: one's own second factor and password (contract section 2)."""

from drf_spectacular.utils import extend_schema

from accounts import qr, schemas, services
from accounts.api import documented
from accounts.models import Owed
from accounts.selectors.second_factor import second_factor_state
from messenger.core.api import Endpoint, Request, Response


class SecondFactor(Endpoint):
    """One's second factor: how it stands, to begin one, to end it."""

    opens_to_owing = (Owed.SECOND_FACTOR,)

    @extend_schema(responses={200: documented.SECOND_FACTOR}, summary="My second factor")
    def get(self, request: Request) -> Response:
        return Response(schemas.second_factor_out(second_factor_state(request.user)))

    @extend_schema(
        request=schemas.BeginSecondFactor, responses={201: documented.SET_UP}, summary="Begin to set up a second factor"
    )
    def post(self, request: Request) -> Response:
        wanted = schemas.BEGIN_SECOND_FACTOR.clean(request.data)
        begun = services.begin_second_factor(actor=request.user, session=request.auth, **wanted)
        return Response({"key": begun.key, "address": begun.address, "qr": qr.svg(begun.address)}, status=201)

    @extend_schema(request=schemas.EndSecondFactor, responses={204: None}, summary="End my second factor")
    def delete(self, request: Request) -> Response:
        services.turn_off_second_factor(actor=request.user, **schemas.END_SECOND_FACTOR.clean(request.data))
        return Response(status=204)


class ConfirmSecondFactor(Endpoint):
    """The first code of a new authenticator."""

    opens_to_owing = (Owed.SECOND_FACTOR,)

    @extend_schema(request=schemas.OneCode, responses={200: documented.CODES}, summary="Confirm my second factor")
    def post(self, request: Request) -> Response:
        wanted = schemas.ONE_CODE.clean(request.data)
        codes = services.confirm_second_factor(actor=request.user, session=request.auth, **wanted)
        return Response({"recoveryCodes": codes})


class RecoveryCodes(Endpoint):
    """Ten new codes in place of the old."""

    @extend_schema(request=schemas.OneCode, responses={200: documented.CODES}, summary="New recovery codes")
    def post(self, request: Request) -> Response:
        codes = services.new_recovery_codes(actor=request.user, **schemas.ONE_CODE.clean(request.data))
        return Response({"recoveryCodes": codes})


class OwnPassword(Endpoint):
    """One's own password."""

    opens_to_owing = (Owed.PASSWORD,)

    @extend_schema(request=schemas.NewPassword, responses={204: None}, summary="Change my password")
    def put(self, request: Request) -> Response:
        wanted = schemas.NEW_PASSWORD.clean(request.data)
        services.change_password(actor=request.user, session=request.auth, **wanted)
        return Response(status=204)
