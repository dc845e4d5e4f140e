"""`manage.py export_people FILE --reason WHY`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.roster import writing
from accounts.services import imports


class Command(BaseCommand):
    help = "Write everybody to a sheet: CSV, or XLSX if the file's name ends so. The reason goes into the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--reason", required=True)
        parser.add_argument("--disabled", action="store_true", help="with those who were disabled")

    def handle(self, *args: Any, file: Path, reason: str, disabled: bool, **options: Any) -> None:
        form = writing.XLSX if file.suffix.lower() == ".xlsx" else writing.CSV
        data = imports.export_people(actor=None, reason=reason, form=form, everybody=disabled)
        file.touch(mode=0o600)
        file.write_bytes(data)
        self.stdout.write(str(file))
