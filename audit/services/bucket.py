"""A bucket for checkpoints, with object lock where the store knows it: what lies there cannot be replaced."""

import base64
import datetime as dt
import hashlib
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone

_CONNECT_SECONDS, _READ_SECONDS = 3, 15


def put(name: str, body: bytes) -> None:
    """Store an object in AUDIT_S3_BUCKET; `OSError` if the store does not take it.

    With AUDIT_S3_LOCK_DAYS it is locked in compliance mode: a store without object lock refuses that.
    """
    from boto3.exceptions import Boto3Error  # half a second, for those who use it
    from botocore.exceptions import BotoCoreError, ClientError

    lock: dict[str, Any] = {}
    if settings.AUDIT_S3_LOCK_DAYS:
        until = timezone.now() + dt.timedelta(days=settings.AUDIT_S3_LOCK_DAYS)
        lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
        lock["ContentMD5"] = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    try:
        _client().put_object(
            Bucket=settings.AUDIT_S3_BUCKET, Key=name, Body=body, ContentType="application/json", **lock
        )
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"the bucket did not take {name}") from error


@cache
def _client() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.session.Session().client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT_URL or f"https://s3.{settings.S3_REGION}.amazonaws.com",
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": settings.S3_ADDRESSING},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": 2},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
