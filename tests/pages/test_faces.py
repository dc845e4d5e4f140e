"""Faces on pages without the messenger's modules."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.services.policies import change_policy
from messenger.templatetags.people import hue, initials
from tests.files import made


@pytest.mark.parametrize(
    ("name", "short"), [("김하늘", "하늘"), ("이준", "이준"), ("James Lee", "JL"), ("", ""), ("한 가람", "가람")]
)
def test_a_name_is_short_as_in_the_messenger(name: str, short: str) -> None:
    assert initials(name) == short


def test_the_hue_of_an_id_is_the_messengers() -> None:
    assert hue("00000000-0000-0000-0000-000000000000") in range(6)
    assert hue("a") == ord("a") % 6


@pytest.mark.django_db
def test_the_settings_show_the_photo_and_who_may_change_it(
    alice: Any, sysadmin: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in()
    page = client.get("/settings").content.decode()
    assert "<img" not in page and "data-choose" in page
    name = services.choose_photo(actor=alice, picture=made.picture("png")).profile.photo
    assert f"/photo?v={name}" in client.get("/settings").content.decode()
    change_policy(actor=sysadmin, name="PHOTOS_BY", value="directory")
    page = client.get("/settings").content.decode()
    assert "data-choose" not in page and "디렉터리" in page
