"""`manage.py rescan_files`: after signatures of one's own, which change no version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from files.scanning import scanner
from files.services import rescanning


class Command(BaseCommand):
    help = "Have every file scanned for viruses again, by the workers. What is clean stays open meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        if scanner() is None:
            raise CommandError("no scanner is configured: CLAMD_ADDRESS says where clamd listens")
        count = rescanning.rescan_all()
        self.stdout.write(f"{count} {'file' if count == 1 else 'files'} will be scanned again; GET /api/v1/jobs tells")
