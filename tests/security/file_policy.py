"""Who may do what with files. Part of the one table (`tests.security.policy`)."""

from tests.security.rows import Outcomes, Row, all_in_room, signed_in
from tests.security.world import ADMIN, INSIDE, MEMBER

F, U = "files/<uuid:attachment_id>", "files/uploads/<uuid:upload_id>"
FILE_STATES = (
    "own", "unsent", "erased", "gap", "buried", "private", "elsewhere", "pending", "infected", "missing",
)  # fmt: skip
LINK_STATES = ("own", "erased", "gap", "buried", "private", "elsewhere", "missing")
UPLOAD_STATES = ("mine", "missing")


def on_file(method: str, path: str, *, waiting: int) -> Row:
    """A door of a file the member sent: to those who see its message; unsent, to the member alone.

    `waiting` is what they get while there is no verdict, and after a bad one.
    """
    says: Outcomes = {
        "own": dict.fromkeys(INSIDE, 200),
        "unsent": {MEMBER: 200},
        "gap": {MEMBER: 200, ADMIN: 200},
        "private": {MEMBER: 200, ADMIN: 200},
        "pending": dict.fromkeys(INSIDE, waiting),
        "infected": dict.fromkeys(INSIDE, waiting),
    }
    return Row(method, path, says, FILE_STATES)


FILE_ROWS: tuple[Row, ...] = (
    all_in_room(
        "POST",
        "files/init",
        201,
        lambda world, state: {"roomId": str(world.rooms[state]), "filename": "a.txt", "size": 5},
    ),
    Row(
        "POST",
        "files/complete",
        {"mine": {MEMBER: 201}},
        UPLOAD_STATES,
        lambda world, state: {"uploadId": str(world.uploads[state]), "parts": []},
    ),
    Row("GET", U, {"mine": {MEMBER: 200}}, UPLOAD_STATES),
    Row("DELETE", U, {"mine": {MEMBER: 204}}, UPLOAD_STATES),
    on_file("GET", F, waiting=200),
    on_file("GET", f"{F}/download", waiting=403),
    on_file("GET", f"{F}/thumbnail", waiting=403),
    on_file("GET", f"{F}/preview", waiting=403),
    on_file("GET", f"{F}/text", waiting=403),
    Row(
        "GET",
        "links/<uuid:link_id>/image",
        {
            "own": dict.fromkeys(INSIDE, 200),
            "gap": {MEMBER: 200, ADMIN: 200},
            "private": {MEMBER: 200, ADMIN: 200},
        },
        LINK_STATES,
    ),
    all_in_room("GET", "rooms/<uuid:room_id>/files", 200),
    signed_in("GET", "files", 200),
)
