"""The questions that somebody asks the log again and again: their own, and nobody else's."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from audit.models import SavedQuery
from audit.selectors import require_auditor, saved_queries, saved_query
from messenger.core.errors import Conflict, Invalid
from messenger.core.fields import is_blank

MOST_NAME = 60
MOST_QUERY = 4000  # characters of JSON


class NameTaken(Conflict):
    """One of one's own questions has this name already."""

    text = _("You have saved a query by this name already.")


class TooManySaved(Conflict):
    """There are limits to what is remembered for a person."""

    text = _("You have saved as many queries as are kept.")


def save_query(*, actor: Any, name: str, query: dict[str, Any]) -> SavedQuery:
    """Keep a question. `NameTaken`, `TooManySaved` (MAX_SAVED_QUERIES), `Invalid`."""
    require_auditor(actor)
    name = name.strip()
    if is_blank(name) or len(name) > MOST_NAME or "\0" in name:
        raise Invalid(name=[str(_("A name of up to 60 characters is expected."))])
    if len(json.dumps(query)) > MOST_QUERY:
        raise Invalid(query=[str(_("This is too long."))])
    if saved_queries(actor).count() >= settings.MAX_SAVED_QUERIES:
        raise TooManySaved
    try:
        with transaction.atomic():
            return SavedQuery.objects.create(owner_id=actor.pk, name=name, query=query)
    except IntegrityError as error:
        raise NameTaken from error


def delete_query(*, actor: Any, query_id: UUID) -> None:
    """Forget one of one's own questions. `NotFound`."""
    saved_query(actor, query_id).delete()
