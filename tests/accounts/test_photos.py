"""A photo: chosen by its owner, cut to a square with nothing in it but pixels, shown to whoever may see the person."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from accounts import photos, services
from accounts.errors import PhotosUnavailable
from accounts.models import Photo, Profile, User
from accounts.services.policies import change_policy
from audit.models import AuditEntry
from files.services import faces
from tests.client import Api
from tests.files import bombs, made

pytestmark = pytest.mark.django_db
Put = Callable[..., Any]


def put(user: User, picture: bytes) -> Any:
    return Api(user).put("/me/photo", picture, content_type="image/png")


def shown(url: str, to: User) -> Image.Image:
    answer = Api(to).get(url)
    assert answer.status_code == 200, answer.content
    return made.opened(answer.content)


def url_of(user: User, to: User) -> str | None:
    found: str | None = Api(to).get(f"/users/{user.pk}").json()["photoUrl"]
    return found


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_colleagues_see_the_middle_of_the_picture_as_a_square(alice: User, dana: User, ending: str) -> None:
    wide = Image.new("RGB", (900, 300), made.RED)
    wide.paste(made.GREEN, (300, 0, 600, 300))
    answer = put(alice, made.encoded(wide, made.FORMATS[ending]))
    assert answer.status_code == 200
    url = url_of(alice, dana)
    assert url == answer.json()["photoUrl"] == Api(alice).get("/me").json()["photoUrl"]
    photo = shown(str(url), dana)
    assert photo.size == (256, 256)
    assert set(made.corners(photo)) == {"green"}


def test_a_telephones_picture_stands_upright_and_says_nothing_of_where_it_was_taken(alice: User) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "서울시 중구 자택"
    lying = made.quarters(400, 400).transpose(Image.Transpose.ROTATE_90)
    body = made.encoded(lying, "JPEG", exif=exif, quality=95)
    assert put(alice, body).status_code == 200
    kept = bytes(Photo.objects.get(user=alice).body)
    assert made.corners(made.opened(kept)) == ["red", "green", "blue", "blue"]
    assert not ({"exif", "icc_profile", "xmp"} & made.opened(kept).info.keys())


def test_what_shines_through_is_white_and_a_small_picture_stays_small(alice: User) -> None:
    put(alice, made.encoded(Image.new("RGBA", (40, 60), (0, 0, 0, 0))))
    photo = made.opened(bytes(Photo.objects.get(user=alice).body))
    assert (photo.size, photo.mode) == ((40, 40), "RGB")
    assert photo.convert("L").getextrema() == (255, 255)


def test_who_has_none_or_waits_or_is_not_there_answers_alike(alice: User, charlie: User, pending: User) -> None:
    Photo.objects.create(user=pending, body=b"RIFF")
    Profile.objects.filter(user=pending).update(photo="abc")
    missing = "00000000-0000-0000-0000-000000000000"
    for user_id in (alice.pk, pending.pk, missing, "nobody"):
        assert Api(charlie).get(f"/users/{user_id}/photo").status_code == 404
    assert url_of(alice, charlie) is None


def test_the_photo_of_somebody_who_left_is_shown_as_their_name_is(alice: User, dana: User) -> None:
    put(alice, made.picture("png"))
    url = str(url_of(alice, dana))
    services.disable_user(actor=None, user_id=alice.pk)
    assert shown(url, dana).size == (200, 200)


def test_strangers_see_no_face(alice: User) -> None:
    put(alice, made.picture("png"))
    assert Api(None).get(str(url_of(alice, alice))).status_code == 401


def test_its_own_address_is_kept_for_ever_and_any_other_not_at_all(alice: User, dana: User) -> None:
    put(alice, made.picture("png"))
    url = str(url_of(alice, dana))
    answer = Api(dana).get(url)
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    for other in (url.split("?")[0], f"{url}0"):
        assert Api(dana).get(other)["Cache-Control"] == "no-store"
    put(alice, made.encoded(made.noise()))
    assert url_of(alice, dana) != url


def test_taken_away_it_is_gone(alice: User, dana: User) -> None:
    put(alice, made.picture("png"))
    url = str(url_of(alice, dana))
    assert Api(alice).delete("/me/photo").status_code == 204
    assert url_of(alice, dana) is None
    assert Api(dana).get(url).status_code == 404
    assert not bytes(Photo.objects.get(user=alice).body)


def test_everybody_who_is_connected_hears_of_it_and_the_log_knows(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr("accounts.events.publish", lambda event: told.append(event))
    url = put(alice, made.picture("png")).json()["photoUrl"]
    put(alice, made.picture("png"))  # the same again: nothing to tell
    Api(alice).delete("/me/photo")
    assert [(event.name, event.data["user"]["photoUrl"]) for event in told] == [
        ("PROFILE_UPDATED", url),
        ("PROFILE_UPDATED", None),
    ]
    entries = AuditEntry.objects.filter(target_id=str(alice.pk), action__startswith="user.photo").order_by("pk")
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("user.photo_changed", alice.pk),
        ("user.photo_removed", alice.pk),
    ]


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(lambda: b"GIF89a" + bytes(64), id="a GIF"),
        pytest.param(lambda: made.picture("gif"), id="a whole GIF"),
        pytest.param(lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(lambda: made.picture("jpg")[:400], id="half a picture"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(400), id="a PNG by its beginning alone"),
        pytest.param(lambda: bombs.png(60_000, 60_000), id="3600 megapixels"),
        pytest.param(lambda: bombs.png(6_400, 6_400, rows=6_400), id="41 megapixels"),
        pytest.param(bombs.png_with_a_heavy_profile, id="a profile of 1 GB"),
    ],
)
def test_what_is_no_picture_for_a_photo_is_refused_and_the_old_one_stays(
    alice: User, dana: User, picture: Callable[[], bytes]
) -> None:
    url = put(alice, made.picture("png")).json()["photoUrl"]
    answer = put(alice, picture())
    if answer.status_code == 200:  # a heavy profile means nothing: the pixels are sound
        assert shown(str(url_of(alice, dana)), dana).size == (8, 8)
        return
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert url_of(alice, dana) == url


def test_nothing_and_too_much_are_refused(alice: User, settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 2000
    assert put(alice, b"").status_code == 400
    assert put(alice, bytes(2001)).status_code == 413
    assert not Photo.objects.exists()


def test_changing_it_again_and_again_is_slowed_down(alice: User, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "photo": (2, 60)}
    answers = [put(alice, b"no picture").status_code for _ in range(3)]
    assert answers == [400, 400, 429]


def test_while_nobody_can_draw_it_is_for_later(alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PHOTO_PATIENCE = 0
    with faces._turn:
        assert put(alice, made.picture("png")).status_code == 503
    monkeypatch.setattr(photos, "_drawers", [])
    with pytest.raises(PhotosUnavailable):
        photos.draw(made.picture("png"))


def test_where_photos_are_the_directorys_nobody_changes_their_own(alice: User, sysadmin: User) -> None:
    put(alice, made.picture("png"))
    change_policy(actor=sysadmin, name="PHOTOS_BY", value="directory")
    for answer in (put(alice, made.picture("jpg")), Api(alice).delete("/me/photo")):
        assert (answer.status_code, answer.json()["error"]["details"]["reason"]) == (403, "PHOTOS_BY_DIRECTORY")
    assert url_of(alice, sysadmin) is not None


def test_an_admin_takes_a_photo_away(alice: User, sysadmin: User) -> None:
    put(alice, made.picture("png"))
    assert services.take_photo_away(actor=sysadmin, user_id=alice.pk).profile.photo == ""
    services.take_photo_away(actor=sysadmin, user_id=alice.pk)
    entry = AuditEntry.objects.get(action="user.photo_removed")
    assert (entry.actor_id, entry.target_id) == (sysadmin.pk, str(alice.pk))


def test_the_chart_and_lists_show_it_without_asking_more(
    alice: User, dana: User, django_assert_num_queries: Any
) -> None:
    unit = services.create_unit(actor=None, name="영업팀")
    services.give_post(actor=None, user=alice, unit=unit)
    url = put(alice, made.picture("png")).json()["photoUrl"]
    (root,) = Api(dana).get("/org/tree").json()["results"]
    assert root["members"][0]["photoUrl"] == url
    (found,) = Api(dana).get("/users", query="김민").json()["results"]
    assert found["photoUrl"] == url
    api = Api(dana)
    api.get(url)
    with django_assert_num_queries(2):  # who asks, and the photo
        api.get(url)
