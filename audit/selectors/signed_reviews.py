"""Whether the monthly reviews are as they were signed: each against the entry that says so, which the chain holds."""

import hashlib

from audit import actions, canonical
from audit.models import AuditEntry, MonthlyReview
from audit.selectors.state import number_of

Place = tuple[int | None, int | None]  # number in the chain, entry's id


def first_altered() -> Place | None:
    """The signature of the first review that was changed or deleted; of one that nobody signed there is none."""
    kept = {review.pk: review for review in MonthlyReview.objects.order_by("pk")}
    for entry in AuditEntry.objects.filter(action=actions.AUDIT_REVIEWED).order_by("pk"):
        review = kept.pop(entry.detail.get("reviewId"), None)
        if review is None or not _is_signed_by(entry, review):
            return number_of(entry.pk), entry.pk
    return (None, None) if kept else None


def _is_signed_by(entry: AuditEntry, review: MonthlyReview) -> bool:
    signed = entry.detail.get("reviewSha256")
    if signed is None:  # as the first reviews were signed: what was found alone
        return bool(entry.detail.get("findingsSha256") == hashlib.sha256(review.findings.encode()).hexdigest())
    return bool(signed == canonical.review_digest(review))
