"""Addresses below /api/v1/."""

from django.urls import path

from audit import api

urlpatterns = [
    path("audit", api.Log.as_view(), name="audit"),
    path("audit.csv", api.Table.as_view(), name="audit-csv"),
    path("audit/verify", api.Verify.as_view(), name="audit-verify"),
]
