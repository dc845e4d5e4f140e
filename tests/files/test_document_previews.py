"""Office documents become PDFs where LibreOffice is installed, and reach nothing while they do (decision 0018)."""

import io
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from files import storage
from files.kinds import kind_of
from files.models import Attachment
from files.rendering import NotADocument, documents, process
from files.services import pictures
from messenger.core import jobs
from messenger.core.models import Job
from tests.files import bombs, made
from tests.files.sending import Sender

office = pytest.mark.skipif(not documents.program("soffice"), reason="LibreOffice is not installed")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _pdf(body: bytes, folder: Path) -> pypdfium2.PdfDocument:
    program = documents.program("soffice")
    assert program is not None
    with (
        made.on_disk(folder, body).open("rb") as source,
        documents.pdf_of(source, kind_of(body, "문서.docx"), program) as path,
    ):
        return pypdfium2.PdfDocument(path.read_bytes())


def _text(pdf: pypdfium2.PdfDocument) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pdf).replace(" ", "")


@office
@pytest.mark.django_db
def test_a_document_gets_a_pdf_and_a_small_picture_of_it(sender: Callable[..., Sender], alice: Any, room: Any) -> None:
    sent = sender(alice).upload(room.pk, made.docx("2026년 예산 보고"), "예산 보고서.docx")
    jobs.run_all()
    attachment = Attachment.objects.get(pk=sent["attachmentId"])
    pdf = pypdfium2.PdfDocument(b"".join(storage.store().open(attachment.preview_key)))
    assert _text(pdf) == "2026년예산보고"
    small = made.opened(b"".join(storage.store().open(attachment.thumbnail_key)))
    assert small.size == (attachment.width, attachment.height)
    assert max(small.size) == 720
    shown = sender(alice).get(f"/files/{attachment.pk}").json()
    assert shown["previewUrl"]


@office
def test_a_document_reaches_nobody_and_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "비밀.txt"
    secret.write_text("SECRET")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        link = f'<Relationship Id="x{{0}}" Type="{_RELATION}{{1}}" Target="{{2}}" TargetMode="External"/>'
        relations = "".join(
            link.format(at, kind, target)
            for at, (kind, target) in enumerate(
                [
                    ("image", f"http://127.0.0.1:{port}/x.png"),
                    ("attachedTemplate", f"http://127.0.0.1:{port}/x.dotm"),
                    ("aFChunk", secret.as_uri()),
                    ("subDocument", secret.as_uri()),
                ]
            )
        )
        more = '<w:subDoc r:id="x3"/><w:altChunk r:id="x2"/>'
        pdf = _pdf(made.docx("안녕", more=more, relations=relations), tmp_path)
        assert _text(pdf).startswith("안녕")
        assert "SECRET" not in _text(pdf)
        with pytest.raises(TimeoutError):
            server.accept()


@office
@pytest.mark.chaos
@pytest.mark.timeout(120)
def test_a_document_that_unpacks_to_a_gigabyte_stays_below_its_ceilings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[process.Ended] = []
    run = process.run

    def watched(*args: Any, **more: Any) -> process.Ended:
        ends.append(run(*args, **more))
        return ends[-1]

    monkeypatch.setattr(process, "run", watched)
    with suppress(NotADocument):
        _pdf(bombs.zip_of_zeros(length=1 << 30), tmp_path)
    assert ends[0].memory < 3 << 30
    assert ends[0].cpu_seconds < 60
    assert ends[0].seconds < 90


@office
def test_a_broken_document_is_final_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents.tempfile, "tempdir", str(tmp_path))
    before = set(Path("/tmp").glob("OSL_PIPE_*"))
    with pytest.raises(NotADocument):
        _pdf(made.docx()[:-200] + bytes(200), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["파일"]
    assert set(Path("/tmp").glob("OSL_PIPE_*")) <= before


def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "soffice"
    ours = f"{1000 + os.getpid()}"  # seconds: another run of the tests has others
    hanging.write_text(f"#!/bin/sh\nsleep {ours} &\nsleep {ours}\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(documents, "_SECONDS", 0.5)
    began = time.monotonic()
    with (
        pytest.raises(NotADocument, match="too long"),
        documents.pdf_of(io.BytesIO(made.docx()), next(iter(documents.ENDINGS)), str(hanging)),
    ):
        pass
    assert time.monotonic() - began < 5
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if f"sleep\0{ours}".encode() in _read(path)]
    assert running == []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_folders_of_killed_workers_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents.tempfile, "tempdir", str(tmp_path))
    for name, age in (("maru-office-old", 7200), ("maru-office-new", 0), ("other", 7200)):
        (tmp_path / name / "profile").mkdir(parents=True)
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert documents.sweep() == 1
    assert {path.name for path in tmp_path.iterdir()} == {"maru-office-new", "other"}


@pytest.mark.django_db
def test_without_libreoffice_nothing_is_tried(
    sender: Callable[..., Sender], alice: Any, room: Any, settings: Any
) -> None:
    settings.LIBREOFFICE = "nowhere-to-be-found"
    sender(alice).upload(room.pk, made.docx(), "보고서.docx")
    assert not Job.objects.filter(kind=pictures.DOCUMENT).exists()
