"""How passwords are hashed: Argon2id at the cost OWASP advises, a few at a time."""

import os
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

# Each hash takes 19 MiB and a core. A crowd signing in at nine waits its turn here instead of
# pushing the machine into swap.
_seats = BoundedSemaphore(max(2, os.cpu_count() or 1))


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _seats:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _seats:
            return super().verify(password, encoded)

    def harden_runtime(self, password: str, encoded: str) -> Any:
        """Nothing to add: the cost is in the hash itself, and old hashes are renewed at sign-in."""
