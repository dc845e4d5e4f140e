"""What belongs to no app: who is here, and what describes the API."""

from django.urls import path

from messenger import docs
from messenger.realtime.presence_api import PresenceList

urlpatterns = [
    path("presence", PresenceList.as_view(), name="presence"),
    path("schema", docs.Schema.as_view(), name="schema"),
    path("docs", docs.Docs.as_view(), name="docs"),
]
