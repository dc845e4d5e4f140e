"""A store on a server that speaks S3 (decision 0016).

Clients put parts and get files there by signed addresses; only what we must see ourselves comes through here.
"""

import contextlib
import datetime as dt
import io
import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from boto3.s3.transfer import TransferConfig
from django.conf import settings

from files.storage.base import Part, Stat, StoreDown, Url
from files.storage.s3_client import client, trouble

log = logging.getLogger(__name__)

PIECE = 1 << 20
_ALONE = {"use_threads": False}  # a thread of ours waits anyway
_PUT = TransferConfig(multipart_threshold=64 << 20, multipart_chunksize=16 << 20, **_ALONE)
_COPY = TransferConfig(
    multipart_threshold=5 << 30, multipart_chunksize=1 << 30, **_ALONE
)  # 5 GiB: what S3 copies at once


class S3Store:
    """A `Store` in one bucket."""

    def __init__(self) -> None:
        self._bucket = settings.S3_BUCKET
        self._client = client(settings.S3_ENDPOINT_URL, checksums=settings.S3_CHECKSUMS)
        # No browser computes checksums for an address that was signed with one.
        self._signer = client(settings.S3_PUBLIC_ENDPOINT_URL, checksums=False)

    # --- On the way in

    def begin(self, key: str) -> str:
        with trouble(f"begin {key}"):
            begun = self._client.create_multipart_upload(**self._at(key), ContentType="application/octet-stream")
            return str(begun["UploadId"])

    def part_url(self, key: str, store_id: str, number: int, size: int, seconds: int, base: str) -> Url:
        # The length is signed, so that nobody fills the store with a part longer than announced.
        what = {**self._at(key), "UploadId": store_id, "PartNumber": number, "ContentLength": size}
        with trouble(f"sign {key}"):
            return Url(self._signer.generate_presigned_url("upload_part", Params=what, ExpiresIn=seconds))

    def parts(self, key: str, store_id: str) -> dict[int, Part]:
        try:
            return self._arrived(key, store_id)
        except FileNotFoundError:
            return {}

    def _arrived(self, key: str, store_id: str) -> dict[int, Part]:
        with trouble(f"parts of {key}"):
            pages = self._client.get_paginator("list_parts").paginate(**self._at(key), UploadId=store_id)
            return {part.number: part for page in pages for part in map(_part, page.get("Parts", []))}

    def finish(self, key: str, store_id: str, parts: list[Part]) -> Stat:
        if parts and self._join(key, store_id, parts):
            return self._surely(key)
        if not parts and not self._exists(key):
            if store_id:
                self._arrived(key, store_id)  # `FileNotFoundError` if it was given up
                self.abort(key, store_id)
            self.put(key, io.BytesIO())
            return self._surely(key)
        return self.stat(key)  # done before, or `FileNotFoundError`

    def _join(self, key: str, store_id: str, parts: list[Part]) -> bool:
        """Whether this was the time when it was done; `FileNotFoundError` for wrong parts."""
        named = [{"PartNumber": part.number, "ETag": f'"{part.etag}"'} for part in parts]
        try:
            with trouble(f"finish {key}"):
                self._client.complete_multipart_upload(
                    **self._at(key), UploadId=store_id, MultipartUpload={"Parts": named}
                )
        except FileNotFoundError:
            if self.parts(key, store_id):  # it is there, but not with these parts
                raise
            return False
        return True

    def _surely(self, key: str) -> Stat:
        """What the store said it has."""
        try:
            return self.stat(key)
        except FileNotFoundError as error:
            log.error("the S3 store says it took %s and does not have it", key)
            raise StoreDown from error

    def abort(self, key: str, store_id: str) -> None:
        if store_id:
            with contextlib.suppress(FileNotFoundError), trouble(f"abort {key}"):
                self._client.abort_multipart_upload(**self._at(key), UploadId=store_id)

    def unfinished(self) -> Iterator[tuple[str, str, dt.datetime]]:
        with trouble("unfinished uploads"):
            pages = self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket)
            uploads = [each for page in pages for each in page.get("Uploads", [])]
            found = [(str(each["Key"]), str(each["UploadId"]), each["Initiated"]) for each in uploads]
        yield from found

    # --- What is there

    def put(self, key: str, body: BinaryIO, mime: str = "application/octet-stream") -> None:
        with trouble(f"put {key}"):
            self._client.upload_fileobj(body, self._bucket, key, ExtraArgs={"ContentType": mime}, Config=_PUT)

    def open(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        there = self.stat(key)
        left = there.size - start if length is None else length
        if left < 0 or start + left > there.size:
            log.error("%s is shorter than it should be", key)
            raise StoreDown
        if not left:
            return
        with trouble(f"get {key}"):
            # Asked for with the etag, and looked at: else an error page could pass for the file.
            given = self._client.get_object(
                **self._at(key), IfMatch=f'"{there.etag}"', Range=f"bytes={start}-{start + left - 1}"
            )
            body = given["Body"]
            said = (given["ContentRange"], given["ContentLength"], _bare(given["ETag"]))
            if said != (f"bytes {start}-{start + left - 1}/{there.size}", left, there.etag):
                raise ValueError("another object, or another part of it, than was asked for")
        try:
            while left:
                with trouble(f"read {key}"):
                    piece = body.read(min(PIECE, left))
                    if len(piece) != min(PIECE, left):
                        raise ValueError("it broke off")
                left -= len(piece)
                yield piece
        finally:
            body.close()

    def stat(self, key: str) -> Stat:
        with trouble(f"stat {key}"):
            found = self._client.head_object(**self._at(key))
            return Stat(int(found["ContentLength"]), _bare(found["ETag"]), found["LastModified"])

    def copy(self, source: str, target: str, etag: str) -> None:
        with trouble(f"copy {source}"):
            unchanged = {"CopySourceIfMatch": f'"{etag}"'}
            self._client.copy(self._at(source), self._bucket, target, ExtraArgs=unchanged, Config=_COPY)
        if self._surely(target).size != self.stat(source).size:
            log.error("the S3 store made another %s of %s", target, source)
            raise StoreDown

    def delete(self, *keys: str) -> None:
        for key in keys:  # one by one: not every store takes a list of them
            with contextlib.suppress(FileNotFoundError), trouble(f"delete {key}"):
                self._client.delete_object(**self._at(key))

    def keys(self, prefix: str) -> Iterator[tuple[str, Stat]]:
        pages = iter(self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix))
        while True:
            with trouble(f"list {prefix}"):
                page = next(pages, None)
                if page is None:
                    return
                found = [(each["Key"], _listed(each)) for each in page.get("Contents", [])]
            yield from found

    def download_url(self, key: str, *, disposition: str, mime: str, seconds: int) -> Url | None:
        what = {**self._at(key), "ResponseContentDisposition": disposition, "ResponseContentType": mime}
        with trouble(f"sign {key}"):
            return Url(self._signer.generate_presigned_url("get_object", Params=what, ExpiresIn=seconds))

    def _at(self, key: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": key}

    def _exists(self, key: str) -> bool:
        try:
            self.stat(key)
        except FileNotFoundError:
            return False
        return True


def _bare(etag: str) -> str:
    return etag.strip('"')


def _part(told: dict[str, Any]) -> Part:
    return Part(int(told["PartNumber"]), _bare(told["ETag"]), int(told["Size"]))


def _listed(told: dict[str, Any]) -> Stat:
    return Stat(int(told["Size"]), _bare(told["ETag"]), told["LastModified"])
