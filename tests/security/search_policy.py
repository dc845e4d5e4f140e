"""Who may search in a room. Part of the one table (`tests.security.policy`); what is found: `tests/search`."""

from dataclasses import replace

from tests.security.rows import Row, all_in_room

SEARCH_ROWS: tuple[Row, ...] = (
    replace(all_in_room("GET", "search", 200), query="?q=%ED%9A%8C%EC%9D%98&roomId=<uuid:room_id>"),
)
