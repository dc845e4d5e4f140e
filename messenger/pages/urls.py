"""Addresses of the pages."""

from django.urls import path
from django.views.i18n import set_language

from messenger import health
from messenger.pages import (
    account,
    app,
    browser,
    openid,
    own,
    passwords,
    second_factor,
    second_factor_codes,
    system,
    waiting,
)
from messenger.pages.refusals import methods

urlpatterns = [
    path("", app.app, name="home"),
    path("rooms/<uuid:room_id>", app.app, name="room"),
    path("search", app.app, name="search"),
    path("notices", app.app, name="notices"),
    path("notices/<uuid:must_read_id>", app.app, name="notice"),
    path("surveys", app.app, name="surveys"),
    path("surveys/new", app.app, name="new_survey"),
    path("surveys/<uuid:survey_id>", app.app, name="survey"),
    path("login", account.login, name="login"),
    path("login/code", second_factor_codes.login_code, name="login_code"),
    path("openid/login", openid.begin, name="openid_login"),
    path("openid/callback", openid.callback, name="openid_callback"),
    path("openid/backchannel", openid.backchannel, name="openid_backchannel"),
    path("logout", account.logout, name="logout"),
    path("register", account.register, name="register"),
    path("pending", waiting.pending, name="pending"),
    path("devices", own.devices, name="devices"),
    path("settings", own.settings, name="settings"),
    path("password", passwords.password, name="password"),
    path("second-factor", second_factor.second_factor, name="second_factor"),
    path("system", system.system, name="system"),
    path("language", methods("POST")(set_language), name="set_language"),
    path("shell", browser.shell, name="shell"),
    path("sw.js", browser.service_worker, name="service_worker"),
    path("manifest.webmanifest", browser.manifest, name="manifest"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("csp-report", browser.csp_report, name="csp_report"),
]
