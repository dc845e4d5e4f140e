"""`manage.py rebuild_search`: after a restore, or when something cannot be found that should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from chat.services import indexing


class Command(BaseCommand):
    help = "Take every message and file into the search index once more. What is there can be found meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--here", action="store_true", help="do it now, without the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        indexing.start_over()
        if not options["here"]:
            self.stdout.write("The workers do it; GET /api/v1/jobs tells how far they are")
            return
        said = -1
        for done, total in indexing.catch_up():
            percent = 100 * done // total
            if percent > said:
                said = percent
                self.stdout.write(f"{percent} % ({done:,} of {total:,} changes)")
        self.stdout.write("done")
