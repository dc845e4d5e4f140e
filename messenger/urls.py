"""Where each address leads. REST under /api/v1, pages at the root."""

from django.conf import settings
from django.urls import include, path

from messenger.manage.office import office
from messenger.pages import refusals

urlpatterns = [
    path("api/v1/", include("audit.urls")),
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("chat.urls")),
    path("api/v1/", include("surveys.urls")),
    path("api/v1/", include("messenger.api_urls")),
    path(settings.ADMIN_PATH, office.urls),
    path("manage/", include("messenger.manage.urls")),
    path("auditing/", include("messenger.auditing.urls")),
    path("", include("messenger.pages.urls")),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.server_error
