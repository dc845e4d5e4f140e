"""`manage.py import_people FILE [--dry-run]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import roster
from accounts.roster.wording import change_line, conflict_line
from accounts.services import imports
from messenger.core.errors import Refusal


class Command(BaseCommand):
    help = "Take in a sheet of people (CSV or XLSX): shows what would change, and changes it unless --dry-run is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            row = imports.plan_import(actor=None, data=file.read_bytes(), file_name=file.name)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal.text)) from refusal
        plan = roster.plan_in(row.plan)
        self._tell(plan, row.problems)
        if dry_run:
            row.delete()
            return
        results = roster.apply(plan, actor=None)
        with transaction.atomic():
            imports.finish_import(row, results)
        for result in results:
            if result.state == "refused":
                self.stderr.write(f"{result.row}: {result.login_id}: {result.text}")
        done = sum(result.state == "applied" for result in results)
        self.stdout.write(self.style.SUCCESS(f"{done} people changed, {plan.unchanged} unchanged"))

    def _tell(self, plan: roster.Plan, problems: list[dict[str, Any]]) -> None:
        for problem in problems:
            self.stderr.write(f"{problem['line']} {problem['column']}: {problem['text']}")
        for conflict in plan.conflicts:
            self.stderr.write(f"{conflict.row} {conflict.login_id}: {conflict_line(conflict)}")
        for path in plan.units:
            self.stdout.write(f"+ {' / '.join(path)}")
        for item in plan.items:
            lines = "; ".join(change_line(change) for change in item.changes)
            self.stdout.write(f"{item.row} {item.login_id} {item.name}: {lines}")
