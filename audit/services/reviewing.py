"""The monthly review: somebody looked at the access records of a month and signs what they found."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import actions, canonical
from audit.models import MonthlyReview
from audit.selectors import figures, require_auditor
from audit.services.recording import name_of, record
from messenger.core.errors import Conflict, Invalid

MOST_FINDINGS = 10_000


class MonthNotOver(Conflict):
    """What is not over cannot be signed."""

    text = _("This month is not over yet.")


@transaction.atomic
def sign_review(*, actor: Any, month: dt.date, findings: str) -> MonthlyReview:
    """Sign a month's review with the figures as they are now. A further one adds to those before.

    The log's entry carries the digest of what was signed, so that the chain holds it, too: `selectors.signed_reviews`
    compares them. `MonthNotOver`, `Invalid`.
    """
    require_auditor(actor)
    month = month.replace(day=1)
    if month >= timezone.localdate().replace(day=1):
        raise MonthNotOver
    if len(findings) > MOST_FINDINGS or "\0" in findings:
        raise Invalid(findings=[str(_("This is too long."))])
    review = MonthlyReview(
        month=month,
        reviewer_id=actor.pk,
        reviewer_name=name_of(actor),
        findings=findings.strip(),
        figures=figures(actor, month).as_json(),
    )
    review.save()
    record(
        actions.AUDIT_REVIEWED,
        actor=actor,
        target_type="month",
        target_id=month.strftime("%Y-%m"),
        reviewId=review.pk,
        reviewSha256=canonical.review_digest(review),
    )
    return review
