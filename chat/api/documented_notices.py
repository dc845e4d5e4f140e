"""The shapes of must-read notices for the OpenAPI document (contract 8)."""

from chat.api.documented import BYTES as BYTES
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, array, maybe, optional, page, record

_CONFIRMATION = record(confirmedAt=maybe(TIME), late=FLAG)
_PLACE = record(roomId=maybe(ID), messageId=maybe(WHOLE), orgUnitId=maybe(ID), name=TEXT)
_DEPARTMENT = record(name=TEXT, confirmedCount=WHOLE, targetCount=WHOLE)
MUST_READ = record(
    mustReadId=ID,
    title=TEXT,
    deadline=maybe(TIME),
    closedAt=maybe(TIME),
    confirmedCount=WHOLE,
    targetCount=WHOLE,
    authorId=ID,
    text=TEXT,
    createdAt=TIME,
    withdrawnAt=maybe(TIME),
    places=array(_PLACE),
    me=maybe(_CONFIRMATION),
    manages=FLAG,
    remindedAt=maybe(TIME),
    remindableAt=maybe(TIME),
)
ONE_MUST_READ = optional(MUST_READ, departments=array(_DEPARTMENT))
MUST_READS = page(MUST_READ)
PLACES = record(roomIds=array(ID), orgUnitIds=array(ID))
RECIPIENTS = page(record(userId=ID, unitName=TEXT, confirmedAt=maybe(TIME), late=FLAG))
REMINDED = record(remindedCount=WHOLE, remindedAt=maybe(TIME), remindableAt=maybe(TIME))
