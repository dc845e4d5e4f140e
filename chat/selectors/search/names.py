"""Finds rooms by their names, and the names of their people where they have none of their own (contract 8)."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.models import User
from chat.models import Room
from chat.selectors import rooms
from chat.selectors.search.wording import Reading
from messenger.core import grams, hangul

if TYPE_CHECKING:
    from chat.selectors.rooms import DetailedMember

Highlights = list[list[int]]
_SYLLABLE = re.compile(r"[가-힣]")


def name_places(name: str, readings: list[Reading]) -> Highlights | None:
    """Where the first reading that fits stands in a name, initial consonants included; None if none fits."""
    text = grams.aligned(name)
    for reading in readings:
        places = [_word_places(name, text, term) for term in reading.terms]
        if all(places):
            return grams.merged(place for found in places for place in found)
    return None


def _word_places(name: str, text: grams.Aligned, word: str) -> list[tuple[int, int]]:
    places = text.places(word, loose=True)
    return places or _spelled_places(name, word)


def _spelled_places(name: str, word: str) -> list[tuple[int, int]]:
    """`ㄱㅁ` in 김민수: consonants and half-typed syllables, over the spelling of three letters a syllable."""
    spelled = hangul.spelled(name)
    at = [found.start() for found in _SYLLABLE.finditer(name)]
    for pattern in hangul.patterns(grams.bare(word)):
        letters = re.compile("(?=" + pattern.replace("_", ".") + ")", re.DOTALL)
        for found in letters.finditer(spelled):
            if found.start() % 3 == 0:
                first, last = found.start() // 3, (found.start() + len(pattern) - 1) // 3
                return [(at[first], at[last] + 1)]
    return []


def found_rooms(
    actor: User, readings: list[Reading], *, start: int, limit: int
) -> "tuple[list[tuple[DetailedMember, Highlights]], int | None]":
    """A page of the actor's rooms whose names fit, latest first; and where the next one starts.

    The highlights of a room without a name of its own are those of its shown name, so there are none.
    """
    mine = list(rooms.places(actor).order_by("-room__last_message_at", "room_id"))
    called = _names(actor, [place.room for place in mine])
    fitting = [(place.room_id, fits) for place in mine if (fits := called(place.room, readings)) is not None]
    page = dict(fitting[start : start + limit])
    shown = {place.room_id: place for place in rooms.detailed(rooms.places(actor).filter(room_id__in=page))}
    more = start + limit if len(fitting) > start + limit else None
    return [(shown[room_id], places) for room_id, places in page.items() if room_id in shown], more


def _names(actor: User, found: list[Room]) -> Callable[[Room, list[Reading]], Highlights | None]:
    """How rooms are called: by their name, else by the people in them."""
    nameless = [room.pk for room in found if not room.name]
    inside = rooms.members_of(nameless) if nameless else {}
    ids = {member.user_id for members in inside.values() for member in members}
    people = {user.pk: user.profile.name for user in accounts.known_people(actor, ids)} if ids else {}

    def fits(room: Room, readings: list[Reading]) -> Highlights | None:
        if room.name:
            return name_places(room.name, readings)
        names = [people.get(member.user_id, "") for member in inside[room.pk]]
        others = [name for member, name in zip(inside[room.pk], names, strict=True) if member.user_id != actor.pk]
        return [] if any(name_places(name, readings) is not None for name in others or names) else None

    return fits
