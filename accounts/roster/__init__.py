"""People as a list from outside says they are: a directory or a sheet. Read, planned, looked at, applied.

wanted = plan(entries, source="directory", complete=True)   # reads only: what would change
results = apply(wanted, actor=None)                         # each person as a whole, if still as planned for
"""

from accounts.roster.applying import Result, apply
from accounts.roster.changes import Change, Conflict, Item, Kind, Plan, item_out, plan_in, plan_out
from accounts.roster.entries import Entry, Post
from accounts.roster.faces import Pictures
from accounts.roster.planning import plan

__all__ = [
    "Change",
    "Conflict",
    "Entry",
    "Item",
    "Kind",
    "Pictures",
    "Plan",
    "Post",
    "Result",
    "apply",
    "item_out",
    "plan",
    "plan_in",
    "plan_out",
]
