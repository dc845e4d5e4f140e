"""The ways into the audit log and what is kept beside it."""

from audit.services.recording import record

__all__ = ["record"]
