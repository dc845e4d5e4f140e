"""A client's memory, in the fewest words: what REST shows, moved on by events alone.

`State.of(user)` is a fresh look at everything the user can see; `apply` is what a client does
with a frame. For every write, the old state with its events must equal a fresh one.
"""

import copy
from typing import Any

from accounts.models import User
from tests.chat.doors import Rest

Json = dict[str, Any]
_SHARED = ("name", "createdBy", "historyVisibility", "memberCount", "members", "me")


class State:
    """Rooms with members and positions, messages with quotes and numbers, pins, people."""

    def __init__(self, me: str) -> None:
        self.me = me
        self.rooms: dict[str, Json] = {}
        self.messages: dict[str, dict[int, Json]] = {}
        self.pins: dict[str, list[Json]] = {}
        self.people: dict[str, Json] = {}
        self.notifications: dict[int, Json] = {}
        self.badge: int | None = None  # as last told
        self.unknown: set[str] = set()  # rooms whose messages a client fetches, because they are new to it

    @classmethod
    def of(cls, rest: Rest, people: list[User]) -> "State":
        """What REST shows now."""
        state = cls(str(rest.user.pk))
        for listed in rest.get("rooms?limit=200").body["results"]:
            room_id = listed["roomId"]
            room = rest.room(room_id)
            assert {**listed, "members": room["members"]} == room  # the list and the room tell the same
            state.rooms[room_id] = room
            state.messages[room_id] = {m["messageId"]: m for m in rest.history(room_id)}
            state.pins[room_id] = rest.get(f"rooms/{room_id}/pins").body["results"]
        listed = rest.get("notifications?limit=200").body["results"]
        state.notifications = {row["notificationId"]: row for row in listed}
        ids = ",".join(str(user.pk) for user in people)
        state.people = {user["userId"]: user for user in rest.get(f"users?ids={ids}").body["results"]}
        return state

    def shown(self) -> Json:
        """Everything, as plain data to compare."""
        kept = ("type", "roomId", "messageId", "actorId", "target", "readAt")  # a message's text is looked up
        rows = {pk: {name: row[name] for name in kept} for pk, row in self.notifications.items()}
        shown = {"rooms": self.rooms, "messages": self.messages, "pins": self.pins, "people": self.people}
        return {**shown, "notifications": rows}

    def unread(self) -> int:
        """The badge as it should be."""
        return sum(room["me"]["unreadCount"] for room in self.rooms.values() if not room["me"]["muted"])

    def after(self, frames: list[Json]) -> "State":
        """This state with these frames applied."""
        state = copy.deepcopy(self)
        for frame in frames:
            getattr(state, "_" + frame["event"].lower(), state._nothing)(copy.deepcopy(frame["data"]))
        for room_id in state.rooms:
            state._count(room_id)
        return state

    # --- events ----------------------------------------------------------------------------------

    def _nothing(self, data: Json) -> None:
        """TYPING, PRESENCE_UPDATED, HEADS, answers: nothing that REST shows in a room."""

    def _message_created(self, data: Json) -> None:
        message = data["message"]
        if self._message_updated(data) and message["type"] != "SYSTEM":
            self._position(message["roomId"], message["senderId"], message["messageId"], message["seq"])

    def _message_updated(self, data: Json) -> bool:
        message, room = data["message"], self.rooms.get(data["message"]["roomId"])
        if room is None:
            return False
        room_id, message_id = message["roomId"], message["messageId"]
        self.messages[room_id][message_id] = message
        for other in self.messages[room_id].values():
            if other["replyTo"] and other["replyTo"]["messageId"] == message_id:
                other["replyTo"] |= {"text": message["text"][:100], "deletedAt": message["deletedAt"]}
        room["lastSeq"] = max(room["lastSeq"], message["seq"])
        room["lastChange"] = max(room["lastChange"], message["change"])
        return True

    def _read_updated(self, data: Json) -> None:
        if data["roomId"] in self.rooms:
            self._position(data["roomId"], data["userId"], data["lastReadMessageId"], data["lastReadSeq"])

    def _room_created(self, data: Json) -> None:
        room = data["room"]
        self.rooms[room["roomId"]] = room
        self.messages[room["roomId"]], self.pins[room["roomId"]] = {}, []
        self.unknown.add(room["roomId"])

    def _room_updated(self, data: Json) -> None:
        news, room = data["room"], self.rooms[data["room"]["roomId"]]
        if news["historyVisibility"] != room["historyVisibility"]:
            self.unknown.add(room["roomId"])
        room |= {key: news[key] for key in _SHARED if key in news}
        for key in ("lastSeq", "lastChange"):
            room[key] = max(room[key], news[key])

    def _room_deleted(self, data: Json) -> None:
        for kept in (self.rooms, self.messages, self.pins):
            kept.pop(data["roomId"], None)  # type: ignore[attr-defined]

    def _member_removed(self, data: Json) -> None:
        if data["userId"] == self.me:
            self._room_deleted(data)

    def _pin_updated(self, data: Json) -> None:
        self.pins[data["roomId"]] = data["pins"]

    def _profile_updated(self, data: Json) -> None:
        self.people[data["user"]["userId"]] = data["user"]

    def _noti_badge_updated(self, data: Json) -> None:
        assert data["userId"] == self.me
        self.badge = data["unreadCount"]

    def _notification_created(self, data: Json) -> None:
        self.notifications[data["notification"]["notificationId"]] = data["notification"]
        assert data["unreadNotifications"] == self._unread_notifications()

    def _notifications_read(self, data: Json) -> None:
        for notification_id in data["ids"]:
            self.notifications[notification_id]["readAt"] = data["readAt"]
        assert data["unreadNotifications"] == self._unread_notifications()

    def _unread_notifications(self) -> int:
        return sum(row["readAt"] is None for row in self.notifications.values())

    # --- what follows ------------------------------------------------------------------------------

    def _position(self, room_id: str, user_id: str, message_id: int, seq: int) -> None:
        room = self.rooms[room_id]
        places = [member for member in room["members"] if member["userId"] == user_id]
        for place in [*places, *([room["me"]] if user_id == self.me else [])]:
            if place["lastReadSeq"] < seq:
                place |= {"lastReadSeq": seq, "lastReadMessageId": message_id}

    def _count(self, room_id: str) -> None:
        """Numbers follow from positions."""
        room, messages = self.rooms[room_id], self.messages[room_id]
        active = [m for m in room["members"] if self.people[m["userId"]]["status"] == "ACTIVE"]
        unread = 0
        for message in messages.values():
            silent = message["type"] == "SYSTEM" or message["deletedAt"]
            behind = [m for m in active if m["lastReadSeq"] < message["seq"] and m["userId"] != message["senderId"]]
            message["unreadCount"] = None if silent else len(behind)
            mine = message["senderId"] == self.me
            unread += not silent and not mine and message["seq"] > room["me"]["lastReadSeq"]
        if room_id not in self.unknown or messages:
            room["me"]["unreadCount"] = unread
        newest = [message for message in messages.values() if message["seq"] == room["lastSeq"]]
        room["lastMessage"] = newest[0] if newest else room["lastMessage"]
        for pin in self.pins[room_id]:
            pin["message"] = messages.get(pin["messageId"], pin["message"])
