"""Files on their way in (contract 6). The parts' bytes go to the store itself."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.api import documented
from chat.selectors.files import upload_on_its_way
from files.schemas import BeginUpload, CompleteUpload
from files.services import uploads
from messenger.core import commands
from messenger.core.api import Endpoint, Request, Response


class Init(Endpoint):
    """Begin an upload."""

    @extend_schema(request=BeginUpload, responses={201: documented.UPLOAD}, summary="Begin an upload")
    def post(self, request: Request) -> Response:
        return self.command("upload.begin", status=201, base=_origin(request))


class OneUpload(Endpoint):
    """An upload that is on its way."""

    @extend_schema(responses={200: documented.UPLOAD}, summary="What has arrived, and where the rest goes")
    def get(self, request: Request, upload_id: UUID) -> Response:
        return Response(uploads.progress(upload_on_its_way(request.user, upload_id), _origin(request)))

    @extend_schema(responses={204: None}, summary="Give up an upload")
    def delete(self, request: Request, upload_id: UUID) -> Response:
        commands.run("upload.discard", actor=request.user, data={}, upload_id=upload_id)
        return Response(status=204)


class Complete(Endpoint):
    """The last step of an upload."""

    @extend_schema(
        request=CompleteUpload, responses={201: documented.ATTACHMENT}, summary="Make the parts an attachment"
    )
    def post(self, request: Request) -> Response:
        return self.command("upload.complete", status=201)


def _origin(request: Request) -> str:
    """Our origin as the client reached it."""
    return f"{request.scheme}://{request.get_host()}"
