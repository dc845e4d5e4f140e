"""How a run can end other than well, and what each ending means."""

import errno
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Conflict, Unavailable
from messenger.core.models import Job

Cause = Job.Cause


class IllegalMove(Conflict):
    """A job is not in the state from which this could be done."""

    text = _("The job is no longer in a state that allows this.")


class Again(Exception):
    """Raised by a handler: try again later. `waiting_for` tells an operator what is missing, in two words."""

    def __init__(self, cause: Job.Cause, text: str = "", waiting_for: str = "") -> None:
        super().__init__(text)
        self.cause, self.text, self.waiting_for = cause, text, waiting_for


class Failed(Exception):
    """Raised by a handler: another attempt would end the same way."""

    def __init__(self, cause: Job.Cause, text: str = "") -> None:
        super().__init__(text)
        self.cause, self.text = cause, text


class Cancelled(Exception):
    """Somebody asked for the end of the job; raised by `run.step` and `run.done`."""


class Stopping(Exception):
    """The worker is told to end; raised by `run.step`. The attempt does not count."""


class Fenced(Exception):
    """The job belongs to another worker meanwhile: whatever this run found out is of no use."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What an exception says about its job."""

    cause: Job.Cause
    text: str
    waiting_for: str = ""
    again: bool = True


def ending_of(error: Exception) -> Ending:
    """The class of failure, and whether another attempt makes sense. What nobody foresaw is a bug, and retried.

    An unforeseen exception's own words stay out of the job's log: they may quote what people wrote.
    """
    if isinstance(error, Again):
        return Ending(error.cause, error.text, error.waiting_for)
    if isinstance(error, Failed):
        return Ending(error.cause, error.text, again=False)
    if isinstance(error, Unavailable):
        return Ending(Cause.STORAGE, str(error.text), "storage")
    if isinstance(error, OperationalError | InterfaceError):
        return Ending(Cause.TRANSIENT, "the database did not answer", "database")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Ending(Cause.STORAGE, "the disk is full", "disk space")
    return Ending(Cause.BUG, type(error).__name__)
