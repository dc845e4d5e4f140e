"""Pages speak the language of the signed-in person; everybody else gets their browser's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from messenger.pages.context_processors import preferences_of


class LanguageMiddleware:
    """After the device session: the person's own choice wins over cookie and `Accept-Language`.

    Not under /api/, where `Accept-Language` decides (contract section 1).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            chosen = preferences_of(request).get("language")
            if chosen in dict(settings.LANGUAGES):
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen
        return self.get_response(request)
