"""What a worker finds when it begins."""

from tests.jobs.kinds import register

register()
