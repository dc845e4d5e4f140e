"""A password hash that is cheap on purpose. The product never sees this module."""

from accounts.hashers import Argon2


class CheapArgon2(Argon2):
    """The same algorithm with next to no work."""

    time_cost = 1
    memory_cost = 8
