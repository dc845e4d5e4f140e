"""The checker finds what is wrong, every time, and nothing where nothing is."""

from random import Random

import pytest

from tests.chaos.checker import CHECKS, check
from tests.chaos.made_up import good
from tests.chaos.spoiling import SPOILS, NotHere, Spoil

GOOD = MUTATED = 1000


def test_a_thousand_good_histories_pass() -> None:
    for seed in range(GOOD):
        assert check(good(seed)) == [], f"seed {seed}"


@pytest.mark.parametrize(("flag", "spoil"), SPOILS, ids=[spoil.__name__ for _flag, spoil in SPOILS])
def test_a_spoiled_history_is_flagged(flag: str, spoil: Spoil) -> None:
    wanted, done, seed = -(-MUTATED // len(SPOILS)), 0, 0
    while done < wanted:
        history, seed = good(seed), seed + 1
        try:
            spoil(history, Random(seed))
        except NotHere:
            assert seed < 20 * wanted, "this spoil finds nothing to spoil"
            continue
        found = check(history)
        assert any(line.startswith(flag) for line in found), f"seed {seed}: {found}"
        done += 1


def test_every_check_is_put_to_the_test() -> None:
    assert {flag for flag, _spoil in SPOILS} == set(CHECKS)
    assert len(SPOILS) * (MUTATED // len(SPOILS)) > 0.9 * MUTATED
