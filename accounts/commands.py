"""The writes of accounts that go through the command door."""

from accounts import services
from accounts.schemas import UPDATE_ME
from messenger.core.commands import Command, register

register("me.update", Command(UPDATE_ME, services.update_me))
