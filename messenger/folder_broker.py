"""A broker that is a folder, for an office without Redis: kombu's own, made safe for several processes.

kombu lets a reader see a message that is not written whole yet, and moves what it takes through the
machine's folder for temporary files. Here both are one rename within our own folder,
and there is nothing to lock.
"""

import json
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem

URL = "filesystem://"
LOOK_EVERY = 0.2  # seconds; an idle look costs a fraction of a millisecond


def options(folder: Path) -> dict[str, Any]:
    """kombu's options for a broker in `folder`, which is made if need be, for its owner only."""
    messages = folder / "messages"
    for part in (folder, messages):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"data_folder_in": str(messages), "data_folder_out": str(messages), "polling_interval": LOOK_EVERY}


class Channel(filesystem.Channel):
    """One file a message, `<when>_<id>.<queue>.msg`; whoever renames it has it."""

    def _queue_bind(self, *_table: Any) -> None:
        """A message names its queue itself; kombu's tables of bindings are files that it locks and rewrites."""

    def get_table(self, exchange: str) -> list[Any]:
        return []

    def _put(self, queue: str, payload: Any, **_more: Any) -> None:  # type: ignore[override]
        path = os.path.join(self.data_folder_out, f"{time.time_ns()}_{uuid.uuid4().hex}.{queue}.msg")  # noqa: PTH118
        with open(path + ".new", "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(payload))
        os.rename(path + ".new", path)  # noqa: PTH104

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in sorted(os.listdir(self.data_folder_in)):  # noqa: PTH208  (several times a second)
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            path = Path(self.data_folder_in, name)
            taken = path.with_name(name + ".taken")
            try:
                path.rename(taken)
            except FileNotFoundError:  # another process was faster
                continue
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            return json.loads(text)
        raise Empty


class Transport(filesystem.Transport):
    """The transport, by its class."""

    Channel = Channel
