"""What surveys do in the background."""

from uuid import UUID

from messenger.core import jobs
from surveys.services import moments, tending


@jobs.handles(moments.TEND, queue="upkeep", attempts=8, seconds=600)
def tend(run: jobs.Run) -> None:
    """A survey's moment has come: `surveyId`."""
    tending.tend(run, UUID(run.args["surveyId"]))


@jobs.every("survey.look", seconds=300)
def look(run: jobs.Run) -> None:
    """No moment is missed for good."""
    run.say(f"{tending.ask_for_due()} surveys are due")
