"""The surveys of the authorization matrix: open, in preparation, closed, and a stranger's."""

import uuid
from typing import TYPE_CHECKING, Any

from accounts import services as accounts
from accounts.models import User
from surveys.services import closing, writing

if TYPE_CHECKING:
    from tests.security.world import World


def build(world: "World", *, author: str, target: str, reader: str) -> None:
    """They ask the target's department alone, and are shared with the reader."""
    unit = accounts.create_unit(actor=None, name="설문 대상")
    accounts.give_post(actor=None, user=world.people[target], unit=unit, title="사원")
    theirs = accounts.create_unit(actor=None, name="다른 부서")
    accounts.give_post(actor=None, user=world.stranger, unit=theirs, title="사원")
    maker, readers = world.people[author], [world.people[reader].pk]
    ended = _survey(maker, unit.pk, readers)
    closing.close_survey(actor=maker, survey_id=ended)
    world.surveys = {
        "open": _survey(maker, unit.pk, readers),
        "draft": _survey(maker, unit.pk, readers, is_draft=True),
        "closed": ended,
        "elsewhere": _survey(world.stranger, theirs.pk, []),
    }


def _survey(author: User, unit_id: uuid.UUID, readers: list[uuid.UUID], *, is_draft: bool = False) -> uuid.UUID:
    question = {"type": "SINGLE", "prompt": "점심은?", "required": False, "choices": ["한식", "양식"]}
    fields: dict[str, Any] = {"title": "구내식당", "is_anonymous": False, "target_unit_id": unit_id}
    return writing.create_survey(
        actor=author, questions=[question], shared_with=readers, is_draft=is_draft, **fields
    ).pk
