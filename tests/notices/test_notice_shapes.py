"""The OpenAPI document says what the answers about must-read notices really hold."""

import pytest

from accounts.models import User
from chat.api import documented_notices as documented
from chat.models import Room
from messenger.core.shapes import Shape
from tests.chat.doors import Rest
from tests.notices.conftest import Company, confirm, published
from tests.shapes import fits

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("must-reads", documented.MUST_READS),
        ("must-reads/places", documented.PLACES),
        ("must-reads/{id}", documented.ONE_MUST_READ),
        ("must-reads/{id}/recipients", documented.RECIPIENTS),
    ],
)
def test_an_answer_is_what_was_documented(
    company: Company, alice: User, bob: User, room: Room, path: str, shape: Shape
) -> None:
    made = published(bob, rooms=[room], units=[company.team])
    confirm(alice, made)
    answer = Rest(bob).get(path.format(id=made["mustReadId"]))
    assert answer.status == 200
    fits(answer.body, shape, path)


def test_what_a_reminder_answers(bob: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    fits(Rest(bob).post(f"must-reads/{made['mustReadId']}/remind").body, documented.REMINDED, "remind")


def test_what_the_boxes_ask_of_the_database(bob: User, room: Room, django_assert_max_num_queries: object) -> None:
    """However many notices there are, the same number of queries."""
    for _ in range(3):
        published(bob, rooms=[room])
    me = Rest(bob)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(me.get("must-reads?box=mine").body["results"]) == 3
