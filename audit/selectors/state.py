"""How the log stands, for the page that shows its proof. For auditors, who are asked for at the door of the page."""

from collections import defaultdict
from dataclasses import dataclass

from audit.models import AuditEntry, Checkpoint, CheckpointSent, Seal


@dataclass(frozen=True, slots=True)
class Standing:
    """`sealed` is the newest number of the chain, `waiting` how many entries have no seal yet."""

    sealed: int
    waiting: int
    last: Checkpoint | None


def standing() -> Standing:
    """Where the chain and its checkpoints are now."""
    return Standing(
        newest_number(), AuditEntry.objects.count() - Seal.objects.count(), Checkpoint.objects.order_by("-pk").first()
    )


def newest_number() -> int:
    """The newest number of the chain; 0 for an empty one."""
    return Seal.objects.order_by("-chain_no").values_list("chain_no", flat=True).first() or 0


def number_of(entry_id: int) -> int | None:
    """The number of an entry in the chain; None as long as it has no seal."""
    return Seal.objects.filter(entry_id=entry_id).values_list("chain_no", flat=True).first()


def latest_checkpoints(most: int) -> list[tuple[Checkpoint, list[str]]]:
    """The last ones, newest first, with the places that each was sent to."""
    found = list(Checkpoint.objects.order_by("-pk")[:most])
    sent: dict[int, list[str]] = defaultdict(list)
    told = CheckpointSent.objects.filter(checkpoint_id__in=[one.pk for one in found])
    for number, place in told.values_list("checkpoint_id", "place"):
        sent[number].append(place)
    return [(one, sent[one.pk]) for one in found]


def neighbours(seal: Seal) -> list[tuple[Seal, AuditEntry | None]]:
    """A seal between the one before and the one behind it, with their entries."""
    seals = Seal.objects.filter(chain_no__gte=seal.chain_no - 1, chain_no__lte=seal.chain_no + 1).order_by("chain_no")
    known = AuditEntry.objects.in_bulk([one.entry_id for one in seals])
    return [(one, known.get(one.entry_id)) for one in seals]
