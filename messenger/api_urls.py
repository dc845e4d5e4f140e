"""What describes the API: /api/v1/schema and /api/v1/docs."""

from django.urls import path

from messenger import docs

urlpatterns = [
    path("schema", docs.Schema.as_view(), name="schema"),
    path("docs", docs.Docs.as_view(), name="docs"),
]
