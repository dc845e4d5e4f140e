"""Every entry gets its place in the chain: once, soon, and also when it was committed late."""

import threading
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from audit import actions, canonical, offline
from audit.models import AuditEntry, Seal
from audit.selectors.rows import sealed_rows
from audit.selectors.verifying import verification
from audit.services import record, sealing
from messenger.core import jobs
from messenger.core.jobs import sweeping
from tests.audit.logs import filled
from tests.files.stores import together
from tests.services.ports import wait_until
from tests.services.worker import Worker


def sealed_ids() -> list[int]:
    return list(Seal.objects.order_by("chain_no").values_list("entry_id", flat=True))


def test_each_entry_is_sealed_once_in_its_order(db: None) -> None:
    ids = filled(7)
    assert sealed_ids() == ids
    assert sealing.seal() == 0 == sealing.seal(everything=True)
    assert list(Seal.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, 8))


def test_many_are_sealed_in_several_transactions(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    ids = filled(10)
    assert sealed_ids() == ids


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_not_passed_over() -> None:
    """An id that was given out, and a transaction that took its time: later ids are sealed first."""
    if connection.vendor == "sqlite":
        pytest.skip("there is one writer: ids come in the order of commits")
    written, go_on = threading.Event(), threading.Event()
    late: list[int] = []

    def slow() -> None:
        with transaction.atomic():
            late.append(record(actions.ROOM_CREATED, target_id="slow").pk)
            written.set()
            assert go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    first = filled(3)
    assert late[0] < min(first) and sealed_ids() == first
    go_on.set()
    thread.join(20)
    assert sealing.seal() == 1
    assert sealed_ids() == [*first, *late]
    assert verification().ok


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_make_one_chain() -> None:
    for number in range(40):
        record(actions.ROOM_CREATED, target_id=number)

    def run() -> int:
        close_old_connections()
        return sealing.seal()

    done: list[Any] = together(*[run] * 4)
    while sealing.seal():
        pass
    assert len(sealed_ids()) == len(set(sealed_ids())) == 40, done
    assert verification().ok


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_hole() -> None:
    filled(2)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actions.ROOM_DELETED)
        raise RuntimeError
    filled(2)
    assert verification().ok and Seal.objects.count() == 4


@pytest.mark.parametrize(
    "detail",
    [
        {},
        {"a": 0.1, "b": -0.0, "c": 1e300, "d": 1e-7, "e": 123456789012345678901234567890, "f": 1.0, "g": 100000.5},
        {"name": '따옴표 " \\ \n \t \x1f \x7f \u2028 😀', "나": ["ㄱ", {"b": 1, "a": None}], "z": True},
        {"many": list(range(50)), "Z": "1", "z": "2", "ä": "3"},
    ],
)
def test_an_entry_is_digested_alike_by_everybody(db: None, detail: dict[str, Any]) -> None:
    """By the writer, the sealer, the verifier, and by plain Python elsewhere."""
    written = record(actions.ROOM_UPDATED, target_type="room", subject_id="0" * 32, **detail)
    sealing.seal()
    entry = AuditEntry.objects.get(pk=written.pk)
    content = canonical.content(tuple(getattr(entry, column) for column in canonical.COLUMNS))
    [row] = sealed_rows()
    assert row.plain is not None
    assert content == offline.canonical(row.plain) == canonical.fast(row.plain)
    assert canonical.is_marked(entry.mark, content)
    assert verification().ok


def test_what_is_no_number_cannot_be_recorded(db: None) -> None:
    with pytest.raises(ValueError):
        record(actions.ROOM_UPDATED, share=float("nan"))


def test_the_clock_asks_for_sealing_and_for_checkpoints(db: None) -> None:
    record(actions.ROOM_CREATED)
    sweeping._looked.clear()
    sweeping.ask_for_what_is_due()
    jobs.run_all()
    assert len(sealed_ids()) == 1
    assert {"audit.seal", "audit.seal_all", "audit.checkpoint"} <= set(
        jobs.Job.objects.filter(state="SUCCEEDED").values_list("kind", flat=True)
    )


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_seals_what_was_committed_and_goes_on_after_it_was_killed(new_worker: Any) -> None:
    worker: Worker = new_worker(FOLLOW_RUN_SECONDS="300", AUDIT_SEAL_SECONDS="1", JOB_LEASE_SECONDS="2",
                                JOB_SWEEP_SECONDS="1")  # fmt: skip
    record(actions.ROOM_CREATED)
    wait_until(lambda: Seal.objects.count() == 1, "the entry is sealed")
    worker.kill()
    for number in range(20):
        record(actions.ROOM_CREATED, target_id=number)
    worker.start()
    wait_until(lambda: Seal.objects.count() == 21, "what was written meanwhile is sealed")
    worker.stop()
    assert verification().ok
