"""How long a refusal takes tells nobody whether there is such a login (V58 of the advisories)."""

import statistics
import time
from typing import Any

import pytest

from accounts import passwords, services
from accounts.errors import WrongCredentials
from accounts.hashers import Argon2
from accounts.models import User
from messenger.core import limits
from tests.accounts.authenticator import set_up

WRONG = "not-the-password"


@pytest.fixture
def _as_it_hashes_in_production(settings: Any, alice: User) -> None:
    """With the real cost: without it there is nothing to tell apart."""
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2"]
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (100_000, 1))
    settings.AXES_FAILURE_LIMIT = 100_000
    passwords._nobodys_hash.cache_clear()
    alice.password = Argon2().encode("바다가-보이는-창문", "salt-of-sixteen-")
    alice.save()
    set_up(alice)


def _seconds(login: str) -> float:
    begun = time.thread_time()
    try:
        services.sign_in(username=login, password=WRONG, device_name="PC")
    except WrongCredentials:
        return time.thread_time() - begun
    raise AssertionError("let in")


def _timings(rounds: int) -> tuple[list[float], list[float]]:
    """Of a login that is there and of one that is not, in turn: what else the machine does hits both."""
    known, unknown = [], []
    for at in range(rounds):
        for login, kept in (("alice", known), ("nobody-here", unknown))[:: 1 if at % 2 else -1]:
            limits.forget_all()
            kept.append(_seconds(login))
    return known, unknown


def test_known_and_unknown_logins_cost_the_same(_as_it_hashes_in_production: None) -> None:
    _timings(2)
    known, unknown = _timings(12)
    assert 0.67 < statistics.median(known) / statistics.median(unknown) < 1.5


def test_the_measure_would_notice(_as_it_hashes_in_production: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hash for nobody it fails: seen on a build that was broken on purpose."""
    compare = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda user, password: user is not None and compare(user, password))
    known, unknown = _timings(5)
    assert statistics.median(known) / statistics.median(unknown) > 1.5


@pytest.mark.chaos
def test_two_thousand_of_each_cannot_be_told_apart(_as_it_hashes_in_production: None) -> None:
    """Mann-Whitney, p > 0.01."""
    known, unknown = _timings(2000)
    assert _p_value(known, unknown) > 0.01


def _p_value(one: list[float], other: list[float]) -> float:
    """Of the two-sided rank test, by its normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(at for at, (_value, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(z)))
