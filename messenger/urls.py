"""Where each address leads. REST under /api/v1, pages at the root."""

from django.urls import include, path

from messenger import views

urlpatterns = [
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("chat.urls")),
    path("api/v1/", include("messenger.api_urls")),
    path("", include("messenger.page_urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
