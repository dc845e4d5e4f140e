"""The audit log: its keys, where its checkpoints go, how long it is kept."""

from messenger import env
from messenger.settings.house import DATA_DIR, PRODUCTION, SECRET_KEY

AUDIT_KEY = env.key("AUDIT_KEY") or SECRET_KEY  # of the hash chain: outside the database, or it proves nothing
AUDIT_SEAL_SECONDS = env.integer("AUDIT_SEAL_SECONDS", 2, least=1, most=60)  # an entry is sealed within
AUDIT_CHECKPOINT_SECONDS = env.integer("AUDIT_CHECKPOINT_SECONDS", 300, least=10, most=86400)
# Where signed checkpoints go besides the database: what is kept there shows if the end of the log was cut off.
AUDIT_CHECKPOINT_FILE = env.text("AUDIT_CHECKPOINT_FILE", str(DATA_DIR / "audit-checkpoints.jsonl"))  # "off": none
AUDIT_SYSLOG = env.url("AUDIT_SYSLOG", "", ("udp", "tcp"))  # udp://host:514, RFC 5424
AUDIT_S3_BUCKET = env.text("AUDIT_S3_BUCKET")  # in the store of S3_ENDPOINT_URL
AUDIT_S3_LOCK_DAYS = env.integer("AUDIT_S3_LOCK_DAYS", 0, most=36500)  # object lock, where the bucket has it; 0: none
AUDIT_EXPORT_REASON = env.text(
    "AUDIT_EXPORT_REASON", "required" if PRODUCTION else "optional", ("optional", "required")
)
AUDIT_KEPT_YEARS = env.integer("AUDIT_KEPT_YEARS", 2, least=1, most=100)  # the law asks for 1, from 50,000 people 2
AUDIT_VERIFY_DIRECTLY = env.integer("AUDIT_VERIFY_DIRECTLY", 100_000)  # entries checked at once; more, by a job
MAX_SAVED_QUERIES = env.integer("MAX_SAVED_QUERIES", 50, least=1)  # of an auditor

# --- Disclosure of conversations (docs/decisions/0030) -----------------------------------------

DISCLOSURE_MOST_DAYS = env.integer("DISCLOSURE_MOST_DAYS", 30, least=1, most=366)  # a case may be read, at most
DISCLOSURE_HOURS = env.integer("DISCLOSURE_HOURS", 72, least=1, most=24 * DISCLOSURE_MOST_DAYS)  # unless asked
DISCLOSURE_APART_DAYS = env.integer("DISCLOSURE_APART_DAYS", 30, least=1, most=3660)  # two people for certain
DISCLOSURE_NOTICE = env.text("DISCLOSURE_NOTICE", "case", ("never", "case", "always"))  # to whose messages were read
MAX_DISCLOSURE_NAMES = env.integer("MAX_DISCLOSURE_NAMES", 50, least=1, most=500)  # rooms, and people, of one case
