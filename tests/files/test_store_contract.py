"""What every store promises (files/storage/base.py), asked of the disk and of a real S3 server."""

import datetime as dt
import hashlib
import io
import os
import uuid

import httpx
import pytest

from files.storage import Part, Store, StoreDown
from files.storage.disk import DiskStore
from tests.files.stores import BASE, LEAST_PART, put, read, stored, together, upload


@pytest.fixture
def key() -> str:
    return f"quarantine/{uuid.uuid4()}"


def test_parts_become_the_file(any_store: Store, key: str) -> None:
    first, second = os.urandom(LEAST_PART), os.urandom(1000)
    store_id = any_store.begin(key)
    bodies = {2: second, 1: first}  # in any order
    for number, body in bodies.items():
        url = any_store.part_url(key, store_id, number, len(body), 60, BASE)
        answer = put(url.url, body, **url.headers)
        assert answer.status_code == 200
        assert any_store.parts(key, store_id)[number].etag == answer.headers["ETag"].strip('"')
    arrived = any_store.parts(key, store_id)
    assert {number: part.size for number, part in arrived.items()} == {1: LEAST_PART, 2: 1000}
    whole = any_store.finish(key, store_id, [arrived[1], arrived[2]])
    assert whole.size == LEAST_PART + 1000
    assert whole == any_store.stat(key)
    assert hashlib.sha256(read(any_store, key)).digest() == hashlib.sha256(first + second).digest()


def test_parts_may_come_at_the_same_time(any_store: Store, key: str) -> None:
    store_id = any_store.begin(key)
    bodies = [os.urandom(LEAST_PART) for _ in range(2)] + [b"end"]
    urls = [any_store.part_url(key, store_id, n, len(body), 60, BASE).url for n, body in enumerate(bodies, 1)]
    answers = together(*(lambda u=url, b=body: put(u, b) for url, body in zip(urls, bodies, strict=True)))
    assert [answer.status_code for answer in answers] == [200] * 3
    arrived = any_store.parts(key, store_id)
    any_store.finish(key, store_id, [arrived[number] for number in range(1, 4)])
    assert read(any_store, key) == b"".join(bodies)


def test_of_a_part_put_twice_the_last_one_counts(any_store: Store, key: str) -> None:
    store_id = any_store.begin(key)
    for body in (b"one", b"two"):
        assert put(any_store.part_url(key, store_id, 1, 3, 60, BASE).url, body).status_code == 200
    arrived = any_store.parts(key, store_id)
    any_store.finish(key, store_id, [arrived[1]])
    assert read(any_store, key) == b"two"


def test_finishing_again_gives_the_same_answer(any_store: Store, key: str) -> None:
    store_id, parts = upload(any_store, key, [b"bytes"])
    first = any_store.finish(key, store_id, parts)
    assert any_store.finish(key, store_id, parts) == first
    assert any_store.finish(key, store_id, []) == first
    assert read(any_store, key) == b"bytes"


def test_what_is_finished_never_becomes_something_else(any_store: Store, key: str) -> None:
    store_id, parts = upload(any_store, key, [b"clean"])
    late = any_store.part_url(key, store_id, 1, 5, 60, BASE).url
    seen = any_store.finish(key, store_id, parts)
    accepted = put(late, b"virus").status_code == 200
    assert not (accepted and isinstance(any_store, DiskStore))
    try:  # Swift takes the part, and then notices that the whole is not what it was
        assert read(any_store, key) == b"clean"
        any_store.copy(key, f"stored/{key[11:]}", seen.etag)
    except StoreDown:
        assert accepted
        with pytest.raises(FileNotFoundError):
            any_store.stat(f"stored/{key[11:]}")


def test_what_was_promoted_never_changes(any_store: Store, key: str) -> None:
    target = key.replace("quarantine", "stored")
    store_id, parts = upload(any_store, key, [b"clean"])
    late = any_store.part_url(key, store_id, 1, 5, 60, BASE).url
    any_store.copy(key, target, any_store.finish(key, store_id, parts).etag)
    put(late, b"virus")
    assert read(any_store, target) == b"clean"
    any_store.delete(key)
    put(late, b"virus")
    assert read(any_store, target) == b"clean"


@pytest.mark.parametrize("wrong", [[Part(1, "0" * 32, 5)], [Part(7, "0" * 64, 5)]])
def test_a_part_that_is_not_there_spoils_nothing(any_store: Store, key: str, wrong: list[Part]) -> None:
    store_id, parts = upload(any_store, key, [b"bytes"])
    with pytest.raises(FileNotFoundError):
        any_store.finish(key, store_id, wrong)
    with pytest.raises(FileNotFoundError):
        any_store.stat(key)
    any_store.finish(key, store_id, parts)
    assert read(any_store, key) == b"bytes"


def test_of_what_was_given_up_nothing_is_left(any_store: Store, key: str) -> None:
    store_id, parts = upload(any_store, key, [b"bytes"])
    url = any_store.part_url(key, store_id, 2, 5, 60, BASE).url
    for _ in range(2):
        any_store.abort(key, store_id)
    any_store.abort(key, "")
    assert put(url, b"bytes").status_code == 404
    assert any_store.parts(key, store_id) == {}
    assert key not in [found for found, _id, _when in any_store.unfinished()]
    for named in (parts, []):
        with pytest.raises(FileNotFoundError):
            any_store.finish(key, store_id, named)
    with pytest.raises(FileNotFoundError):
        any_store.stat(key)


def test_an_empty_file_needs_no_parts(any_store: Store, key: str) -> None:
    assert any_store.finish(key, "", []).size == 0
    assert any_store.finish(key, "", []).size == 0
    assert read(any_store, key) == b""
    begun = f"{key}-begun"
    assert any_store.finish(begun, any_store.begin(begun), []).size == 0


def test_any_stretch_of_a_file_can_be_read(any_store: Store, key: str) -> None:
    body = stored(any_store, key, os.urandom(3_000_000))
    assert read(any_store, key, 2_999_999) == body[-1:]
    assert read(any_store, key, 1, 2_000_000) == body[1:2_000_001]
    assert read(any_store, key, 5, 0) == b""
    assert read(any_store, key, 3_000_000) == b""
    assert max(map(len, any_store.open(key))) <= 1 << 20
    for start, length in ((3_000_001, None), (2_999_999, 2), (0, 3_000_001)):
        with pytest.raises(StoreDown):
            read(any_store, key, start, length)


def test_a_copy_is_made_of_what_was_looked_at(any_store: Store, key: str) -> None:
    target = key.replace("quarantine", "stored")
    store_id, parts = upload(any_store, key, [b"bytes"])
    seen = any_store.finish(key, store_id, parts)
    for _ in range(2):  # an earlier attempt may have got so far
        any_store.copy(key, target, seen.etag)
    any_store.delete(key)
    assert read(any_store, target) == b"bytes"
    assert any_store.stat(target).modified > dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)


def test_something_else_than_was_looked_at_is_not_copied(any_store: Store, key: str) -> None:
    target = key.replace("quarantine", "stored")
    any_store.put(key, io.BytesIO(b"clean"))
    seen = any_store.stat(key)
    any_store.put(key, io.BytesIO(b"virus"))
    with pytest.raises(StoreDown):
        any_store.copy(key, target, seen.etag)
    with pytest.raises(FileNotFoundError):
        any_store.stat(target)
    with pytest.raises(FileNotFoundError):
        any_store.copy(f"{key}-not-there", target, seen.etag)


def test_what_is_not_there_is_not_found(any_store: Store, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        any_store.stat(key)
    with pytest.raises(FileNotFoundError):
        read(any_store, key)
    any_store.delete(key, key)


def test_an_object_can_be_put_and_replaced(any_store: Store, key: str) -> None:
    key = key.replace("quarantine", "thumbnails")
    for body in (b"small", os.urandom(2_000_000)):
        any_store.put(key, io.BytesIO(body), "image/webp")
        assert read(any_store, key) == body


def test_everything_below_a_prefix_is_listed(any_store: Store) -> None:
    names = [f"{uuid.uuid4()}" for _ in range(3)]
    for name in names:
        any_store.put(f"links/{name}", io.BytesIO(name.encode()))
        any_store.put(f"previews/{name}", io.BytesIO(b"x"))
    found = {key: stat for key, stat in any_store.keys("links/") if key[6:] in names}
    assert {key: stat.size for key, stat in found.items()} == {f"links/{name}": 36 for name in names}
    assert found[f"links/{names[0]}"] == any_store.stat(f"links/{names[0]}")
    any_store.delete(*found)
    assert not found.keys() & {key for key, _stat in any_store.keys("links/")}


def test_unfinished_uploads_can_be_found(any_store: Store, key: str) -> None:
    store_id, parts = upload(any_store, key, [b"bytes"])
    begun = {(found, name): when for found, name, when in any_store.unfinished()}
    assert abs(begun[key, store_id] - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    any_store.finish(key, store_id, parts)
    assert (key, store_id) not in {(found, name) for found, name, _when in any_store.unfinished()}


def test_an_address_is_for_one_part_only(any_store: Store, key: str) -> None:
    store_id = any_store.begin(key)
    right = any_store.part_url(key, store_id, 1, 5, 60, BASE).url
    other = any_store.part_url(key, store_id, 2, 5, 60, BASE).url
    for wrong in (right[:-6] + "000000", right.replace(httpx.URL(right).path, httpx.URL(other).path + "0")):
        assert put(wrong, b"bytes").status_code == 403
    assert put(right, b"too long").status_code in (400, 403)
    assert any_store.parts(key, store_id) == {}
    assert put(right, b"bytes").status_code == 200
