"""What belongs to no app: who is here, how everything is, the background work, and what describes the API."""

from django.urls import path

from messenger import docs, jobs_api
from messenger.operation import api as operation
from messenger.realtime.presence_api import PresenceList

urlpatterns = [
    path("presence", PresenceList.as_view(), name="presence"),
    path("jobs", jobs_api.JobList.as_view(), name="jobs"),
    path("jobs/<str:job_id>", jobs_api.OneJob.as_view(), name="job"),
    path("jobs/<str:job_id>/cancel", jobs_api.CancelJob.as_view(), name="job-cancel"),
    path("jobs/<str:job_id>/retry", jobs_api.RetryJob.as_view(), name="job-retry"),
    path("system/health", operation.SystemHealth.as_view(), name="system-health"),
    path("system/blocked-files", operation.BlockedFiles.as_view(), name="blocked-files"),
    path("schema", docs.Schema.as_view(), name="schema"),
    path("docs", docs.Docs.as_view(), name="docs"),
]
