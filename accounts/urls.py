"""Addresses below /api/v1/."""

from django.urls import path

from accounts.api import devices, people, second_factor, ways

urlpatterns = [
    path("device-sessions", devices.DeviceSessions.as_view()),
    path("device-sessions/refresh", devices.DeviceRefresh.as_view()),
    path("device-sessions/current", devices.CurrentDevice.as_view()),
    path("device-sessions/others", devices.OtherDevices.as_view()),
    path("device-sessions/<str:session_id>", devices.OneDevice.as_view()),
    path("auth/ways", ways.Ways.as_view()),
    path("register", devices.Registration.as_view()),
    path("me", people.Me.as_view()),
    path("me/password", second_factor.OwnPassword.as_view()),
    path("me/second-factor", second_factor.SecondFactor.as_view()),
    path("me/second-factor/confirm", second_factor.ConfirmSecondFactor.as_view()),
    path("me/second-factor/codes", second_factor.RecoveryCodes.as_view()),
    path("org/tree", people.OrgTree.as_view()),
    path("users", people.People.as_view()),
    path("users/<str:user_id>", people.Person.as_view()),
]
