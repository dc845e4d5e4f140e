"""What the child has read in a file so far, and when that is enough."""

import time

_SECONDS = 7.0  # of processor; the child's own limit comes later and would lose everything


class Enough(Exception):
    """There is no room for more, or no time: what was read is kept."""


class Words:
    """Text in the order of reading, up to `most` characters."""

    def __init__(self, most: int) -> None:
        self._room = most
        self._pieces: list[str] = []
        self.truncated = False

    def __str__(self) -> str:
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        """Take `text` in, as much of it as there is room for; `Enough`."""
        self._pieces.append(text[: self._room])
        self._room -= len(text)
        if self._room < 0:
            self.stop()

    def go_on(self) -> None:
        """Say that work is being done without text coming out of it; `Enough` once that takes too long."""
        if time.process_time() > _SECONDS:
            self.stop()

    def stop(self) -> None:
        """There is more, and it is not read: `Enough`."""
        self.truncated = True
        raise Enough
