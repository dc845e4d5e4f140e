"""`manage.py verify_audit [--checkpoints FILE]`: whether the log is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import keys, offline
from audit.selectors.verifying import verification


class Command(BaseCommand):
    help = "Recomputes the chain of the audit log and compares it with the checkpoints. Ends with 1 if it is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints", type=Path, metavar="FILE", help="checkpoints that were kept elsewhere: a syslog, a copy"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kept: Path | None = options["checkpoints"]
        try:
            outside = None if kept is None else list(offline.read_checkpoints(kept))
        except OSError as error:
            raise CommandError(f"{kept} cannot be read: {error.strerror}") from error
        if outside == []:
            raise CommandError(f"no checkpoint is in {kept}: there is nothing to compare the log with")
        found = verification(outside)
        self.stdout.write(f"entries: {found.checked}; waiting for a seal: {found.unsealed}")
        self.stdout.write(f"checkpoints: {found.checkpoints}, the last up to number {found.last_checkpoint_no}")
        self.stdout.write(f"public key: {keys.public_key()}")
        if not found.ok:
            place = f"number {found.first_broken_no}, entry {found.first_broken_id}"
            triggers = ", ".join(found.missing_triggers + found.changed_triggers)
            raise CommandError(f"BROKEN at {place}: {found.problem} {triggers}".strip())
        self.stdout.write(self.style.SUCCESS("The log is whole."))
