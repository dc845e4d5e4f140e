"""A message on its way in while its link's card arrives: whichever comes first, the message has the card."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import User
from chat.models import Link, Room
from chat.services.sending import send_message
from messenger.core import jobs
from messenger.core.events import Event
from tests.chat.doors import Rest
from tests.services.hostile_http import Site
from tests.services.outside import HOST
from tests.services.ports import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_thread(function: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_message_that_is_being_stored_gets_the_card_that_arrives_meanwhile(
    alice: User, bob: User, room: Room, dm: Room, web: Site, told: list[Event]
) -> None:
    url = f"http://{HOST}:{web.port}/"
    Rest(alice).say(room.pk, url)
    stored, commit, sent = threading.Event(), threading.Event(), {}

    def slow_send() -> None:
        with transaction.atomic():
            sent.update(send_message(actor=bob, room_id=dm.pk, client_msg_id=uuid4(), text=url).message)
            stored.set()
            assert commit.wait(20)

    sending = in_a_thread(slow_send)
    assert stored.wait(20)
    assert sent["links"][0]["status"] == "PENDING"
    working = in_a_thread(jobs.run_all)
    if connection.vendor == "postgresql":  # elsewhere nobody else writes before the commit
        wait_until(somebody_waits_for_a_lock, "the card is there, and cannot be written yet")
        assert web.requests
    commit.set()
    sending.join(20)
    working.join(20)
    shown = Rest(bob).message(sent["messageId"])
    assert (shown["links"][0]["status"], shown["change"]) == ("READY", sent["change"] + 1)
    updated = [e.data["message"]["messageId"] for e in told if e.name == "MESSAGE_UPDATED"]
    assert sent["messageId"] in updated


def test_the_same_new_links_posted_at_once_in_many_rooms_are_fetched_once(
    alice: User, bob: User, dana: User, room: Room, dm: Room, web: Site
) -> None:
    """Each with its links in another order: nobody waits in a circle."""
    urls = [f"http://{HOST}:{web.port}/{n}" for n in range(5)]
    said: list[Any] = []

    def send(user: User, room_id: Any, text: str) -> Callable[[], None]:
        def run() -> None:
            with transaction.atomic():  # not through the one writer of the process
                message = send_message(actor=user, room_id=room_id, client_msg_id=uuid4(), text=text).message
            said.append(message)

        return run

    turns = [
        (alice, room.pk, " ".join(urls)),
        (bob, dm.pk, " ".join(urls[::-1])),
        (dana, room.pk, " ".join(urls[2:] + urls[:2])),
        (alice, dm.pk, " ".join(urls[3:] + urls[:3])),
    ]
    for thread in [in_a_thread(send(*turn)) for turn in turns]:
        thread.join(30)
    assert [len(message["links"]) for message in said] == [5] * 4
    assert Link.objects.count() == 5
    assert jobs.Job.objects.filter(kind="link.fetch").count() == 5
