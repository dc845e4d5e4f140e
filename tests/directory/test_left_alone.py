"""A directory that fails is left alone for a while; then one caller looks whether it is back."""

import pytest

from accounts.directory.breaker import AT_ONCE, Breaker
from accounts.directory.errors import DirectoryDown


def fails(breaker: Breaker) -> None:
    with pytest.raises(DirectoryDown), breaker.asking():
        raise DirectoryDown("SERVER_DOWN")


def is_asked(breaker: Breaker) -> bool:
    try:
        with breaker.asking():
            return True
    except DirectoryDown:
        return False


def test_one_failure_is_none() -> None:
    breaker = Breaker(lambda: 60, lambda: 0.1)
    fails(breaker)
    assert is_asked(breaker)
    fails(breaker)
    assert is_asked(breaker)


def test_after_two_nobody_asks() -> None:
    breaker = Breaker(lambda: 60, lambda: 0.1)
    fails(breaker)
    fails(breaker)
    assert breaker.is_shut
    assert not is_asked(breaker)
    breaker.forget()
    assert is_asked(breaker)


def test_after_the_pause_one_looks_and_the_others_wait_for_what_it_learns() -> None:
    pauses = [0.0, 0.0, 60.0]
    breaker = Breaker(lambda: pauses.pop(0) if pauses else 60.0, lambda: 0.1)
    fails(breaker)
    fails(breaker)
    with breaker.asking():
        assert not is_asked(breaker)
    assert is_asked(breaker)


def test_so_many_may_wait_for_it_and_no_more() -> None:
    breaker = Breaker(lambda: 60, lambda: 0.01)
    inside = [breaker.asking() for _seat in range(AT_ONCE)]
    for seat in inside:
        seat.__enter__()
    assert not is_asked(breaker)
    for seat in inside:
        seat.__exit__(None, None, None)
    assert is_asked(breaker)
