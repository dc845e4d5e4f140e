"""`manage.py sync_directory [--dry-run] [--yes]`."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.directory import syncing
from accounts.directory.errors import DirectoryDown
from accounts.models import DirectoryRun


class Command(BaseCommand):
    help = "Read the directory and make people here what it says of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--yes", action="store_true", help="also if many people would be disabled")

    def handle(self, *args: Any, dry_run: bool, yes: bool, **options: Any) -> None:
        if not settings.LDAP_SERVER_URI:
            raise CommandError("no directory is set up: LDAP_SERVER_URI is empty")
        row = syncing.begin(uuid4(), dry=dry_run)
        try:
            results = syncing.perform(row, unguarded=yes)
        except DirectoryDown as down:
            raise CommandError(f"the directory does not answer ({down.why})") from down
        for change in row.changes:
            self.stdout.write(_line(change))
        for result in results:
            if result.state == "refused":
                self.stderr.write(f"refused: {result.login_id}: {result.code}")
        counts = ", ".join(f"{kind} {count}" for kind, count in row.counts.items()) or "nothing to change"
        self.stdout.write(f"{row.state}: {row.read} read; {counts}")
        if row.state == DirectoryRun.State.WAITING:
            raise CommandError(f"{len(row.leaving)} people would be disabled: look at them, then say --yes")


def _line(change: dict[str, Any]) -> str:
    if "conflict" in change:
        return f"  ? {change['loginId']}: {change['conflict']} {change['field']}"
    kinds = dict.fromkeys(one["kind"] for one in change["changes"])
    return f"  {change['loginId']} {change['name']}: {', '.join(kinds)}"
