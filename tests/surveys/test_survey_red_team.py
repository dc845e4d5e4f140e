"""Anonymous is anonymous: with the database, its journal, the audit and the logs nobody says who answered what."""

import json
import random
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
from tests.surveys import crowd
from tests.surveys.dump import taken, written_logs
from tests.surveys.reading import Reading
from tests.surveys.redteam import Score

MARGIN = 0.05


def attacked(sizes: list[int], *, files: bool = False) -> Score:
    """Surveys of so many people each, answered in any order; what the red team makes of a dump before and one after."""
    users = crowd.people(max(sizes))
    with written_logs() as logs:
        surveys = [crowd.ask(users[0]) for _size in sizes]
        polls = [
            crowd.answer(lots, survey, lots.sample(users, size))
            for survey, size, lots in zip(surveys, sizes, map(random.Random, range(len(sizes))), strict=True)
        ]
        before = Reading(taken(files=files), list(logs))
        for survey in surveys:
            crowd.close(users[0], survey)
        after = Reading(taken(files=files), logs)
    return Score(polls, before, after)


@pytest.mark.django_db
def test_nobody_can_say_who_wrote_what() -> None:
    score = attacked([150, 8])
    assert score.texts > 130
    assert not score.leaked
    assert score.advantage <= MARGIN, score.best


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
    score = attacked([30])
    assert score.advantage > MARGIN + 0.05, score.best


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
    lots = random.Random(7)
    score = attacked([round(5 * 40 ** lots.random()) for _survey in range(200)], files=True)
    print(f"red team: {len(score.polls)} of 200 surveys show {score.texts} texts, best {score.best}")
    print(f"advantage {score.advantage:+.4f}, a survey {score.advantage_a_survey:+.4f}")
    assert len(score.polls) > 100
    assert not score.leaked
    assert score.advantage <= MARGIN
    assert score.advantage_a_survey <= MARGIN
