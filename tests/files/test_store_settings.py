"""What the settings of the stores change, and that nonsense stops the start (docs/configuration.md)."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from files import storage
from tests.files.stores import BASE, put, read, stored, use_s3
from tests.services.s3 import S3

ROOT = Path(__file__).resolve().parents[2]
KEY = "quarantine/0f-settings"
NOWHERE = {
    "S3_ENDPOINT_URL": "http://127.0.0.1:1",
    "S3_BUCKET": "maru",
    "S3_ACCESS_KEY_ID": "k",
    "S3_SECRET_ACCESS_KEY": "s",
}
_POLICY = """
import json
from django.conf import settings
print(json.dumps(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], default=str))
"""


def _run(code: str, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "messenger.settings", "MESSENGER_DATA_DIR": str(tmp_path), **env}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=known, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("env", "hosts"),
    [
        (
            {
                "S3_ENDPOINT_URL": "http://s3.lan:9000",
                "S3_PUBLIC_ENDPOINT_URL": "https://s3.office.example/",
                "S3_BUCKET": "maru",
                "S3_ADDRESSING": "virtual",
                "FILE_ORIGIN": "https://files.office.example",
            },
            ["https://maru.s3.office.example", "https://files.office.example"],
        ),
        ({"S3_BUCKET": "maru", "S3_REGION": "ap-northeast-2"}, ["https://s3.ap-northeast-2.amazonaws.com"]),
    ],
)
def test_pages_may_load_files_from_where_they_are_and_nothing_else(
    tmp_path: Path, env: dict[str, str], hosts: list[str]
) -> None:
    policy = json.loads(_run(_POLICY, tmp_path, **env).stdout)
    for name in ("img-src", "connect-src", "media-src", "frame-src"):
        assert [source for source in policy[name] if "//" in source] == hosts
    for name in ("script-src", "style-src", "default-src", "font-src", "worker-src"):
        assert not any("//" in source for source in policy[name])


@pytest.mark.parametrize(
    ("env", "said"),
    [
        (
            {"S3_ENDPOINT_URL": "http://s3.lan"},
            "S3_BUCKET is missing: S3_ENDPOINT_URL needs the name of a bucket there",
        ),
        ({"S3_BUCKET": "maru", "S3_ACCESS_KEY_ID": "k"}, "S3_SECRET_ACCESS_KEY and S3_ACCESS_KEY_ID belong together"),
        ({"FILE_ORIGIN": "https://files.example/x"}, "FILE_ORIGIN='https://files.example/x' makes no sense"),
        ({"FILE_ORIGIN": "https://a.example,https://b.example"}, "FILE_ORIGIN='https://a.example,https://b.example'"),
        ({"X_ACCEL_PREFIX": "protected"}, "X_ACCEL_PREFIX='protected' makes no sense: it must be a path"),
        (
            {"UPLOAD_PART_BYTES": "1000"},
            "UPLOAD_PART_BYTES='1000' makes no sense: it must be a whole number from 5242880",
        ),
        (
            {"DOWNLOAD_URL_SECONDS": "61"},
            "DOWNLOAD_URL_SECONDS='61' makes no sense: it must be a whole number from 1 to 60",
        ),
        ({"FILES_KEEP_FREE_BYTES": "-1"}, "FILES_KEEP_FREE_BYTES='-1' makes no sense"),
    ],
)
def test_nonsense_stops_the_start_with_one_line(tmp_path: Path, env: dict[str, str], said: str) -> None:
    run = _run("import messenger.settings", tmp_path, **env)
    assert run.returncode == 1
    assert run.stderr.startswith(f"maru: {said}")
    assert run.stderr.count("\n") == 1


def test_addresses_are_signed_for_the_store_as_browsers_reach_it(settings: Any) -> None:
    store = use_s3(settings, {**NOWHERE, "S3_PUBLIC_ENDPOINT_URL": "https://s3.office.example"})
    url = urlsplit(store.part_url(KEY, "upload", 1, 5, 60, BASE).url)
    assert (url.scheme, url.netloc, url.path) == ("https", "s3.office.example", f"/maru/{KEY}")
    assert "X-Amz-SignedHeaders=content-length%3Bhost" in url.query
    assert "X-Amz-Expires=60" in url.query
    assert "checksum" not in url.query


def test_the_bucket_can_be_part_of_the_host(settings: Any) -> None:
    env = {**NOWHERE, "S3_PUBLIC_ENDPOINT_URL": "https://s3.office.example", "S3_ADDRESSING": "virtual"}
    there = use_s3(settings, env).download_url(KEY, disposition="attachment", mime="text/plain", seconds=60)
    assert there is not None
    assert urlsplit(there.url)[1:3] == ("maru.s3.office.example", f"/{KEY}")


def test_with_checksums_browsers_still_get_plain_addresses(s3: S3, settings: Any) -> None:
    settings.S3_CHECKSUMS = True
    store = use_s3(settings, s3.env)
    store.put("thumbnails/0f-sum", BytesIO(b"summed"))
    assert read(store, "thumbnails/0f-sum") == b"summed"
    store_id = store.begin(KEY)
    url = store.part_url(KEY, store_id, 1, 5, 60, BASE).url
    assert "checksum" not in url
    assert put(url, b"bytes").status_code == 200
    store.abort(KEY, store_id)


def test_a_web_server_in_our_group_may_read_where_it_sends_the_bytes(settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/protected"
    storage.store.cache_clear()
    stored(storage.store(), KEY, b"bytes")
    [path] = settings.FILES_DIR.glob("objects/**/0f-settings")
    assert path.stat().st_mode & 0o777 == 0o640
    assert {each.stat().st_mode & 0o777 for each in path.parents[:4]} == {0o750}
