"""What somebody can be notified of: the one home of these names (contract 8)."""

MENTION = "MENTION"  # named in a message: alone, with a department, or with everybody
REPLY = "REPLY"  # answered
KEYWORD = "KEYWORD"  # a message holds a word they watch for
MUST_READ = "MUST_READ"  # a notice that has to be confirmed
MUST_READ_REMINDER = "MUST_READ_REMINDER"
READ_REMINDER = "READ_REMINDER"  # asked to read a message
SURVEY = "SURVEY"  # a survey for them
SURVEY_REMINDER = "SURVEY_REMINDER"
SURVEY_CLOSED = "SURVEY_CLOSED"  # one of theirs has ended
POLL_CLOSED = "POLL_CLOSED"
POLL_REMINDER = "POLL_REMINDER"  # asked to vote
REMINDER = "REMINDER"  # one they set for themselves
SCHEDULED_FAILED = "SCHEDULED_FAILED"  # a message of theirs could not be sent at its time
JOB = "JOB"  # work they asked for has ended
NEW_DEVICE = "NEW_DEVICE"  # their account was signed in to from where it never was
ACCOUNT_CHANGED = "ACCOUNT_CHANGED"  # theirs or, for admins and auditors, somebody's: a reset, a role beyond USER
DISCLOSED = "DISCLOSED"  # messages of theirs were read under an approved case, which is over now
DIRECTORY_STOPPED = "DIRECTORY_STOPPED"  # admins: so many would be disabled that one of them has to look

TYPES = (
    MENTION,
    REPLY,
    KEYWORD,
    MUST_READ,
    MUST_READ_REMINDER,
    READ_REMINDER,
    SURVEY,
    SURVEY_REMINDER,
    SURVEY_CLOSED,
    POLL_CLOSED,
    POLL_REMINDER,
    REMINDER,
    SCHEDULED_FAILED,
    JOB,
    NEW_DEVICE,
    ACCOUNT_CHANGED,
    DISCLOSED,
    DIRECTORY_STOPPED,
)

# What a room's level decides about. The rest is meant for the person, whatever the room is set to.
OF_ROOMS = frozenset({MENTION, REPLY, KEYWORD})
