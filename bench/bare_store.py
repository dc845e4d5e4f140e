"""The floor of files: the same parts straight into the embedded store, and the same bytes out of it.

A child of the bench; prints MB a second up and down as JSON.
"""

import argparse
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import django

PART = 8 << 20
CHUNK = 1 << 18
AT_ONCE = 4
KEY = "quarantine/bench"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bytes", type=int, required=True)
    size = parser.parse_args().bytes // PART * PART
    django.setup()
    from files.storage import store
    from files.storage.disk import DiskStore
    from files.storage.tickets import PartTicket

    disk = store()
    assert isinstance(disk, DiskStore)
    store_id, piece = disk.begin(KEY), os.urandom(CHUNK)

    def put(number: int) -> None:
        incoming = disk.receive(PartTicket(store_id, number, PART, int(time.time()) + 600))
        for _ in range(PART // CHUNK):
            incoming.write(piece)
        incoming.keep()
        incoming.drop()

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(put, range(1, size // PART + 1)))
    up = size / (time.perf_counter() - began)
    parts = disk.parts(KEY, store_id)
    disk.finish(KEY, store_id, [parts[number] for number in sorted(parts)])
    began = time.perf_counter()
    read = sum(len(each) for each in disk.open(KEY))
    assert read == size
    print(json.dumps({"up": up / 1e6, "down": size / (time.perf_counter() - began) / 1e6}))


if __name__ == "__main__":
    main()
