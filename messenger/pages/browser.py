"""What a browser asks for beside pages: service worker, manifest, policy reports."""

import hashlib
import json
import logging

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from messenger.frontend import sheets
from messenger.pages.refusals import methods

log = logging.getLogger(__name__)

_REPORT_BYTES = 4096
_REPORT_FIELDS = (
    "document-uri",
    "effective-directive",
    "violated-directive",
    "blocked-uri",
    "source-file",
    "line-number",
)


@methods("GET")
def shell(request: HttpRequest) -> HttpResponse:
    """What a browser without network shows instead of a page. Holds nobody's data: it is kept on the device."""
    return render(request, "pages/shell.html", {"theme": "system", "text_size": "normal"})


@methods("GET")
def service_worker(request: HttpRequest) -> HttpResponse:
    """`/sw.js`: keeps the shell and static files, never a page, an answer of the API or a message."""
    kept = ("icons/sprite.svg", "icons/app.svg", "app/pages/shell.js")
    urls = ["/shell", *sheets.urls("pages"), *(static(path) for path in kept)]
    release = getattr(staticfiles_storage, "manifest_hash", "")  # of all modules and styles, once they are collected
    version = hashlib.sha256(" ".join([release, *urls]).encode()).hexdigest()[:12]
    content = {"version": version, "urls": urls, "hashed": not settings.STATIC_FROM_SOURCE}
    shown = {"product": settings.PRODUCT_NAME, "icon": static("icons/app-192.png")}
    response = render(request, "pages/sw.js", {"content": json.dumps(content), **shown}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return response


@methods("GET")
def manifest(request: HttpRequest) -> HttpResponse:
    """`/manifest.webmanifest`, with which a browser can install the product as an app."""
    icons = [{"src": static("icons/app.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    icons += [
        {"src": static(f"icons/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in (("app-192", 192, "any"), ("app-512", 512, "any"), ("maskable-512", 512, "maskable"))
    ]
    content = {
        "id": "/",
        "name": settings.PRODUCT_NAME,
        "short_name": settings.PRODUCT_NAME,
        "description": _("Messenger of our company"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f4f0",
        "theme_color": "#15393c",
        "categories": ["business", "productivity"],
        "icons": icons,
        "shortcuts": [
            {"name": _("Search"), "url": "/search", "icons": [icons[1]]},
            {"name": _("Must-read notices"), "url": "/notices", "icons": [icons[1]]},
            {"name": _("Surveys"), "url": "/surveys", "icons": [icons[1]]},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@csrf_exempt  # the browser sends these by itself, without a token
@methods("POST")
def csp_report(request: HttpRequest) -> HttpResponse:
    """Write down, shortened, what the content security policy stopped. Answers 204 to anything."""
    try:
        report = json.loads(request.body[:_REPORT_BYTES]).get("csp-report")
        found = {name: str(report[name])[:200] for name in _REPORT_FIELDS if name in report}
    except (ValueError, AttributeError, TypeError, RecursionError):
        found = {}
    log.warning("content security policy report: %s", found)
    return HttpResponse(status=204)
