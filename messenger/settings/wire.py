"""What the wire carries, and how much of it (docs/contract.md)."""

from messenger import env
from messenger.core import working_hours

MAX_JSON_BYTES = MAX_FRAME_BYTES = env.integer("MAX_JSON_BYTES", 65536, least=1024)
MAX_TEXT = env.integer("MAX_TEXT", 10_000, least=1)
MAX_MENTIONS = env.integer("MAX_MENTIONS", 100, least=1)
MAX_ROOM_NAME = 80  # the column's width
MAX_ROOM_MEMBERS = env.integer("MAX_ROOM_MEMBERS", 1000, least=2)
MAX_PINS = env.integer("MAX_PINS", 50, least=1)
MAX_REACTIONS = env.integer("MAX_REACTIONS", 20, least=1)
MAX_POLL_OPTIONS = env.integer("MAX_POLL_OPTIONS", 20, least=2, most=100)
MAX_POLL_QUESTION = env.integer("MAX_POLL_QUESTION", 300, least=1)
MAX_POLL_OPTION = env.integer("MAX_POLL_OPTION", 100, least=1, most=500)  # the column's width
MAX_POLL_VOTERS = env.integer("MAX_POLL_VOTERS", 100)  # above: a message carries the counts without the names
POLL_TELL_SECONDS = env.integer("POLL_TELL_SECONDS", 1)  # between two tellings of a poll's counts in a large room
POLL_TELL_ANONYMOUS_SECONDS = env.integer("POLL_TELL_ANONYMOUS_SECONDS", 3)
POLL_SMALL_ROOM = env.integer("POLL_SMALL_ROOM", 50)  # up to so many members every named vote is told at once
MAX_READ_POSITIONS = env.integer("MAX_READ_POSITIONS", 300, least=1)  # above: read positions stay private
MESSAGE_EDIT_SECONDS = env.integer("MESSAGE_EDIT_SECONDS", 86400)
WORKING_DAYS = env.shaped("WORKING_DAYS", "1-5", working_hours.days, "weekdays such as 1-5 or 1,2,6; Monday is 1")
WORKING_HOURS = env.shaped("WORKING_HOURS", "09:00-18:00", working_hours.hours, "hours such as 09:00-18:00")
MAX_FORWARD_ROOMS = env.integer("MAX_FORWARD_ROOMS", 10, least=1, most=30)
MAX_BOOKMARKS = env.integer("MAX_BOOKMARKS", 2000, least=1, most=100_000)  # of a person
MAX_NOTE = 500  # the column's width
MAX_SCHEDULED = env.integer("MAX_SCHEDULED", 100, least=1)  # of a person, waiting
MAX_REMINDERS = env.integer("MAX_REMINDERS", 200, least=1)
SCHEDULE_AHEAD_DAYS = env.integer("SCHEDULE_AHEAD_DAYS", 366, least=1, most=3660)
MAX_MUST_READ_PLACES = env.integer("MAX_MUST_READ_PLACES", 50, least=1)  # rooms, and departments, of one notice
MUST_READ_BY = env.text("MUST_READ_BY", "leads", ("leads", "everybody", "admins"))  # who may address departments
MUST_READ_REMIND_SECONDS = env.integer("MUST_READ_REMIND_SECONDS", 3600, least=1)  # between two reminders by hand
READ_REMIND_SECONDS = env.integer("READ_REMIND_SECONDS", 600, least=1)  # the same for any message
MAX_SURVEY_TITLE = env.integer("MAX_SURVEY_TITLE", 120, least=1, most=200)  # the column's width
MAX_SURVEY_QUESTIONS = env.integer("MAX_SURVEY_QUESTIONS", 50, least=1, most=200)
MAX_SURVEY_PROMPT = env.integer("MAX_SURVEY_PROMPT", 500, least=1)
MAX_SURVEY_CHOICES = env.integer("MAX_SURVEY_CHOICES", 30, least=2, most=200)  # of a question
MAX_SURVEY_CHOICE = env.integer("MAX_SURVEY_CHOICE", 200, least=1)
MAX_SURVEY_ANSWER = env.integer("MAX_SURVEY_ANSWER", 2000, least=1, most=10_000)  # of a free text
MAX_SURVEY_SHARED = env.integer("MAX_SURVEY_SHARED", 50)  # people who may see the results
SURVEY_THRESHOLD = env.integer("SURVEY_THRESHOLD", 5, least=3, most=1000)  # anonymous: nothing of fewer people
SURVEY_TEXT_THRESHOLD = env.integer("SURVEY_TEXT_THRESHOLD", 10, least=3, most=1000)  # their free texts
SURVEY_REMIND_SECONDS = env.integer("SURVEY_REMIND_SECONDS", 86400, least=1)  # between two reminders
SURVEYS_BY = env.text("SURVEYS_BY", "everybody", ("everybody", "admins"))
RATE_LIMITS = {
    "sign_in": env.rate("RATE_LIMITS_SIGN_IN", "10/60"),
    "sign_in_failed": env.rate("RATE_LIMITS_SIGN_IN_FAILED", "200/900"),  # of an address, whatever the logins
    "openid": env.rate("RATE_LIMITS_OPENID", "600/60"),  # of an address
    "openid_logout": env.rate("RATE_LIMITS_OPENID_LOGOUT", "60/60"),  # refused ones of an address
    "register": env.rate("RATE_LIMITS_REGISTER", "60/60"),
    "send": env.rate("RATE_LIMITS_SEND", "30/10"),
    "rest": env.rate("RATE_LIMITS_REST", "600/60"),
    "stranger": env.rate("RATE_LIMITS_STRANGER", "3000/60"),  # of an address, by those who are not signed in
    "pictures": env.rate("RATE_LIMITS_PICTURES", "3000/60"),
    "photo": env.rate("RATE_LIMITS_PHOTO", "6/60"),
    "frames": env.rate("RATE_LIMITS_FRAMES", "20/1"),
    "typing": env.rate("RATE_LIMITS_TYPING", "1/3"),
    "upload": env.rate("RATE_LIMITS_UPLOAD", "120/60"),
    "links": env.rate("RATE_LIMITS_LINKS", "10/60"),
    "search": env.rate("RATE_LIMITS_SEARCH", "120/60"),
    "call": env.rate("RATE_LIMITS_CALL", "30/60"),  # what notifies many at once, whatever level they chose
}
REQUESTS_AT_ONCE = env.integer("REQUESTS_AT_ONCE", 8, least=1, most=64)  # below DATABASE_POOL; the others wait
LARGE_BODIES_AT_ONCE = env.integer("LARGE_BODIES_AT_ONCE", 4, least=1)  # sheets and photos in memory
SOCKETS_PER_USER = env.integer("SOCKETS_PER_USER", 10, least=1)
SOCKET_BUFFER_EVENTS = env.integer("SOCKET_BUFFER_EVENTS", 2000, least=16)  # unsent frames; then 4408
SOCKET_BUFFER_BYTES = env.integer("SOCKET_BUFFER_BYTES", 1 << 20, least=65536)
HEADS_SECONDS = env.integer("HEADS_SECONDS", 15, least=1, most=20)
WATCH_MILLISECONDS = env.integer("WATCH_MILLISECONDS", 500, least=50, most=1000)
