"""Pictures of links (contract 12)."""

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema

from chat.api import documented
from chat.selectors.link_pictures import visible_picture
from files import serving
from messenger.core.api import Endpoint, Request


class LinkImage(Endpoint):
    """The picture of a link's card: drawn anew and kept by us, so that nobody's browser asks the page."""

    rate = "pictures"

    @extend_schema(responses={200: documented.BYTES, 302: None}, summary="The picture of a link")
    def get(self, request: Request, link_id: UUID) -> HttpResponseBase:
        link = visible_picture(request.user, link_id)
        return serving.answer(
            request._request, key=link.image_key, filename="link.webp", mime="image/webp", inline=True
        )

    head = get
