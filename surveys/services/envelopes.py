"""Anonymous responses between their submission and the end of the survey (decision 0023).

An envelope stands beside the row that says who took part, in the same transaction: so nothing that was
acknowledged is lost, and whoever reads the database knows whose envelope it is. What it holds they do not: it is
sealed with a key outside the database, and all envelopes of a survey are equally long.
"""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messenger.core import sealing
from messenger.core.errors import Unavailable
from surveys.models import Envelope, Question, Survey

_PURPOSE = "survey"
_ID, _LETTER, _FRAME = 40, 4, 32  # bytes: an id in quotes, a letter at most, what stands around an answer


class EnvelopesStaySealed(Unavailable):
    """The key is another than the one they were sealed with. They are kept until it is back."""

    text = _("The answers cannot be opened: the server has another SEALING_KEY than before.")


def put(survey: Survey, unit_id: UUID | None, answers: dict[str, Any]) -> None:
    """Keep a response, with the department that it counts for."""
    plain = json.dumps({"unit": unit_id and str(unit_id), "answers": answers}, ensure_ascii=False).encode()
    padded = plain.ljust(_length(survey))  # blanks after JSON mean nothing
    Envelope.objects.create(survey=survey, sealed=sealing.seal(_PURPOSE, padded, about=survey.pk.bytes))


def take(survey: Survey) -> list[dict[str, Any]]:
    """What is in the envelopes of a locked survey, which are thrown away."""
    found = opened(survey)
    Envelope.objects.filter(survey=survey).delete()
    return found


def opened(survey: Survey) -> list[dict[str, Any]]:
    """What is in the envelopes of a locked survey: `{unit, answers}` each, in an order drawn by nobody.

    Whoever calls this keeps no order either. `EnvelopesStaySealed` leaves everything as it is.
    """
    rows = Envelope.objects.filter(survey=survey).values_list("sealed", flat=True)
    try:
        return [json.loads(sealing.unseal(_PURPOSE, bytes(sealed), about=survey.pk.bytes)) for sealed in rows]
    except sealing.Broken as error:
        raise EnvelopesStaySealed from error


def _length(survey: Survey) -> int:
    """Bytes that the longest response to this survey could take."""
    return 2 * _FRAME + _ID + sum(_room_of(question) for question in survey.questions.all())


def _room_of(question: Question) -> int:
    if question.type == Question.Type.TEXT:
        return _ID + _FRAME + _LETTER * settings.MAX_SURVEY_ANSWER
    return _ID + _FRAME + _ID * len(question.choices.all())
