"""The shapes of disclosure for the OpenAPI document (contract 9)."""

from chat.api.documented import ATTACHMENT, MESSAGE, QUOTE
from chat.models import Disclosure, DisclosureLook
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, optional, page, record

_ANY: Shape = {"type": "object"}
_PERSON = record(userId=ID, name=TEXT)
_ROOM = record(roomId=ID, type=one_of("DM", "GROUP"), name=TEXT, deletedAt=maybe(TIME))
_SPAN = {"from": TIME, "to": TIME}
DISCLOSURE = record(
    disclosureId=ID,
    state=one_of(*Disclosure.State.values),
    reason=TEXT,
    legalBasis=TEXT,
    rooms=array(_ROOM),
    people=array(_PERSON),
    **_SPAN,
    hours=WHOLE,
    withFiles=FLAG,
    notifySubjects=FLAG,
    askedBy=_PERSON,
    askedAt=TIME,
    decidedBy=maybe(_PERSON),
    decidedAt=maybe(TIME),
    note=TEXT,
    expiresAt=maybe(TIME),
    closedBy=maybe(_PERSON),
    closedAt=maybe(TIME),
    lookCount=WHOLE,
    mayDecide=FLAG,
    objection=one_of("", "DECIDED", "OWN", "NOT_APART", "IN_SCOPE"),
    objectionText=TEXT,
    mayRead=FLAG,
)
DISCLOSURES = page(DISCLOSURE)
PLACES = record(results=array(_ROOM))
LOOKS = page(
    record(
        kind=one_of(*DisclosureLook.Kind.values),
        roomId=ID,
        roomName=TEXT,
        fromSeq=WHOLE,
        toSeq=WHOLE,
        count=WHOLE,
        at=TIME,
    )
)
SCOPE_ROOMS = page(record(room=_ROOM, count=WHOLE, firstSeq=WHOLE, lastSeq=WHOLE, firstAt=TIME, lastAt=TIME))
_HERE = {
    "attachments": array(optional(ATTACHMENT, downloadUrl=maybe(TEXT))),
    "replyTo": maybe(optional(QUOTE, outsideScope=FLAG)),
}
_MESSAGE = {**MESSAGE, "properties": {**MESSAGE["properties"], **_HERE}}
SCOPE_MESSAGES = record(room=_ROOM, people=_ANY, results=array(_MESSAGE), hasMore=FLAG)
