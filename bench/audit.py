"""Times the audit log: writing, sealing, verifying. A child of the bench. `--entries N`.

The floor of a verification is reading the same rows and hashing each of them once.
"""

import argparse
import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
RECORDED = 300  # by `record`, each by itself
AT_ONCE = 5000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, required=True)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from audit import actions
    from audit.selectors.verifying import verification
    from audit.services import record
    from audit.services.sealing import seal

    call_command("migrate", verbosity=0)

    def written() -> None:
        with transaction.atomic():
            for number in range(RECORDED):
                record(actions.ROOM_CREATED, target_type="room", target_id=number, memberCount=number)

    told = {"record": RECORDED / timed(written)[0]}
    fill(asked.entries)
    count = asked.entries + RECORDED
    told["seal"] = count / timed(seal)[0]
    floor, _cpu = min(timed(bare) for _turn in range(2))
    wall, cpu = min(timed(lambda: whole(verification())) for _turn in range(2))
    told |= {"floor": count / floor, "verify": count / wall, "verify_cpu": count / cpu}
    print(json.dumps(told))


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - spent


def whole(found: Any) -> None:
    if not found.ok:
        raise SystemExit(f"the log is broken: {found}")


def fill(count: int) -> None:
    """Entries as people make them, many at once."""
    from django.utils import timezone

    from audit import canonical
    from audit.models import AuditEntry

    people = [(uuid.uuid4(), f"김하늘 (demo{number:03})") for number in range(200)]
    for start in range(0, count, AT_ONCE):
        made = []
        for number in range(start, min(start + AT_ONCE, count)):
            who, name = people[number % len(people)]
            entry = AuditEntry(at=timezone.now(), actor_id=who, actor_name=name, action="file.downloaded")
            entry.target_type, entry.target_id, entry.subject_id = "attachment", str(uuid.uuid4()), people[-1][0]
            entry.ip, entry.user_agent, entry.request_id = f"10.1.{number % 7}.{number % 250}", AGENT, uuid.uuid4().hex
            entry.detail = {"filename": f"보고서 {number}.hwpx", "messageId": number, "roomId": str(who)}
            content = canonical.content(tuple(getattr(entry, column) for column in canonical.COLUMNS))
            entry.mark = canonical.mark_of(secrets.token_hex(8), content)
            made.append(entry)
        AuditEntry.objects.bulk_create(made)


def bare() -> None:
    """The same rows, each hashed once as the driver gives it."""
    from audit.selectors import rows

    after = 0
    while found := rows.read_raw(after):
        for row in found:
            hashlib.sha256(str(row).encode()).digest()
        after = found[-1][0]


if __name__ == "__main__":
    main()
