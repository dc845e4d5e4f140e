"""Checkpoints leave the database: to a file, a syslog server, a bucket. Each arrives at least once."""

import json
import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from audit.models import Checkpoint, CheckpointSent
from audit.selectors import outside
from audit.selectors.verifying import checkpoint_out
from audit.services import bucket
from messenger.core import jobs

SECONDS = 5  # for a server to take it
_PRIORITY = 13 * 8 + 5  # log audit, notice


def places() -> list[str]:
    """Where checkpoints go, as it is set."""
    wanted = {"file": outside.file(), "syslog": settings.AUDIT_SYSLOG, "s3": settings.AUDIT_S3_BUCKET}
    return [place for place, where in wanted.items() if where]


def send(run: jobs.Run, checkpoint_id: int, place: str) -> None:
    """Bring a checkpoint there; tried again while the place does not answer."""
    checkpoint = Checkpoint.objects.filter(pk=checkpoint_id).first()
    sent = CheckpointSent.objects.filter(checkpoint_id=checkpoint_id, place=place)
    if checkpoint is None or place not in places() or sent.exists():
        return
    try:
        _WAYS[place](checkpoint)
    except OSError as error:
        raise jobs.Again(jobs.Job.Cause.DEPENDENCY_DOWN, f"{place}: {type(error).__name__}", place) from error
    with run.done():
        CheckpointSent(checkpoint_id=checkpoint_id, place=place).save()


def text_of(checkpoint: Checkpoint) -> str:
    """One line of JSON, as the verifiers read it."""
    return json.dumps(checkpoint_out(checkpoint), sort_keys=True)


def _to_file(checkpoint: Checkpoint) -> None:
    """Appended in one write, and on the disk before it counts as sent."""
    path = outside.file()
    assert path is not None  # noqa: S101  (`places` said so)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(opened, f"{text_of(checkpoint)}\n".encode())
        os.fsync(opened)
    finally:
        os.close(opened)


def _to_syslog(checkpoint: Checkpoint) -> None:
    """RFC 5424; over TCP framed by its length (RFC 6587)."""
    there = urlsplit(settings.AUDIT_SYSLOG)
    address = (there.hostname or "", there.port or 514)
    moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    line = f"<{_PRIORITY}>1 {moment} {socket.gethostname()} maru {os.getpid()} checkpoint - {text_of(checkpoint)}"
    said = line.encode()
    if there.scheme == "tcp":
        with socket.create_connection(address, timeout=SECONDS) as connection:
            connection.sendall(b"%d %s" % (len(said), said))
        return
    family, kind, protocol, _name, found = socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as udp:
        udp.settimeout(SECONDS)
        udp.sendto(said, found)


def _to_bucket(checkpoint: Checkpoint) -> None:
    name = f"audit/checkpoints/{checkpoint.chain_no:015d}-{checkpoint.pk}.json"
    bucket.put(name, text_of(checkpoint).encode())


_WAYS: dict[str, Callable[[Checkpoint], None]] = {"file": _to_file, "syslog": _to_syslog, "s3": _to_bucket}
