"""Whether rings for the workers can be taken."""

CONNECT_SECONDS = 3


def reach_broker() -> None:
    """Return if the broker takes a connection; else an error of its transport."""
    from messenger import celery  # a process that never asks does without it

    with celery.app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=CONNECT_SECONDS)
