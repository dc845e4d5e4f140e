"""REST: people's photos (contract sections 2 and 3)."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts import schemas, services
from accounts.api import documented
from accounts.api.bodies import FileParser, file_of
from accounts.selectors import photos
from messenger.core.api import Endpoint, Request, Response, as_uuid

_FOR_EVER = "private, max-age=31536000, immutable"
# Opened by itself it is a picture and nothing more, whatever a browser would like to see in it.
_HARMLESS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class PhotoParser(FileParser):
    """A picture that a photo is made of."""

    limit = "PHOTO_MAX_BYTES"


class OwnPhoto(Endpoint):
    """One's own."""

    parser_classes = [PhotoParser]

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: documented.ME},
        summary="Make the middle of a JPEG, PNG or WebP my photo",
    )
    def put(self, request: Request) -> Response:
        return Response(schemas.me_out(services.choose_photo(actor=request.user, picture=file_of(request.data))))

    @extend_schema(responses={204: None}, summary="Be without a photo")
    def delete(self, request: Request) -> Response:
        services.take_own_photo_away(actor=request.user)
        return Response(status=204)


class PhotoOf(Endpoint):
    """Anybody's whom one may see. Looking at it is no secret worth a line in the log."""

    rate = "pictures"

    @extend_schema(
        parameters=[OpenApiParameter("v", description="as photoUrl has it; then it may be kept for ever")],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
        summary="A person's photo",
    )
    def get(self, request: Request, user_id: str) -> HttpResponse:
        name, photo = photos.photo_of(request.user, as_uuid(user_id))
        kept = _FOR_EVER if request.query_params.get("v") == name else "no-store"
        return HttpResponse(photo, content_type="image/webp", headers={**_HARMLESS, "Cache-Control": kept})
