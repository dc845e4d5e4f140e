"""Takes people in as a plan says, and makes sure that who was somebody here before is still who they say."""

import dataclasses
from collections.abc import Callable

from django.db import transaction

from accounts.models import DIRECTORY, User
from accounts.roster import Item, Kind, Pictures, Plan, Result, apply
from accounts.services.adopting import adopt


def take_in(wanted: Plan, *, step: Callable[[], None] = lambda: None, pictures: Pictures | None = None) -> list[Result]:
    """Apply a plan of the directory; `step` is called between two people, `pictures` has the bytes of photos.

    An account that was here before and is the directory's from now on is adopted in the same transaction: what
    opened it was a password of ours, perhaps of somebody who only took the login.
    """
    adopted = [item for item in wanted.items if item.user_id is not None and item.has(Kind.LINKED)]
    others = tuple(item for item in wanted.items if item not in adopted)
    rest = dataclasses.replace(wanted, items=others)
    results = apply(rest, actor=None, step=lambda _progress: step(), pictures=pictures)
    for item in adopted:
        step()
        results += _adopt(wanted, item)
    return results


@transaction.atomic
def _adopt(wanted: Plan, item: Item) -> list[Result]:
    results = apply(dataclasses.replace(wanted, items=(item,)), actor=None)
    if results[0].state == "applied" and item.user_id is not None:
        adopt(User.objects.get(pk=item.user_id), source=DIRECTORY)
    return results
