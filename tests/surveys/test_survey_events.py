"""The old lists with the events of a write are the new lists, for every write and every viewer (contract 10)."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from messenger.core import commands
from messenger.core.events import Event
from surveys.schemas.surveys import survey_out
from surveys.selectors.boxes import box_page
from surveys.services import closing, opening, reminding, writing
from surveys.services.locking import locked
from tests.surveys import crowd
from tests.surveys.conftest import Clock
from tests.surveys.test_survey_moments import ring

pytestmark = pytest.mark.django_db
Lists = dict[str, dict[str, Any]]


class World:
    """bob makes surveys for everybody; dana may read; charlie is asked like anybody else."""

    def __init__(self, cast: dict[str, User], clock: Clock) -> None:
        self.bob, self.alice, self.dana = cast["bob"], cast["alice"], cast["dana"]
        self.clock = clock
        self.draft = self.make(is_draft=True)
        self.open = self.make(is_anonymous=True)
        self.second = self.make(shared_with=[self.dana.pk])
        self.planned = self.make(opens_at=clock() + dt.timedelta(hours=1))

    def make(self, **more: Any) -> Any:
        fields: dict[str, Any] = {
            "title": "설문",
            "is_anonymous": False,
            "shared_with": [],
            "is_draft": False,
            "questions": crowd.QUESTIONS,
        }
        return writing.create_survey(actor=self.bob, **{**fields, **more}).pk

    def change(self, survey_id: Any, **fields: Any) -> None:
        writing.change_survey(actor=self.bob, survey_id=survey_id, **fields)


CASES: dict[str, Callable[[World], Any]] = {
    "survey.create": lambda w: w.make(is_anonymous=True),
    "survey.create draft": lambda w: w.make(is_draft=True),
    "survey.create shared": lambda w: w.make(shared_with=[w.dana.pk, w.alice.pk]),
    "survey.change": lambda w: w.change(w.open, title="새 제목"),
    "survey.change draft": lambda w: w.change(w.draft, title="새 제목", questions=crowd.QUESTIONS[:1]),
    "survey.change shared": lambda w: w.change(w.open, shared_with=[w.alice.pk]),
    "survey.delete": lambda w: writing.delete_survey(actor=w.bob, survey_id=w.open),
    "survey.delete draft": lambda w: writing.delete_survey(actor=w.bob, survey_id=w.draft),
    "survey.publish": lambda w: opening.publish_survey(actor=w.bob, survey_id=w.draft),
    "survey.close": lambda w: closing.close_survey(actor=w.bob, survey_id=w.open),
    "survey.remind": lambda w: reminding.remind(actor=w.bob, survey_id=w.second),
    "survey.submit": lambda w: submit(w, w.open),
    "survey.submit named": lambda w: submit(w, w.second),
    "the clock opens": lambda w: (w.clock(hours=1), ring()),
}


def submit(world: World, survey_id: Any) -> None:
    survey = locked(survey_id)
    crowd.answer(random.Random(1), survey, [world.alice])


def looks(who: User) -> Lists:
    """All that concerns somebody, by id."""
    found, _following = box_page(who, "", after=None, limit=50)
    return {str(survey.pk): plain(survey_out(survey, place)) for survey, place in found}


def after(lists: Lists, who: User, events: list[Event]) -> Lists:
    """What a client makes of events: each carries the whole survey as this person sees it."""
    found = dict(lists)
    for event in events:
        if event.users is None or who.pk not in event.users:
            continue
        if event.name == "SURVEY_DELETED":
            found.pop(str(event.data["surveyId"]), None)
        else:
            survey = plain(event.data["survey"])
            found[survey["surveyId"]] = survey
    return found


def plain(shown: Any) -> Any:
    """Ids as JSON has them."""
    if isinstance(shown, dict):
        return {key: plain(value) for key, value in shown.items()}
    if isinstance(shown, list):
        return [plain(value) for value in shown]
    return shown if isinstance(shown, str | int | float | bool | None) else str(shown)


def test_every_write_has_a_case() -> None:
    writes = {name for name in commands._commands if name.startswith("survey.")}
    assert writes <= {name.split()[0] for name in CASES}


@pytest.mark.parametrize("case", CASES)
def test_old_lists_and_events_are_the_new_lists(
    case: str, alice: User, bob: User, charlie: User, dana: User, clock: Clock, told: Callable[..., list[Event]]
) -> None:
    world = World({"alice": alice, "bob": bob, "dana": dana}, clock)
    viewers = (alice, bob, charlie, dana)
    before = {who: looks(who) for who in viewers}
    events = told(CASES[case], world)
    for who in viewers:
        assert after(before[who], who, events) == looks(who), who
