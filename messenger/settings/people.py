"""Who may sign in, and how: passwords, lock-out, the lives of sessions, second factor, directory, OpenID Connect."""

from messenger import env
from messenger.settings.house import PRODUCTION

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_id", "employee_no")},
    },
]
PASSWORD_LEAST = env.integer("PASSWORD_LEAST", 10, least=10, most=64)
PASSWORD_DAYS = env.integer("PASSWORD_DAYS", 0, most=3650)  # 0: a password does not grow old
SECOND_FACTOR = env.text(
    "SECOND_FACTOR", "admins" if PRODUCTION else "optional", ("off", "optional", "admins", "everybody")
)
SECOND_FACTOR_DAYS = env.integer("SECOND_FACTOR_DAYS", 14, most=365)  # a browser is not asked again; 0: it always is
SECOND_FACTOR_FAILURES = env.integer("SECOND_FACTOR_FAILURES", 5, least=1)  # wrong codes of a person, from anywhere
SIGN_IN_TICKET_SECONDS = env.integer("SIGN_IN_TICKET_SECONDS", 300, least=30)  # between password and code
PROOF_SECONDS = env.integer("PROOF_SECONDS", 600, least=60, most=86400)  # for so long a sign-in is fresh
ACCOUNT_NOTICES = env.boolean("ACCOUNT_NOTICES", True)
NEW_DEVICE_NOTICES = env.boolean("NEW_DEVICE_NOTICES", True)
REGISTRATION = env.text("REGISTRATION", "approval", ("off", "open", "approval"))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks a colleague out from afar
AXES_FAILURE_LIMIT = env.integer("LOCKOUT_FAILURES", 10, least=1)
AXES_COOLOFF_TIME = env.integer("LOCKOUT_SECONDS", 900, least=1) / 3600
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
ACCESS_TOKEN_SECONDS = env.integer("ACCESS_TOKEN_SECONDS", 900, least=1)
DEVICE_SESSION_SECONDS = env.integer("DEVICE_SESSION_SECONDS", 12 * 3600, least=1)
REMEMBERED_DEVICE_SECONDS = env.integer("REMEMBERED_DEVICE_SECONDS", 30 * 86400, least=1)
SESSION_LONGEST_DAYS = env.integer("SESSION_LONGEST_DAYS", 7, least=1, most=365)  # however much it is used
DEVICE_TOKEN_GRACE_SECONDS = env.integer("DEVICE_TOKEN_GRACE_SECONDS", 30)
BROWSER_TOKEN_SECONDS = env.integer("BROWSER_TOKEN_SECONDS", 3600, least=1)  # rotated after that
