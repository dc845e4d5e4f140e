"""Addresses below /api/v1/."""

from django.urls import path

from accounts import api

urlpatterns = [
    path("device-sessions", api.DeviceSessions.as_view()),
    path("device-sessions/refresh", api.DeviceRefresh.as_view()),
    path("device-sessions/current", api.CurrentDevice.as_view()),
    path("device-sessions/others", api.OtherDevices.as_view()),
    path("device-sessions/<str:session_id>", api.OneDevice.as_view()),
    path("register", api.Registration.as_view()),
    path("me", api.Me.as_view()),
    path("org/tree", api.OrgTree.as_view()),
    path("users", api.People.as_view()),
    path("users/<str:user_id>", api.Person.as_view()),
]
