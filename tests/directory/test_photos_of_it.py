"""The directory's photos: taken when they are new, once; a bad one spoils nothing but itself."""

from typing import Any

import pytest

from accounts import services
from accounts.models import DirectoryRun, Photo, User
from accounts.roster.changes import Change, Kind
from accounts.roster.wording import change_line
from accounts.services.policies import change_policy
from audit.models import AuditEntry
from tests.directory import company
from tests.directory.test_sync import run, who
from tests.files import made
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db

FACE, OTHER = made.picture("jpg"), made.encoded(made.noise(64, 64), "JPEG")


def photo_of(login: str) -> str:
    return who(login).profile.photo


def changed(done: DirectoryRun) -> dict[str, list[str]]:
    """By login, the kinds of their changes, or the conflict."""
    said: dict[str, list[str]] = {}
    for one in done.changes:
        kinds = [one["conflict"]] if "conflict" in one else [change["kind"] for change in one["changes"]]
        said.setdefault(one["loginId"], []).extend(kinds)
    return said


def test_a_face_comes_with_its_person_and_again_only_when_it_is_another(directory: Slapd) -> None:
    directory.modify(company.MINJI, jpegPhoto=FACE)
    done = run()
    assert (done.counts["photo"], photo_of("junho.park")) == (1, "")
    first = photo_of("minji.kim")
    assert made.opened(bytes(Photo.objects.get(user=who("minji.kim")).body)).size == (200, 200)
    assert AuditEntry.objects.get(action="user.photo_changed").detail == {"source": "directory"}
    assert run().counts == {}
    directory.modify(company.MINJI, jpegPhoto=OTHER)
    assert changed(run()) == {"minji.kim": ["photo"]}
    assert photo_of("minji.kim") not in ("", first)
    directory.modify(company.MINJI, jpegPhoto=None)
    assert changed(run()) == {"minji.kim": ["photo"]}
    assert (photo_of("minji.kim"), run().counts) == ("", {})


def test_a_dry_run_says_it_and_takes_nothing(directory: Slapd) -> None:
    run()
    directory.modify(company.MINJI, jpegPhoto=FACE)
    said = run(dry=True)
    assert (changed(said), photo_of("minji.kim")) == ({"minji.kim": ["photo"]}, "")
    assert change_line(Change(Kind.PHOTO, after="1")) != change_line(Change(Kind.PHOTO))


@pytest.mark.parametrize("bad", [b"GIF89a no photo", FACE[:300], FACE * 40], ids=["a GIF", "half of one", "too large"])
def test_a_bad_picture_is_a_warning_and_is_not_tried_again(directory: Slapd, settings: Any, bad: bytes) -> None:
    settings.PHOTO_MAX_BYTES = len(FACE) * 20
    directory.modify(company.MINJI, jpegPhoto=bad, title="과장")
    done = run()
    assert (done.state, done.counts["bad_photos"]) == (DirectoryRun.State.DONE, 1)
    assert "BAD_PHOTO" in changed(done)["minji.kim"]
    assert (who("minji.kim").profile.title, photo_of("minji.kim")) == ("과장", "")
    assert run().counts == {}
    directory.modify(company.MINJI, jpegPhoto=FACE)
    run()
    assert photo_of("minji.kim")


def test_who_chose_a_photo_or_none_keeps_it_unless_photos_are_the_directorys(directory: Slapd, sysadmin: User) -> None:
    directory.modify(company.MINJI, jpegPhoto=FACE)
    directory.modify(company.JUNHO, jpegPhoto=FACE)
    run()
    services.choose_photo(actor=who("minji.kim"), picture=OTHER)
    services.take_own_photo_away(actor=who("junho.park"))
    chosen = photo_of("minji.kim")
    assert run().counts == {}
    assert (photo_of("minji.kim"), photo_of("junho.park")) == (chosen, "")
    change_policy(actor=sysadmin, name="PHOTOS_BY", value="directory")
    assert run().counts["photo"] == 2
    assert photo_of("minji.kim") == photo_of("junho.park") != chosen


def test_what_an_admin_took_away_comes_back_only_as_another_one(directory: Slapd, sysadmin: User) -> None:
    directory.modify(company.MINJI, jpegPhoto=FACE)
    run()
    services.take_photo_away(actor=sysadmin, user_id=who("minji.kim").pk)
    assert (run().counts, photo_of("minji.kim")) == ({}, "")
    directory.modify(company.MINJI, jpegPhoto=OTHER)
    run()
    assert photo_of("minji.kim")


def test_a_company_of_new_faces_comes_in_over_several_runs(directory: Slapd, settings: Any) -> None:
    settings.LDAP_PHOTOS_AT_ONCE, settings.LDAP_PHOTO_PAGE = 1, 1
    directory.modify(company.MINJI, jpegPhoto=FACE)
    directory.modify(company.JUNHO, jpegPhoto=OTHER)
    run()
    assert [bool(photo_of(login)) for login in ("minji.kim", "junho.park")].count(True) == 1
    run()
    assert photo_of("minji.kim") and photo_of("junho.park")


def test_a_company_that_keeps_its_faces_to_itself(directory: Slapd, settings: Any) -> None:
    settings.LDAP_ATTRIBUTES = {**settings.LDAP_ATTRIBUTES, "photo": ""}
    directory.modify(company.MINJI, jpegPhoto=FACE)
    assert run().counts["created"] == 3
    assert not Photo.objects.exists()
