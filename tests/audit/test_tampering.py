"""Twelve ways to tamper with the log, by somebody who has the database and not the key. Each is found, and named."""

import contextlib
import hashlib
import hmac
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import canonical, guards, offline, sealing
from audit.models import AuditEntry, Checkpoint, Seal
from audit.selectors import verifying
from audit.selectors.verifying import Verification, checkpoint_out, verification
from audit.services import checkpoints
from audit.services.sealing import seal
from tests.audit.logs import filled, sql, unguarded

SIZE = 30
SIGNED = (10, 20, SIZE)  # where there are checkpoints; they are kept outside, too

Kept = list[dict[str, Any]]


@pytest.fixture
def kept(db: None) -> Kept:
    """A log of SIZE entries, and what was sent outside."""
    for upto in SIGNED:
        filled(upto - AuditEntry.objects.count())
        checkpoints.make()
    return [checkpoint_out(checkpoint) for checkpoint in Checkpoint.objects.order_by("pk")]


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What is done inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def entry_at(number: int) -> int:
    return int(Seal.objects.get(chain_no=number).entry_id)


def edit(place: int) -> int:
    """Somebody else did it."""
    sql("UPDATE audit_auditentry SET actor_name = %s WHERE id = %s", "이몽룡 (lee)", entry_at(place))
    return place


def edit_the_clock(place: int) -> int:
    """It was at another time."""
    sql("UPDATE audit_auditentry SET at = %s WHERE id = %s", "2026-01-01 00:00:00+00:00", entry_at(place))
    return place


def delete_in_the_middle(place: int) -> int:
    sql("DELETE FROM audit_auditentry WHERE id = %s", entry_at(place))
    return place


def delete_with_its_seal(place: int) -> int:
    place = min(place, SIZE - 1)
    sql("DELETE FROM audit_auditentry WHERE id = %s", entry_at(place))
    sql("DELETE FROM audit_seal WHERE chain_no = %s", place)
    return place


def cut_the_tail(place: int) -> int:
    """Everything from there, with the checkpoints in the database that would tell."""
    sql("DELETE FROM audit_auditentry WHERE id >= %s", entry_at(place))
    sql("DELETE FROM audit_seal WHERE chain_no >= %s", place)
    sql("DELETE FROM audit_checkpoint WHERE chain_no >= %s", place)
    return place


def delete_all(_place: int) -> int:
    for table in ("audit_auditentry", "audit_seal", "audit_checkpoint"):
        sql(f"DELETE FROM {table}")
    return 1


def insert(place: int) -> int:
    """A copy of an entry with somebody else's name, sealed with the next turn of the real sealer."""
    names = ", ".join(c for c in canonical.COLUMNS if c != "actor_name")
    sql(
        f"INSERT INTO audit_auditentry ({names}, actor_name, mark) "
        f"SELECT {names}, %s, %s FROM audit_auditentry WHERE id = %s",
        "성춘향",
        "0" * 80,
        entry_at(place),
    )
    seal(everything=True)
    return SIZE + 1


def reorder(place: int) -> int:
    """Three seals take other places: hashes and all."""
    place = min(place, SIZE - 2)
    for before, after in ((place, -1), (place + 1, -2), (place + 2, -3)):
        sql("UPDATE audit_seal SET chain_no = %s WHERE chain_no = %s", after, before)
    for before, after in ((-1, place + 1), (-2, place + 2), (-3, place)):
        sql("UPDATE audit_seal SET chain_no = %s WHERE chain_no = %s", after, before)
    return place


def swap_two(place: int) -> int:
    """Two entries take each other's content; their marks go with it."""
    one, other = sorted((place, place % SIZE + 1))
    columns = (*canonical.COLUMNS, "mark")
    ids = entry_at(one), entry_at(other)
    rows = {pk: AuditEntry.objects.filter(pk=pk).values(*columns)[0] for pk in ids}
    for pk in ids:
        sql("UPDATE audit_auditentry SET mark = %s WHERE id = %s", f"away {pk}", pk)
    for pk, source in ((ids[0], ids[1]), (ids[1], ids[0])):
        row = rows[source]
        sql(
            "UPDATE audit_auditentry SET target_id = %s, at = %s, mark = %s WHERE id = %s",
            *(row["target_id"], row["at"], row["mark"], pk),
        )
    return one


def rehash_without_the_key(place: int) -> int:
    """An entry is edited, and everything behind it computed anew with a key that was guessed."""
    edit(place)
    before = bytes.fromhex(Seal.objects.get(chain_no=place - 1).hash) if place > 1 else sealing.START
    for one in Seal.objects.filter(chain_no__gte=place).order_by("chain_no"):
        entry = AuditEntry.objects.get(pk=one.entry_id)
        content = canonical.content(tuple(getattr(entry, column) for column in canonical.COLUMNS))
        digest = offline.digest_of(entry.pk, entry.mark, content)
        before = hmac.digest(b"guessed", before + one.chain_no.to_bytes(8, "big") + digest, hashlib.sha256)
        sql(
            "UPDATE audit_seal SET digest = %s, hash = %s WHERE chain_no = %s",
            *(digest.hex(), before.hex(), one.chain_no),
        )
    return place


def replay_an_old_backup(place: int) -> int:
    """The database as it was, and nothing since."""
    cut_the_tail(place)
    return place


def fork_after_a_restore(place: int) -> int:
    """The database as it was, and another history since, by the real sealer."""
    cut_the_tail(place)
    filled(SIZE + 1 - place)
    return max((signed for signed in SIGNED if signed < place), default=0) + 1


def edit_while_the_triggers_are_off(place: int) -> int:
    """The triggers do not come back."""
    guards.remove(connection)
    return edit(place)


Kind = Callable[[int], int]
KINDS: tuple[Kind, ...] = (
    edit,
    edit_the_clock,
    delete_in_the_middle,
    delete_with_its_seal,
    cut_the_tail,
    delete_all,
    insert,
    reorder,
    swap_two,
    rehash_without_the_key,
    replay_an_old_backup,
    fork_after_a_restore,
    edit_while_the_triggers_are_off,
)


def found_after(kind: Kind, place: int, kept: Kept) -> tuple[Verification, int]:
    """What the verification says after this was done there, and the number that it should name."""
    with undone():
        if kind is edit_while_the_triggers_are_off:
            expected = kind(place)
        else:
            with unguarded():
                expected = kind(place)
        return verification(kept), expected


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_is_found_and_the_first_bad_row_named(kept: Kept, kind: Kind) -> None:
    assert verification(kept).ok
    for place in random.sample(range(1, SIZE + 1), 3):
        found, expected = found_after(kind, place, kept)
        assert (found.ok, found.first_broken_no) == (False, expected), (kind.__name__, place, found)
    assert verification(kept).ok


@pytest.mark.chaos
@pytest.mark.parametrize("kind", KINDS)
def test_tampering_is_found_at_a_thousand_places(kept: Kept, kind: Kind) -> None:
    for _turn in range(1000):
        place = random.randint(1, SIZE)
        found, expected = found_after(kind, place, kept)
        assert (found.ok, found.first_broken_no) == (False, expected), (kind.__name__, place, found)


def test_the_entry_is_named_by_its_id_too(kept: Kept) -> None:
    with undone(), unguarded():
        edited = entry_at(edit(7))
        found = verification(kept)
    assert (found.problem, found.first_broken_id) == (verifying.CHANGED, edited)


def test_what_nobody_has_sealed_yet_must_have_been_written_by_maru(kept: Kept) -> None:
    sql("INSERT INTO audit_auditentry (at, actor_name, action, target_type, target_id, user_agent, request_id,"
        " outcome, detail, mark) VALUES ('2026-01-01 00:00:00+00:00', '', 'room.created', '', '', '', '', 'success',"
        " '{}', 'made up')")  # fmt: skip
    found = verification(kept)
    assert (found.problem, found.first_broken_id) == (verifying.FOREIGN, AuditEntry.objects.latest("pk").pk)


def test_missing_triggers_are_said(kept: Kept) -> None:
    guards.remove(connection, ("audit_seal",))
    found = verification(kept)
    assert found.problem == verifying.UNGUARDED
    assert found.missing_triggers and all(name.startswith("audit_seal") for name in found.missing_triggers)
    guards.install(connection)


def emptied() -> str:
    """A trigger of the same name that lets everything pass."""
    if connection.vendor == "postgresql":
        sql("CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$")
        return "audit_seal_keeps_rows"
    sql("DROP TRIGGER audit_seal_keeps_update")
    sql("CREATE TRIGGER audit_seal_keeps_update BEFORE UPDATE ON audit_seal BEGIN SELECT 1; END")
    return "audit_seal_keeps_update"


def narrowed() -> str:
    """One that keeps some rows only."""
    if connection.vendor == "postgresql":
        sql("DROP TRIGGER audit_seal_keeps_rows ON audit_seal")
        sql("CREATE TRIGGER audit_seal_keeps_rows BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW"
            " WHEN (OLD.chain_no > 5) EXECUTE FUNCTION audit_keeps()")  # fmt: skip
        sql("ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_keeps_rows")
        return "audit_seal_keeps_rows"
    sql("DROP TRIGGER audit_seal_keeps_delete")
    sql("CREATE TRIGGER audit_seal_keeps_delete BEFORE DELETE ON audit_seal WHEN OLD.chain_no > 5"
        f" BEGIN SELECT RAISE(ABORT, '{guards.SAYS}'); END")  # fmt: skip
    return "audit_seal_keeps_delete"


def swallowing() -> str:
    """One more, because of which nothing is added and nobody hears of it."""
    if connection.vendor == "postgresql":
        sql("CREATE RULE quiet AS ON INSERT TO audit_auditentry DO INSTEAD NOTHING")
        return "RULE quiet ON audit_auditentry"
    sql("CREATE TRIGGER quiet BEFORE INSERT ON AUDIT_auditentry BEGIN SELECT RAISE(IGNORE); END")
    return "quiet ON audit_auditentry"


@pytest.mark.parametrize("change", [emptied, narrowed, swallowing])
def test_guards_of_the_same_name_that_do_not_guard_are_named(kept: Kept, change: Callable[[], str]) -> None:
    with undone():
        name = change()
        found = verification(kept)
        assert (found.problem, found.missing_triggers) == (verifying.OTHER_GUARDS, [])
        assert name in found.changed_triggers
        with pytest.raises(CommandError, match=rf"triggers_changed.*\b{name}"):
            call_command("verify_audit")
    assert verification(kept).ok


def test_on_postgresql_a_guard_that_is_switched_off_is_missing(kept: Kept) -> None:
    if connection.vendor != "postgresql":
        return
    for off in ("DISABLE", "ENABLE", "ENABLE REPLICA"):
        with undone():
            sql(f"ALTER TABLE audit_seal {off} TRIGGER audit_seal_keeps_rows")
            assert guards.found(connection) == guards.Guards(["audit_seal_keeps_rows"], [])


def test_a_checkpoint_that_somebody_made_up_is_found(kept: Kept) -> None:
    forged = {**kept[0], "at": "2026-11-21T00:00:00.000000Z"}
    found = verification([*kept, forged])
    assert (found.problem, found.first_broken_no) == (verifying.FORGED, SIGNED[0])


def test_a_broken_log_is_not_signed(kept: Kept) -> None:
    from audit.errors import ChainBroken

    filled(5)
    with unguarded():
        edit(SIZE + 2)
    with pytest.raises(ChainBroken):
        checkpoints.make()
    assert Checkpoint.objects.count() == len(SIGNED)
