"""The log, the chain that seals it, and what auditors keep beside it."""

from audit.models.chain import Checkpoint, CheckpointSent, Seal
from audit.models.entries import AuditEntry
from audit.models.reviews import MonthlyReview, SavedQuery

__all__ = ["AuditEntry", "Checkpoint", "CheckpointSent", "MonthlyReview", "SavedQuery", "Seal"]
