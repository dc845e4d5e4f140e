"""`manage.py start`: what `make run` does once the environment is there."""

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from accounts import passwords, selectors
from accounts.models import User
from messenger import env
from messenger.demo.company import login_of

QUIT_SECONDS = 10  # the worker itself needs about five when something does not end
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 2.0  # before a worker that was killed is replaced
PASSWORD_FILE = "demo_password.txt"  # noqa: S105  (a file's name)


class Command(BaseCommand):
    help = "Migrate, fill an empty database with a demo company, tell its logins, serve and work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=env.text("HOST", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=env.integer("PORT", 8000, most=65535), help="its port")
        parser.add_argument(
            "--people", type=int, default=env.integer("DEMO_PEOPLE", 20), help="of the demo company; 0: none"
        )

    def handle(self, *args: Any, host: str, port: int, people: int, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.PRODUCTION:
            if people and not User.objects.exists():
                _fill(people)
            self._tell()
        with _worker():
            call_command("serve", host=host, port=port, stdout=self.stdout)

    def _tell(self) -> None:
        """The demo logins and their password, for as long as it is the one that was made up here."""
        demo = User.objects.filter(login_id__regex=r"^demo[0-9]{3,}$")
        first = selectors.user_by_login(login_of(1))
        if first is None:
            return
        password = _kept_password()
        known = password if password and passwords.is_right(first, password) else "as it was set"
        self.stdout.write(
            f"Demo logins: {login_of(1)} (administers), {login_of(2)} (audits) … {login_of(demo.count())}"
        )
        self.stdout.write(f"Password: {known}")


@contextmanager
def _worker() -> Iterator[None]:
    """`manage.py work` beside the server, anew if it is killed: it ends with us, even if we are killed."""
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(ended,), name="worker", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def _watch(ended: threading.Event) -> None:
    """Have a worker until `ended`, or until it was told to end itself; it dies with the thread that began it."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--parent", str(os.getpid())]
    killed = True
    while killed and not ended.is_set():
        with subprocess.Popen(command) as process:  # noqa: S603  (our own program)
            while process.poll() is None and not ended.wait(LOOK_SECONDS):
                pass
            _end(process)
        killed = process.returncode != 0
        ended.wait(AGAIN_SECONDS)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(QUIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _fill(people: int) -> None:
    password = secrets.token_urlsafe(12)
    _keep(password)
    with Path(os.devnull).open("w") as silence:
        call_command("seed_demo", people=people, password=password, conversations=True, stdout=silence)


def _keep(password: str) -> None:
    path = settings.DATA_DIR / PASSWORD_FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(password + "\n")


def _kept_password() -> str:
    try:
        return (settings.DATA_DIR / PASSWORD_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
