"""Links of messages: found when a message is stored, fetched by a job."""

from chat.models import Message


def note(messages: list[Message]) -> None:
    """Write down the links of these messages, inside the transaction that stores them."""
