"""The S3 client: how long it waits, how often it asks, and what its errors mean here."""

import contextlib
import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
import urllib3.exceptions
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from files.storage.base import StoreDown, StoreFull

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
READ_SECONDS = 15  # of silence
ATTEMPTS = 2

_ABSENT = frozenset(("404", "NoSuchKey", "NoSuchUpload", "NotFound", "InvalidPart"))
_FULL = frozenset(("507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge"))


def client(endpoint: str, *, checksums: bool) -> Any:
    """A client that talks to, or signs for, `endpoint`. Threads may share it."""
    summed = "when_supported" if checksums else "when_required"
    return _session().client(
        "s3",
        endpoint_url=endpoint or f"https://s3.{settings.S3_REGION}.amazonaws.com",
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": settings.S3_ADDRESSING},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            max_pool_connections=32,
            request_checksum_calculation=summed,
            response_checksum_validation=summed,
        ),
    )


@cache
def _session() -> Any:
    """Reading what S3 is costs half a second, once."""
    return boto3.session.Session()


@contextlib.contextmanager
def trouble(what: str) -> Iterator[None]:
    """What an S3 store says, in our words: `FileNotFoundError`, `StoreFull`, or `StoreDown` for all the rest.

    A store that answers nonsense is down: whatever its client makes of it. `what` is for the log.
    """
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _ABSENT:
            raise FileNotFoundError(what) from error
        log.error("the S3 store refused %s: %s", what, error)
        raise (StoreFull if code in _FULL else StoreDown) from error
    except (BotoCoreError, Boto3Error, urllib3.exceptions.HTTPError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        log.error("the S3 store failed at %s: %s", what, error)
        raise StoreDown from error
    except (KeyError, ValueError, TypeError, AttributeError) as error:  # an answer that lacks what it must have
        log.error("the S3 store answered nonsense at %s: %r", what, error)
        raise StoreDown from error
