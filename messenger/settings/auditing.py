"""The audit log: its keys, where its checkpoints go, how long it is kept."""

from messenger import env
from messenger.settings.house import SECRET_KEY

AUDIT_KEY = env.key("AUDIT_KEY") or SECRET_KEY  # of the hash chain: outside the database, or it proves nothing
