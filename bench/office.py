"""Fills an empty database with an office to measure: a child of the bench, prints what it made as JSON.

Everybody has a device session and an access token. The rooms: teams of 20 that share nobody, and
one room each of 20, 200 and all people. Made in bulk: making people is not what is measured.
"""

import argparse
import datetime as dt
import json
import os
import uuid
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User
    from chat.models import Room

TEAM = 20
PASSWORD = "bench, bench, bench"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messenger.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        print(json.dumps(fill(asked.people)))


def fill(count: int) -> dict[str, object]:
    """Make everything; what a load needs to know of it."""
    people = make_people(count)
    teams = [make_room(people[at : at + TEAM]) for at in range(0, count - TEAM + 1, TEAM)]
    sized = {str(size): str(make_room(people[:size]).pk) for size in (20, 200, count) if size <= count}
    return {
        "people": [str(user.pk) for user in people],
        "tokens": _tokens(people),
        "teams": [str(room.pk) for room in teams],
        "rooms": sized,
    }


def make_people(count: int) -> "list[User]":
    """People who can sign in with `PASSWORD`."""
    from django.contrib.auth.hashers import make_password

    from accounts.models import Profile, User

    password = make_password(PASSWORD)
    people = User.objects.bulk_create(
        [User(login_id=f"bench{number:05d}", password=password) for number in range(count)], batch_size=500
    )
    Profile.objects.bulk_create(
        [Profile(user=user, name=f"김벤치{user.login_id[5:]}") for user in people], batch_size=500
    )
    return people


def _tokens(people: "list[User]") -> list[str]:
    from django.utils import timezone

    from accounts.models import DeviceSession
    from accounts.tokens import mint_access

    ends = timezone.now() + dt.timedelta(days=1)
    sessions = [
        DeviceSession(user=user, device_name="bench", platform="OTHER", token_hash=uuid.uuid4().hex, expires_at=ends)
        for user in people
    ]
    DeviceSession.objects.bulk_create(sessions, batch_size=500)
    return [mint_access(session.pk).token for session in sessions]


def make_room(people: "list[User]") -> "Room":
    """A group of these people."""
    from chat.models import Member, Room

    room = Room.objects.create(type=Room.Type.GROUP, name=f"{len(people)}", created_by=people[0])
    Member.objects.bulk_create([Member(room=room, user=user, is_admin=user is people[0]) for user in people])
    return room


if __name__ == "__main__":
    main()
