"""`manage.py audit_bundle --to PATH`: the log for an auditor's own computer."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import keys
from audit.services import bundling


class Command(BaseCommand):
    help = "Writes the whole audit log with its seals and checkpoints, and the program that checks it, to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, type=Path, metavar="PATH", help="the file; it must not exist")
        parser.add_argument("--reason", default="", help="what it is needed for; recorded")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["to"]
        if path.exists():
            raise CommandError(f"{path} exists already")
        try:
            made = bundling.write_bundle(path, reason=options["reason"])
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{made.entries} entries and {made.checkpoints} checkpoints are in {path}")
        self.stdout.write(f"public key: {keys.public_key()}")
        self.stdout.write(f"check it with: python3 {path.with_name(bundling.VERIFIER)} {path}")
