"""Sends a message (contract 5)."""

from concurrent.futures import Future
from typing import Any

from django.db import connection, transaction

from chat.services.drafts import Draft, Sent, draft
from chat.services.storing import store
from chat.services.writer import writer
from messenger.core.errors import Refusal


def send_message(**message: Any) -> Sent:
    """Store a message and return it; the same `client_msg_id` again changes nothing.

    Inside an open transaction the message belongs to that transaction; otherwise the process's
    writer stores it together with whatever else is waiting.
    """
    asked = draft(**message)
    if connection.in_atomic_block:
        return _store_here(asked)
    if asked.hanging is not None:  # its rows are written here, and a refusal of theirs must spoil no neighbour
        with transaction.atomic():
            return _store_here(asked)
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close()  # back into the pool: as many as it holds may wait here, and the writer needs one
    return writer.submit(asked).result()


def submit_message(**message: Any) -> "Future[Sent]":
    """The same without waiting, for the event loop."""
    return writer.submit(draft(**message))


def _store_here(asked: Draft) -> Sent:
    outcome = store([asked], committed=False)[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome
