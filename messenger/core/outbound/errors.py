"""How a call to an address ends when it does not end well."""


class OutboundError(Exception):
    """Nothing came of it. `code` is for operators; people learn no more than the kind of failure."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Blocked(OutboundError):
    """The rules forbid the address; nobody was called."""


class Failed(OutboundError):
    """It was allowed, and the other side did not give what was asked for."""
