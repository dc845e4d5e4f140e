"""The shapes of the answers around messages for the OpenAPI document (contract 5)."""

from chat.api.documented import MESSAGE, QUOTE
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, array, maybe, one_of, page, record

FORWARDED = record(results=array(MESSAGE))
BOOKMARK = record(messageId=WHOLE, note=TEXT, bookmarkedAt=TIME, message=MESSAGE)
BOOKMARKS = page(BOOKMARK)
BOOKMARK_IDS = record(messageIds=array(WHOLE))
DRAFT = record(roomId=ID, text=TEXT, replyTo=maybe(QUOTE), version=WHOLE, updatedAt=TIME)
DRAFTS = page(DRAFT)
SCHEDULED = record(
    scheduledId=ID,
    roomId=ID,
    clientMsgId=ID,
    text=TEXT,
    mentions={**array(TEXT), "description": 'members\' ids, or "all"'},
    mentionUnits=array(ID),
    replyTo=maybe(WHOLE),
    at=TIME,
    state=one_of("WAITING", "SENT", "FAILED", "CANCELLED"),
    failure=maybe(TEXT),
    messageId=maybe(WHOLE),
    createdAt=TIME,
)
ALL_SCHEDULED = page(SCHEDULED)
REMINDER = record(reminderId=ID, messageId=WHOLE, at=TIME, toldAt=maybe(TIME), createdAt=TIME, message=maybe(MESSAGE))
REMINDERS = page(REMINDER)
WORKING_HOURS = record(now=FLAG, next=maybe(TIME), days=array(WHOLE), start=TEXT, end=TEXT, holiday=maybe(TEXT))
