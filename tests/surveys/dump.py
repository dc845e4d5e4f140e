"""Everything that somebody with the database in their hands can read, in the order in which it lies there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

Row = dict[str, Any]


@dataclass
class Dump:
    """`tables`: rows in physical order, on PostgreSQL with `ctid` and `xmin`. `files`: the bytes on the disk."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def taken(*, files: bool = False) -> Dump:
    """The whole database now; with `files` also what it has written to the disk, its journal included."""
    dump = Dump({name: _rows(name) for name in connection.introspection.table_names()})
    if files:
        dump.files = _postgres_journal() if connection.vendor == "postgresql" else _sqlite_files()
    return dump


def _rows(table: str) -> list[Row]:
    name = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        query = f"SELECT ctid::text AS _ctid, xmin::text::bigint AS _xmin, * FROM {name} ORDER BY ctid"
    else:
        query = (
            f"SELECT rowid AS _rowid, * FROM {name} ORDER BY rowid" if _has_rowid(table) else f"SELECT * FROM {name}"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _has_rowid(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        return "WITHOUT ROWID" not in str(cursor.fetchone()[0]).upper()


def _sqlite_files() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        path = cursor.fetchall()[0][2]
    found = (Path(path + ending) for ending in ("", "-wal"))
    return {each.name: each.read_bytes() for each in found if each.exists()}


def _postgres_journal() -> dict[str, bytes]:
    """The write-ahead log itself, as a replica or an archive of it has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_ls_waldir() ORDER BY name")
        names = [row[0] for row in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute("SELECT pg_read_binary_file('pg_wal/' || %s)", [name])
            found[name] = bytes(cursor.fetchone()[0])
        return found


@contextmanager
def written_logs() -> Iterator[list[str]]:
    """What is logged meanwhile, at every level, as lines."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.name.startswith("django.db"):  # statements, which are logged in no installation
                lines.append(f"{record.name} {record.getMessage()} {record.__dict__.get('args')}")

    ear, root = Ear(level=0), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(0)
    try:
        yield lines
    finally:
        root.removeHandler(ear)
        root.setLevel(level)
