"""What stands guard at the doors: how sockets' sessions are looked at, and where rates are counted."""

from messenger import env

# `closed`: a socket whose session could not be checked for SESSION_GUARD_SECONDS is closed; `open`: it goes on.
# Requests, handshakes and new sockets are refused in either case while nobody can be looked up.
SESSION_GUARD = env.text("SESSION_GUARD", "closed", ("closed", "open"))
SESSION_CHECK_SECONDS = env.integer("SESSION_CHECK_SECONDS", 5, least=1, most=60)
SESSION_GUARD_SECONDS = env.integer("SESSION_GUARD_SECONDS", 30, least=5, most=3600)
# Paths at which nobody is looked up who cannot be: they show nothing of anybody's.
SESSION_FREE_PATHS = ("/health/", "/shell", "/sw.js", "/manifest.webmanifest", "/csp-report")

RATE_LIMITS_SHARED = env.boolean("RATE_LIMITS_SHARED", True)  # with REDIS_URL: counted there for all processes
RATE_LIMITS_PATIENCE = 0.25  # seconds that a request waits for the shared counter, at most
RATE_LIMITS_PAUSE = 5.0  # seconds without asking it again, after it did not answer
