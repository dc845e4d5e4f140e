"""Gives every entry its place in the chain, soon after it was committed (decision 0029)."""

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit import canonical, sealing
from audit.models import AuditEntry, Seal

AT_ONCE = 500  # seals in one transaction: short, so that no writer waits for us
# How far back an entry may appear that was not there before: its transaction was open for so long.
LATE = dt.timedelta(minutes=15)
LOCK = (0x4D415255, 1)  # one sealer at a time: of the whole database, in two numbers


def seal(*, everything: bool = False) -> int:
    """Seal what is committed and has no seal, oldest first; how many those were.

    An id is given out before its transaction commits, so the order of the chain is that of sealing, and nothing
    is taken for done because a later id was: each entry is asked whether it has a seal. Only entries of the last
    quarter of an hour are, unless told to ask them all. Who finds another sealer at work leaves it to that one.
    """
    everything = everything or not Seal.objects.exists()
    sealed = 0
    while _unsealed(everything).exists() and (more := _seal_some(everything)):
        sealed += more
    return sealed


def _unsealed(everything: bool) -> Any:
    has_seal = Exists(Seal.objects.filter(entry_id=OuterRef("pk")))
    entries = AuditEntry.objects.filter(~has_seal)
    return entries if everything else entries.filter(at__gte=timezone.now() - LATE)


@transaction.atomic
def _seal_some(everything: bool) -> int:
    if not _locked():
        return 0
    head = Seal.objects.order_by("-chain_no").first()
    number, before = (head.chain_no, bytes.fromhex(head.hash)) if head else (0, sealing.START)
    rows = _unsealed(everything).order_by("pk").values_list("pk", "mark", *canonical.COLUMNS)[:AT_ONCE]
    seals = []
    for entry_id, mark, *values in rows:
        number += 1
        digest = sealing.digest_of(entry_id, mark, canonical.content(tuple(values)))
        before = sealing.hash_of(before, number, digest)
        seals.append(Seal(chain_no=number, entry_id=entry_id, digest=digest.hex(), hash=before.hex()))
    Seal.objects.bulk_create(seals)
    return len(seals)


def _locked() -> bool:
    """Whether this transaction is the one that seals. On SQLite there is one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK)
        return bool(cursor.fetchone()[0])
