"""The shapes of polls for the OpenAPI document (contract 12)."""

from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, array, maybe, optional, record

_OPTION = optional(record(optionId=ID, text=TEXT, count=WHOLE), voterIds=array(ID))
POLL = record(
    pollId=ID,
    messageId=WHOLE,
    roomId=ID,
    question=TEXT,
    isAnonymous=FLAG,
    isMultiple=FLAG,
    closesAt=maybe(TIME),
    closedAt=maybe(TIME),
    voterCount=WHOLE,
    options=array(_OPTION),
    myOptionIds=maybe(array(ID)),
)
NON_VOTERS = record(userIds=array(ID))
REMINDED = record(reminded=WHOLE)
