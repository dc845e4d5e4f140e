"""The shapes of the chat's answers for the OpenAPI document (contract 4, 5, 12)."""

from accounts.api.documented import USER
from chat.api.poll_shapes import POLL
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, optional, page, record

_KIND = one_of("TEXT", "FILE", "IMAGE", "NOTICE", "POLL", "SYSTEM")
_ANY: Shape = {"type": "object"}
ATTACHMENT = record(
    attachmentId=ID,
    filename=TEXT,
    size=WHOLE,
    mime=TEXT,
    sha256=TEXT,
    virusStatus=one_of("PENDING", "CLEAN", "INFECTED", "ERROR", "SKIPPED"),
    thumbnailUrl=maybe(TEXT),
    previewUrl=maybe(TEXT),
    width=maybe(WHOLE),
    height=maybe(WHOLE),
    uploaderId=ID,
    roomId=ID,
    messageId=maybe(WHOLE),
    createdAt=TIME,
)
LINK = record(
    url=TEXT,
    domain=TEXT,
    status=one_of("PENDING", "READY", "FAILED", "BLOCKED"),
    title=TEXT,
    description=TEXT,
    imageUrl=maybe(TEXT),
)
_PART = optional(record(partNumber=WHOLE, arrived=FLAG), etag=TEXT, url=TEXT, headers=_ANY)
UPLOAD = record(uploadId=ID, partSize=WHOLE, expiresAt=TIME, attachmentId=maybe(ID), parts=array(_PART))
_LINK_PLACE = record(messageId=WHOLE, roomId=ID, senderId=maybe(ID), createdAt=TIME, link=LINK)
FILES = page({"oneOf": [ATTACHMENT, _LINK_PLACE]})
FILE_TEXT = record(text=TEXT, truncated=FLAG, encoding=TEXT)
BYTES: Shape = {"type": "string", "format": "binary"}
QUOTE = record(messageId=WHOLE, senderId=maybe(ID), type=_KIND, text=TEXT, deletedAt=maybe(TIME))
_REACTION = record(emoji=TEXT, count=WHOLE, userIds=array(ID))
MESSAGE = record(
    messageId=WHOLE,
    roomId=ID,
    seq=WHOLE,
    change=WHOLE,
    clientMsgId=maybe(ID),
    senderId=maybe(ID),
    type=_KIND,
    text=TEXT,
    system=maybe(_ANY),
    mentions={**array(TEXT), "description": 'members\' ids, or "all"'},
    attachments=array(ATTACHMENT),
    links=array(LINK),
    replyTo=maybe(QUOTE),
    reactions=array(_REACTION),
    mentionUnits=array(record(orgUnitId=ID, name=TEXT)),
    forwarded=maybe(_ANY),
    poll=maybe(POLL),
    mustRead=maybe(_ANY),
    pinned=FLAG,
    unreadCount=maybe(WHOLE),
    createdAt=TIME,
    editedAt=maybe(TIME),
    deletedAt=maybe(TIME),
)
MESSAGES = optional(record(results=array(MESSAGE), hasMore=FLAG), hasMoreBefore=FLAG, hasMoreAfter=FLAG)
CHANGES = record(messages=array(MESSAGE), change=WHOLE, hasMore=FLAG)
READERS = record(read=array(ID), unread=array(ID))
PINS = page(record(messageId=WHOLE, pinnedBy=maybe(ID), pinnedAt=TIME, message=MESSAGE))

MEMBER = optional(record(userId=ID, isAdmin=FLAG, joinedAt=TIME), lastReadMessageId=maybe(WHOLE), lastReadSeq=WHOLE)
MEMBERS = page(MEMBER)
READ = record(lastReadMessageId=maybe(WHOLE), lastReadSeq=WHOLE, unreadCount=WHOLE)
_ME = record(
    isAdmin=FLAG,
    pinned=FLAG,
    muted=FLAG,
    notifyLevel=one_of("ALL", "MENTIONS", "NOTHING"),
    joinedAt=TIME,
    lastReadMessageId=maybe(WHOLE),
    lastReadSeq=WHOLE,
    unreadCount=WHOLE,
)
ROOM = optional(
    record(
        roomId=ID,
        type=one_of("DM", "GROUP"),
        name=TEXT,
        createdBy=maybe(ID),
        createdAt=TIME,
        memberCount=WHOLE,
        lastMessage=maybe(MESSAGE),
        lastSeq=WHOLE,
        lastChange=WHOLE,
        historyVisibility=one_of("JOINED", "ALL"),
        me=_ME,
    ),
    members=array(MEMBER),
)
ROOMS = page(ROOM)

_HIGHLIGHTS = array(array(WHOLE))
_SNIPPET = maybe(record(text=TEXT, highlights=_HIGHLIGHTS))
HITS = {
    "message": record(type=one_of("message"), message=MESSAGE, roomId=ID, highlights=_HIGHLIGHTS),
    "file": record(
        type=one_of("file"),
        file=ATTACHMENT,
        roomId=ID,
        senderId=maybe(ID),
        sentAt=TIME,
        highlights=_HIGHLIGHTS,
        snippet=_SNIPPET,
    ),
    "user": record(type=one_of("user"), user=USER, highlights=_HIGHLIGHTS),
    "room": record(type=one_of("room"), room=ROOM, roomId=ID, highlights=_HIGHLIGHTS),
}
SEARCH = record(results=array({"oneOf": list(HITS.values())}), next=maybe(TEXT), alsoTried=array(TEXT))
