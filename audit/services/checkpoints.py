"""Signed checkpoints: what the log was at a moment, for whoever keeps them elsewhere (decision 0029)."""

import datetime as dt
import logging
from collections import deque

from django.db import transaction
from django.utils import timezone

from audit import canonical, keys, offline
from audit.errors import ChainBroken
from audit.models import Checkpoint, Seal
from audit.selectors.verifying import Broken, Head, checkpoint_out, walk
from audit.services import sending
from messenger.core import jobs

log = logging.getLogger(__name__)

SEND = "audit.send"
DAILY = dt.timedelta(days=1)  # also of a log in which nothing happened


def make() -> Checkpoint | None:
    """Sign how the log is, if there is anything new or the last one is a day old; None otherwise.

    What is signed was checked: every row since the last checkpoint. A log that is not as it was sealed is not
    signed (`ChainBroken`), so the last checkpoint stays the last good one.
    """
    last = Checkpoint.objects.order_by("-pk").first()
    newest = Seal.objects.order_by("-chain_no").values_list("chain_no", flat=True).first() or 0
    if last and last.chain_no == newest and timezone.now() - last.at < DAILY:
        return None
    head = _checked(last)
    if head.number == 0:
        return None
    return _signed(head)


def _checked(last: Checkpoint | None) -> Head:
    head = Head()
    if last:
        seal = Seal.objects.filter(chain_no=last.chain_no).first()
        ours = offline.is_signed(keys.public_key(), checkpoint_out(last))  # what is built on must be our own word
        if seal is None or seal.hash != last.hash or not ours:
            raise _refused(last.chain_no)
        head = Head(last.chain_no, bytes.fromhex(last.hash), bytes.fromhex(last.link))
    try:
        deque(walk(head), maxlen=0)
    except Broken as broken:
        raise _refused(broken.number) from broken
    return head


def _refused(number: int | None) -> ChainBroken:
    log.critical("the audit log is not as it was sealed, at number %s of the chain: it is not signed", number)
    return ChainBroken(chainNo=number)


@transaction.atomic
def _signed(head: Head) -> Checkpoint:
    made = Checkpoint(chain_no=head.number, hash=head.hash.hex(), link=head.link.hex(), at=timezone.now())
    said = {"chainNo": made.chain_no, "hash": made.hash, "link": made.link, "at": canonical.moment(made.at)}
    made.signature = keys.signer().sign(offline.signed_text(said)).hex()
    made.save()
    for place in sending.places():
        jobs.enqueue(SEND, key=f"{made.pk} {place}", checkpointId=made.pk, place=place)
    return made
