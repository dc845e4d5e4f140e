"""Reads of the audit log. Every one proves first that an auditor asks."""

from audit.selectors.access import require_auditor
from audit.selectors.entries import count_by_step, entries, found_entry, sealed, seals_of
from audit.selectors.filters import Filter
from audit.selectors.records import access_records
from audit.selectors.reviews import Figures, figures, month_of, reviewed_months, reviews, saved_queries, saved_query

__all__ = [
    "Figures",
    "Filter",
    "access_records",
    "count_by_step",
    "entries",
    "figures",
    "found_entry",
    "month_of",
    "require_auditor",
    "reviewed_months",
    "reviews",
    "saved_queries",
    "saved_query",
    "sealed",
    "seals_of",
]
