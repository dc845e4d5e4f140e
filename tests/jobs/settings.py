"""The product's settings with the tests' own kinds of work."""

from messenger.settings import *  # noqa: F403
from messenger.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.app"]
