"""`/auditing/proof/bundle`: the whole log with the program that checks it, in one file to carry elsewhere."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.http.response import HttpResponseBase

from accounts.models import User
from audit.services.bundling import VERIFIER, write_bundle
from audit.services.exporting import today
from messenger.auditing import proof
from messenger.auditing.doors import AuditorRequest, for_auditors
from messenger.auditing.downloads import sent
from messenger.auditing.exporting import ReasonForm

LOG = "audit-bundle.jsonl"
PIECE = 1 << 18


@for_auditors("POST")
def bundle(request: AuditorRequest) -> HttpResponseBase:
    """The file; without a reason, where one is asked for, the page again."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        form.mark()
        return proof.shown(request, form)
    packed = _packed(request.user, form.cleaned_data["reason"])
    return sent(_pieces(packed), filename=f"audit-bundle-{today()}.zip", mime="application/zip")


def _packed(actor: User, reason: str) -> IO[bytes]:
    """Made on the disk: the log may be longer than memory. The file has no name and ends with its reader."""
    packed = tempfile.TemporaryFile()  # noqa: SIM115  (read while it is sent)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / LOG
        write_bundle(path, actor=actor, reason=reason)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, LOG)
            archive.write(path.with_name(VERIFIER), VERIFIER)
    packed.seek(0)
    return packed


def _pieces(packed: IO[bytes]) -> Iterator[bytes]:
    with packed:
        while piece := packed.read(PIECE):
            yield piece
