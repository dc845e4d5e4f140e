"""Photos that come with a list: planned by digest, drawn before anybody is locked, refused without harm."""

from typing import Any

import pytest

from accounts.models import User
from accounts.roster import Entry, Kind, apply, plan, plan_in, plan_out
from accounts.services.photos import digest_of
from tests.files import made

pytestmark = pytest.mark.django_db

FACE = made.picture("jpg")


def entry(photo: str | None, **more: Any) -> Entry:
    return Entry("minji", "김민지", external_id="u-1", photo=photo, **more)


def kinds(entry: Entry) -> list[Kind]:
    return [change.kind for item in plan([entry], source="directory").items for change in item.changes]


def test_somebody_new_comes_with_a_face_and_the_same_face_is_no_change() -> None:
    said = entry(digest_of(FACE))
    [result] = apply(plan_in(plan_out(plan([said], source="directory"))), actor=None, pictures=lambda _digest: FACE)
    assert (result.state, result.bad_photo) == ("applied", False)
    assert User.objects.get(login_id="minji").profile.photo
    assert (kinds(said), kinds(entry(None)), kinds(entry(""))) == ([], [], [Kind.PHOTO])


def test_a_bad_face_is_told_and_everything_else_is_done() -> None:
    said = entry(digest_of(b"no face"), title="대리")
    [result] = apply(plan([said], source="directory"), actor=None, pictures=lambda _digest: b"no face")
    profile = User.objects.get(login_id="minji").profile
    assert (result.state, result.bad_photo, profile.title, profile.photo) == ("applied", True, "대리", "")
    assert kinds(said) == [], "it is not tried again"


def test_a_face_that_is_not_at_hand_comes_another_time() -> None:
    said = entry(digest_of(FACE))
    apply(plan([said], source="directory"), actor=None)
    assert kinds(said) == [Kind.PHOTO]
