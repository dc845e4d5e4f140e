"""Somebody looked at rows of the administration. Whose data was looked at is for the log, which stands above us."""

from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from messenger.core.asked import filters_of

# `actor`; `kind` of row; `row_id`, or "" for a list, which brings `count` and the `asked` filters.
looked = Signal()


def told(desk: Any, request: HttpRequest, answer: Any) -> Any:
    """The answer, once the log has taken down whose rows are on it; what cannot be written down is not shown."""
    shown = getattr(answer, "context_data", None) or {}
    listed, one = shown.get("cl"), shown.get("original")
    sent: dict[str, Any] = {"actor": request.user, "kind": desk.thing or desk.opts.model_name}
    if listed is not None:
        asked = filters_of(request.GET.dict().items())
        looked.send(type(desk), **sent, row_id="", count=len(listed.result_list), asked=asked)
    elif one is not None:
        looked.send(type(desk), **sent, row_id=str(one.pk), count=1, asked={})
    return answer
