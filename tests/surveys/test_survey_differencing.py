"""No sequence of questions to the results says anything about fewer people than was promised (decision 0023).

An attacker asks everything there is to ask: everybody and each department, before and after, as figures and as a
file. Whatever they add and subtract, what they arrive at is about nobody, or about enough people.
"""

import itertools
import random
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts import services as accounts
from accounts.models import User
from accounts.selectors import units as chart
from surveys.models import Target
from surveys.selectors.results import results_of
from surveys.selectors.shown_units import Unit, coarse, path_of, shown_units
from surveys.services import exporting, reporting
from surveys.services.locking import locked
from tests.surveys import crowd

LEAST = 5
Person = UUID
MOST_COMBINED = 9  # 3 ** 9 ways to add and subtract


def derived(groups: Iterable[frozenset[Person]]) -> set[frozenset[Person]]:
    """Every group of people whose figures can be worked out from those of `groups` by adding and subtracting."""
    distinct = list(dict.fromkeys(groups))
    found: set[frozenset[Person]] = set()
    for some in _portions(distinct):
        for signs in itertools.product((-1, 0, 1), repeat=len(some)):
            weight: dict[Person, int] = {}
            for sign, group in zip(signs, some, strict=True):
                for person in group if sign else ():
                    weight[person] = weight.get(person, 0) + sign
            kept = {person for person, times in weight.items() if times}
            if kept and all(weight[person] == 1 for person in kept):
                found.add(frozenset(kept))
    return found


def _portions(groups: list[frozenset[Person]]) -> Iterable[list[frozenset[Person]]]:
    if len(groups) <= MOST_COMBINED:
        return [groups]
    return [list(some) for some in itertools.combinations(groups, 4)]


def smallest(groups: Iterable[frozenset[Person]]) -> int:
    """The size of the smallest group that can be worked out; none is as good as enough."""
    return min((len(group) for group in derived(groups)), default=LEAST)


def random_tree(lots: random.Random, size: int) -> dict[UUID, UUID | None]:
    tree: dict[UUID, UUID | None] = {}
    for _number in range(size):
        tree[uuid4()] = lots.choice([None, *tree])
    return tree


def members(homes: Mapping[Person, Unit], tree: Mapping[UUID, UUID | None], unit: Unit) -> frozenset[Person]:
    return frozenset(person for person, home in homes.items() if unit in path_of(home, tree))


@pytest.mark.parametrize("seed", range(8))
def test_what_may_be_shown_gives_no_small_group_away(seed: int) -> None:
    lots = random.Random(seed)
    shown_at_all = 0
    for _round in range(40):
        tree = random_tree(lots, lots.randint(1, 7))
        homes: dict[Person, Unit] = {uuid4(): lots.choice([None, *tree]) for _person in range(lots.randint(0, 40))}
        own: dict[Unit, int] = {}
        for home in homes.values():
            own[home] = own.get(home, 0) + 1
        shown = shown_units(own, tree, LEAST)
        assert smallest(members(homes, tree, unit) for unit in shown) >= LEAST
        shown_at_all += len(shown - {None})
    assert shown_at_all > 15  # it is not by showing nothing


def test_a_naive_rule_is_found_out() -> None:
    """The premise: to show every department that is large enough gives small ones away."""
    lots = random.Random(1)
    tree = random_tree(lots, 5)
    homes: dict[Person, Unit] = {uuid4(): lots.choice([None, *tree]) for _person in range(30)}
    large = [unit for unit in (None, *tree) if len(members(homes, tree, unit)) >= LEAST]
    assert smallest(members(homes, tree, unit) for unit in large) < LEAST


def test_people_count_for_a_department_that_has_enough() -> None:
    lots = random.Random(2)
    for _round in range(50):
        tree = random_tree(lots, lots.randint(1, 8))
        homes: dict[Person, Unit] = {uuid4(): lots.choice([None, *tree]) for _person in range(lots.randint(1, 40))}
        for person, unit in coarse(homes, tree, LEAST).items():
            assert unit in path_of(homes[person], tree)
            assert unit is None or len(members(homes, tree, unit)) >= LEAST


# --- The same through the door -------------------------------------------------------------------


def everything(survey_id: UUID, author: User) -> dict[Unit, dict[str, Any]]:
    """All that there is to ask at this moment: `{unit: Results}`; the file says nothing else."""
    survey = locked(survey_id)
    asked: dict[Unit, dict[str, Any]] = {}
    for unit in (None, *chart.parents()):
        asked[unit] = results_of(survey, unit)
        lines = exporting.as_csv(author, survey, unit).count("\r\n")
        shown = sum(_cells(question) for question in asked[unit]["questions"])
        assert lines == 1 + (shown or 1)
    return asked


def _cells(question: dict[str, Any]) -> int:
    rows = [*question.get("choices", []), *question.get("texts", []), *question.get("scale", {}).get("counts", [])]
    return len(rows) or int(question["suppressed"])


def groups_of(asked: dict[Unit, dict[str, Any]], poll: crowd.Poll) -> dict[str, list[frozenset[Person]]]:
    """For each question, and for taking part at all, the groups of people whose figures were shown."""
    homes = dict(Target.objects.filter(survey=poll.survey).values_list("user_id", "unit_id"))
    tree = chart.parents()
    found: dict[str, list[frozenset[Person]]] = {}
    for unit, results in asked.items():
        inside = members({person: homes[person] for person in poll.order}, tree, unit)
        if not results["suppressed"]:
            assert results["responseCount"] == len(inside)
            found.setdefault("taking part", []).append(inside)
        for question in results["questions"]:
            if not question["suppressed"]:
                answered = inside & poll.answered[str(question["questionId"])]
                assert question["answered"] == len(answered)
                found.setdefault(str(question["questionId"]), []).append(answered)
    return found


def try_everything(seed: int) -> int:
    """One random survey, asked about in every way there is after it closed; how many groups were shown."""
    lots = random.Random(seed)
    users = crowd.people(lots.randint(3, 36))
    units = crowd.chart(lots, lots.randint(1, 5))
    crowd.seat(lots, users, units)
    author = accounts.create_user(login_id="author", name="작성자")
    survey = crowd.ask(author, unit_id=lots.choice([None, None, units[0].pk]))
    asked_people = set(Target.objects.filter(survey=survey).values_list("user_id", flat=True))
    answering = [user for user in users if user.pk in asked_people and lots.random() < 0.8]
    poll = crowd.answer(lots, survey, answering)
    crowd.close(author, survey)
    after = everything(survey.pk, author)
    shown = groups_of(after, poll)
    for groups in shown.values():
        assert smallest(groups) >= LEAST
    crowd.seat(lots, users, units)  # people move; what was counted stays
    assert everything(survey.pk, author) == after
    return sum(map(len, shown.values()))


def look_again_and_again(seed: int) -> int:
    """A random survey whose author looks after every few answers; how many figures were shown."""
    lots = random.Random(seed)
    users = crowd.people(lots.randint(12, 40))
    crowd.seat(lots, users, crowd.chart(lots, lots.randint(1, 4)))
    author = accounts.create_user(login_id="author", name="작성자")
    survey = crowd.ask(author)
    seen: dict[str, list[int]] = {}

    def look() -> None:
        results = reporting.view_results(actor=author, survey_id=survey.pk)
        assert results["units"] == []
        for question in results["questions"]:
            if not question["suppressed"]:
                seen.setdefault(str(question["questionId"]), [0]).append(question["answered"])

    while users:
        now, users = users[: (step := lots.randint(1, 7))], users[step:]
        crowd.answer(lots, survey, now)
        look()
    crowd.close(author, survey)
    look()
    for numbers in seen.values():
        assert all(after == before or after - before >= LEAST for before, after in itertools.pairwise(numbers))
    return sum(map(len, seen.values()))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_nothing_small_lies_between_two_looks(seed: int) -> None:
    assert look_again_and_again(seed)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_nothing_small_can_be_worked_out_from_all_results(seed: int) -> None:
    try_everything(seed)


@pytest.mark.chaos
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 300))
def test_nothing_small_can_be_worked_out_from_all_results_of_many_surveys(seed: int) -> None:
    try_everything(seed)
