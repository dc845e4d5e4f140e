"""The surveys of the authorization matrix: open, in preparation, closed, and a stranger's."""

import uuid
from typing import Any

from accounts import services as accounts
from accounts.models import User
from surveys.services import closing, writing


def surveys_for(*, author: User, target: User, reader: User, stranger: User) -> dict[str, uuid.UUID]:
    """`{state: survey id}`: they ask the target's department alone, and are shared with the reader."""
    unit = accounts.create_unit(actor=None, name="설문 대상")
    accounts.give_post(actor=None, user=target, unit=unit, title="사원")

    def make(by: User, **more: Any) -> uuid.UUID:
        question = {"type": "SINGLE", "prompt": "점심은?", "required": False, "choices": ["한식", "양식"]}
        fields: dict[str, Any] = {"title": "구내식당", "is_anonymous": False, "target_unit_id": unit.pk}
        survey = writing.create_survey(
            actor=by, **{**fields, "questions": [question], "shared_with": [reader.pk], "is_draft": False, **more}
        )
        return survey.pk

    ended = make(author)
    closing.close_survey(actor=author, survey_id=ended)
    theirs = accounts.create_unit(actor=None, name="다른 부서")
    accounts.give_post(actor=None, user=stranger, unit=theirs, title="사원")
    return {
        "open": make(author),
        "draft": make(author, is_draft=True),
        "closed": ended,
        "elsewhere": make(stranger, target_unit_id=theirs.pk, shared_with=[]),
    }
