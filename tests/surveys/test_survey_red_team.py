"""Anonymous is anonymous: with the database, its journal, the audit and the logs nobody says who answered what."""

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from audit.models import AuditEntry
from messenger.core import sealing
from messenger.core.models import Job
from surveys.models import Target
from surveys.selectors import figures
from surveys.services import envelopes
from tests.surveys import crowd, redteam
from tests.surveys.dump import taken, written_logs

MARGIN = 0.05


class Score:
    """How often each strategy was right, of how many texts; `chance`: how often anybody is by guessing."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.texts = 0
        self.surveys = 0
        self.rates: dict[str, float] = dict.fromkeys(redteam.STRATEGIES, 0.0)
        self.chances = 0.0

    def attack(self, seed: int, users: list[User], *, files: bool = False) -> None:
        """Have a survey answered by these people in some order, and attack it."""
        lots = random.Random(seed)
        author = users[0]
        with written_logs() as logs:
            survey = crowd.ask(author)
            poll = crowd.answer(lots, survey, lots.sample(users, len(users)))
            before = taken(files=files)
            crowd.close(author, survey)
            after = taken(files=files)
        self.texts += len(poll.texts)
        self.surveys += 1
        self.chances += 1 / len(poll.texts)
        for name, guess in redteam.guesses(poll, before, after, logs).items():
            self.right[name] += redteam.hits(poll, guess)
            self.rates[name] += redteam.hits(poll, guess) / len(poll.texts)

    @property
    def advantage(self) -> float:
        """Of the best strategy over guessing, which is right once a survey on average, however many texts there are."""
        return max(self.right.values()) / self.texts - self.surveys / self.texts

    @property
    def advantage_a_survey(self) -> float:
        """The same, small surveys counting as much as large ones."""
        return max(self.rates.values()) / self.surveys - self.chances / self.surveys


@pytest.mark.django_db
def test_nobody_can_say_who_wrote_what() -> None:
    score = Score()
    score.attack(1, crowd.people(150))
    assert score.texts > 130
    assert score.advantage <= MARGIN, score.right


def unshuffled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(figures, "_lots", type("Unmoved", (), {"shuffle": staticmethod(lambda texts: None)}))


def unsealed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealing, "seal", lambda purpose, value, about: value)
    patch.setattr(sealing, "unseal", lambda purpose, value, about: value)


def unpadded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(envelopes, "_length", lambda survey: 0)


def audited(patch: pytest.MonkeyPatch) -> None:
    from audit.services import record

    real = envelopes.put

    def put(survey: Any, unit_id: Any, answers: dict[str, Any]) -> None:
        real(survey, unit_id, answers)
        record("survey.results_viewed", target_type="survey", target_id=survey.pk, said=json.dumps(answers))

    patch.setattr(envelopes, "put", put)


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [unshuffled, unsealed, unpadded, audited])
def test_the_red_team_finds_what_is_broken(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The premise: with one of the precautions gone, it says who wrote what."""
    broken(monkeypatch)
    score = Score()
    score.attack(1, crowd.people(25))
    assert score.advantage > MARGIN + 0.05, score.right


@pytest.mark.django_db
def test_taking_part_leaves_no_trace_but_that_one_did(bob: User) -> None:
    users = crowd.people(20)
    survey = crowd.ask(bob)
    audits, jobs = AuditEntry.objects.count(), list(Job.objects.values_list("pk", "args"))
    tables = {name: len(rows) for name, rows in taken().tables.items()}
    poll = crowd.answer(random.Random(1), survey, users)
    after = {name: len(rows) for name, rows in taken().tables.items()}
    assert {name for name in after if after[name] != tables[name]} == {"surveys_envelope"}
    assert (AuditEntry.objects.count(), list(Job.objects.values_list("pk", "args"))) == (audits, jobs)
    order = list(Target.objects.filter(answered=True).order_by("pk").values_list("user_id", flat=True))
    assert order == sorted(poll.order)  # as they were written down, before anybody answered


@pytest.mark.chaos
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_nobody_can_say_who_wrote_what_in_two_hundred_surveys() -> None:
    """Of 5 to 200 people each, with the bytes on the disk and the journal."""
    score, lots, users = Score(), random.Random(7), crowd.people(200)
    for seed in range(200):
        score.attack(seed, users[: lots.randint(5, 200)], files=seed % 20 == 0)
    print(f"red team: {score.surveys} surveys, {score.texts} texts, best {score.right.most_common(3)}")
    print(f"advantage {score.advantage:+.4f}, a survey {score.advantage_a_survey:+.4f}")
    assert score.advantage <= MARGIN
    assert score.advantage_a_survey <= MARGIN
