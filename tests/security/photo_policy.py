"""Photos: one's own to choose and to take away, to be seen by whoever may see the person."""

from tests.security.rows import Row, device, signed_in

PHOTO_ROWS: tuple[Row, ...] = (
    signed_in("PUT", "me/photo", 400),  # of nothing
    signed_in("DELETE", "me/photo", 204),
    Row(
        "GET",
        "users/<str:user_id>/photo",
        device({"colleague": 200}),
        ("colleague", "pending", "missing"),
    ),
)
