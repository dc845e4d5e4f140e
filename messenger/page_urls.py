"""Addresses of the pages."""

from django.urls import path
from django.views.i18n import set_language

from messenger import account_views, app_views, browser_views, health, own_views
from messenger.views import methods

urlpatterns = [
    path("", app_views.app, name="home"),
    path("rooms/<uuid:room_id>", app_views.app, name="room"),
    path("login", account_views.login, name="login"),
    path("logout", account_views.logout, name="logout"),
    path("register", account_views.register, name="register"),
    path("devices", own_views.devices, name="devices"),
    path("settings", own_views.settings, name="settings"),
    path("language", methods("POST")(set_language), name="set_language"),
    path("shell", browser_views.shell, name="shell"),
    path("sw.js", browser_views.service_worker, name="service_worker"),
    path("manifest.webmanifest", browser_views.manifest, name="manifest"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("csp-report", browser_views.csp_report, name="csp_report"),
]
