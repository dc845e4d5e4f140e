"""One door for every write: REST and the socket run the same command by its name.

An app's `commands.py` registers `noun.verb`: the schema that validates the body, the service
that does it, and its rate. The door looks up, limits, validates, calls; it decides nothing.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async

from messenger.core import limits
from messenger.core.bridge import landed
from messenger.core.fields import Schema


@dataclass(frozen=True, slots=True)
class Command:
    """`service(actor=…, **ids, **cleaned body)` returns what the door shows.

    `submit` is the same service for callers that must not block: it returns a future.
    """

    schema: Schema
    service: Callable[..., Any]
    submit: Callable[..., "Future[Any]"] | None = None
    rate: str = ""


_commands: dict[str, Command] = {}


def register(name: str, command: Command) -> None:
    """Add a command; a name is taken once."""
    if name in _commands:
        raise ValueError(f"command {name} is registered twice")
    _commands[name] = command


def get(name: str) -> Command:
    """The command of this name."""
    return _commands[name]


def run(name: str, *, actor: Any, data: Any, **ids: Any) -> Any:
    """Run a command and wait for its result. Raises what the service refuses."""
    command, values = _prepare(name, actor, data, limits.spend)
    return command.service(actor=actor, **ids, **values)


async def arun(name: str, *, actor: Any, data: Any) -> Any:
    """The same from the event loop: through `submit` where there is one, else in a thread."""
    command, values = _prepare(name, actor, data, limits.spend_here)  # nothing here may wait for a network
    if command.submit is not None:
        return await landed(command.submit(actor=actor, **values))
    return await database_sync_to_async(command.service, thread_sensitive=False)(actor=actor, **values)


def _prepare(name: str, actor: Any, data: Any, spend: Callable[[str, str], None]) -> tuple[Command, dict[str, Any]]:
    command = _commands[name]
    if command.rate:
        spend(command.rate, str(actor.pk))
    return command, command.schema.clean(data)
