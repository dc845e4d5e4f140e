"""Celery as our workers use it: it carries rings and keeps threads and the clock; the rows are the truth.

Without Redis the broker is a folder (`folder_broker`). A message says only that there is something to
do in a queue, so it may be lost, doubled or late.
"""

from typing import Any

from celery import Celery
from django.conf import settings
from kombu.entity import Exchange, Queue

from messenger import folder_broker
from messenger.core.jobs import kinds, sweeping
from messenger.core.jobs.desk import Desk

# Runs of each queue at a time, in one process. Two follow, each for long: one the rooms, one the audit log.
PLACES = {"scan": 2, "links": 4, "follow": 2, "push": 4, "media": 2, "upkeep": 2}
SWEEPS = "sweep"
MOST_RINGS = 1000  # that wait in a queue of the broker
CONNECT_SECONDS = 2  # a broker that does not answer is as good as down
ANSWER_SECONDS = 10  # above the second that a worker's own question to Redis may take


def _broker() -> dict[str, Any]:
    url = settings.CELERY_BROKER_URL
    if url == folder_broker.URL:
        return {
            "broker_url": f"{url}localhost",
            "broker_transport": "messenger.folder_broker:Transport",
            "broker_transport_options": folder_broker.options(settings.DATA_DIR / "broker"),
        }
    return {
        "broker_url": url.replace("unix://", "redis+socket://", 1),
        "broker_transport_options": {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "retry_on_timeout": False,
        },
    }


def named(queue: str) -> str:
    """A queue's name in the broker, where we may not be alone."""
    return f"jobs.{queue}"


def _queue(queue: str) -> Any:
    return Queue(named(queue), Exchange(""), routing_key=named(queue))  # type: ignore[no-untyped-call]


app: Any = Celery("maru")
app.conf.update(
    **_broker(),
    broker_connection_timeout=CONNECT_SECONDS,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_queues=[_queue(queue) for queue in (*kinds.QUEUES, SWEEPS)],
    task_default_queue=named("upkeep"),
    task_create_missing_queues=False,
    task_ignore_result=True,
    task_acks_late=True,
    task_publish_retry=False,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    beat_schedule={
        "sweep": {"task": "jobs.sweep", "schedule": settings.JOB_SWEEP_SECONDS, "options": {"queue": named(SWEEPS)}}
    },
)
_desk = Desk(PLACES)


def ring(queue: str, job_id: str) -> None:
    """Tell a worker that there is something to do; raises if the broker does not take it.

    Where so many rings wait already, no worker is there, and one more would tell it nothing new.
    """
    with app.producer_or_acquire() as producer:
        if producer.channel.queue_declare(queue=named(queue)).message_count < MOST_RINGS:
            _run.apply_async((job_id, queue), queue=named(queue), producer=producer)


def work_off(job_id: str, queue: str) -> None:
    """The task: do what is due in the queue that the job is in, the longest waiting first."""
    _desk.answer(queue)


def look_around(*_consumer: Any) -> None:
    """A worker that begins asks itself for what has been waiting."""
    for queue in kinds.QUEUES:
        if named(queue) in app.amqp.queues.consume_from:
            ring(queue, "")


_run = app.task(name="jobs.run")(work_off)
app.task(name="jobs.sweep")(sweeping.sweep)
