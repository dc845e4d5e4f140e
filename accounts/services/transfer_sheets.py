"""Transfers from a sheet: all of its orders are planned, or none and the cells that stand in the way are named."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from accounts.models import Role, Transfer, User
from accounts.roster import orders, sheets
from accounts.roster.reading import Problem
from accounts.selectors import roles
from accounts.services import transferring
from messenger.core.errors import Refusal


class _Undone(Exception):
    """Nothing of it stays."""


def plan_transfers(*, actor: User, data: bytes, dry: bool = True) -> tuple[list[Transfer], list[dict[str, Any]]]:
    """Look at a sheet of orders (`dry`), or enter them: the orders and the problems. With a problem nothing is entered.

    Orders of one person are held against each other in the order of the sheet, not of their days. By SYSTEM_ADMINs.
    Raises `SheetUnreadable`, `TooLarge`, `Forbidden`.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    found, problems = orders.orders(sheets.read(data))
    made: list[Transfer] = []
    try:
        with transaction.atomic():
            for line, order in found:
                try:
                    with transaction.atomic():
                        made.append(transferring.plan_transfer(actor=actor, **order))
                except Refusal as refusal:
                    problems.append(Problem(line, "", transferring.words(refusal)))
            if dry or problems:
                raise _Undone
    except _Undone:
        pass
    return made, [asdict(problem) for problem in sorted(problems, key=lambda one: one.line)]
