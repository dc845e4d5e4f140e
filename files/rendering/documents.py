"""Office documents as PDF, made by LibreOffice where it is installed, fenced in like the pictures (decision 0018)."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from files.rendering import process
from files.rendering.confine import UNFENCED
from files.rendering.office_child import forget_socket
from files.rendering.pictures import NotFenced

_OPEN = "application/vnd.oasis.opendocument."
_MS = "application/vnd.openxmlformats-officedocument."
# What is shown, and the ending by which LibreOffice knows it.
ENDINGS = {
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    f"{_MS}wordprocessingml.document": "docx",
    f"{_MS}spreadsheetml.sheet": "xlsx",
    f"{_MS}presentationml.presentation": "pptx",
    f"{_OPEN}text": "odt",
    f"{_OPEN}spreadsheet": "ods",
    f"{_OPEN}presentation": "odp",
}
MOST_BYTES = 50 << 20
_SECONDS = 90.0
_FOLDER = "maru-office-"
_ABANDONED = 3600.0  # seconds: no document takes so long

# No macro, no link that is followed, whatever the document asks for.
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "DisablePythonRuntime": "true",
        "BlockUntrustedRefererLinks": "true",
        "MacroSecurityLevel": "3",
    },
    "/org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "/org.openoffice.Office.Common/Misc": {"UseLocking": "false"},
}


class NotADocument(Exception):
    """No PDF can be made of this, now or later; the text says why, for a log."""


def program(name: str) -> str | None:
    """Where LibreOffice is: its path, or None. `off` is for never."""
    return None if name in ("", "off") else shutil.which(name)


@contextmanager
def pdf_of(source: IO[bytes], mime: str, program: str) -> Iterator[Path]:
    """A PDF of the document, there until the block ends.

    Raises `NotADocument`, `NotFenced`; OSError when no process can be started or the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as name:
        folder = Path(name).resolve()
        _profile(folder / "profile" / "user")
        with (folder / f"document.{ENDINGS[mime]}").open("wb") as copy:
            source.seek(0)
            shutil.copyfileobj(source, copy, 1 << 20)
        arguments = [os.path.realpath(program), str(folder), f"document.{ENDINGS[mime]}"]
        try:
            ended = process.run(
                "office_child", arguments, source=process.NOTHING, out=process.NOTHING, seconds=_SECONDS, cwd="/"
            )
        finally:
            forget_socket(str(folder))
        if ended.code == UNFENCED:
            raise NotFenced
        made = folder / "document.pdf"
        if ended.code or ended.timed_out or not made.is_file() or made.is_symlink():
            raise NotADocument(ended.why if ended.code or ended.timed_out else "nothing came out")
        yield made


def sweep() -> int:
    """Remove the folders of documents whose worker was killed; how many."""
    before = time.time() - _ABANDONED
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        found = folder.lstat()
        if found.st_uid == os.geteuid() and found.st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    ]
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(items)}</oor:items>',
        encoding="utf-8",
    )
