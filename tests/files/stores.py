"""Stores for tests: the one on disk and a real S3 server, and clients that put parts as a browser would."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from django.db import connections

from files import storage
from files.storage import Part, Store
from messenger.http.part_door import PartDoor

BASE = "http://maru.test"
LEAST_PART = 5 << 20  # what S3 takes for a part that is not the last


def use_s3(settings: Any, env: dict[str, str]) -> Store:
    """From now on files lie on this S3 server."""
    for name, value in env.items():
        setattr(settings, name, value)
    settings.FILES_ON_S3 = True
    storage.store.cache_clear()
    return storage.store()


async def _nowhere(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("the door let it pass")


def put(url: str, body: bytes, **headers: str) -> httpx.Response:
    """Put a part: through our door in this process, or to the S3 server."""
    return asyncio.run(aput(url, body, **headers))


async def aput(url: str, body: bytes, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(PartDoor(_nowhere)) if url.startswith(BASE) else None
    async with httpx.AsyncClient(transport=transport, timeout=30) as client:
        return await client.put(url, content=body, headers=headers)


def upload(store: Store, key: str, bodies: Sequence[bytes]) -> tuple[str, list[Part]]:
    """Begin an upload and put its parts; the store's name for it, and the parts."""
    store_id = store.begin(key)
    for number, body in enumerate(bodies, 1):
        url = store.part_url(key, store_id, number, len(body), 60, BASE)
        assert put(url.url, body, **url.headers).status_code == 200
    arrived = store.parts(key, store_id)
    return store_id, [arrived[number] for number in sorted(arrived)]


def stored(store: Store, key: str, body: bytes) -> bytes:
    """Put `body` under `key` by an upload."""
    store_id, parts = upload(store, key, [body])
    store.finish(key, store_id, parts)
    return body


def read(store: Store, key: str, start: int = 0, length: int | None = None) -> bytes:
    return b"".join(store.open(key, start, length))


def files_below(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def together(*work: Any) -> list[Any]:
    """Run all of it at the same moment; what each returned, or its exception."""
    results: list[Any] = [None] * len(work)
    start = threading.Barrier(len(work))

    def run(place: int) -> None:
        start.wait(10)
        try:
            results[place] = work[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()  # this thread's, back into the pool

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
