"""What was written down is never changed and never deleted: not by our code, and not by SQL."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from audit import guards
from audit.errors import AppendOnly
from audit.models import AuditEntry, Checkpoint, MonthlyReview, Seal
from audit.services import checkpoints
from tests.audit.logs import filled, sql

TABLES = tuple(guards.GUARDED)


@pytest.fixture
def log(db: None) -> None:
    filled(3)
    made = checkpoints.make()
    assert made
    sql("INSERT INTO audit_checkpointsent (checkpoint_id, place, at) VALUES (%s, 'file', '2026-01-01 00:00:00+00:00')",
        made.pk)  # fmt: skip
    MonthlyReview(month="2026-01-01", reviewer_id="0" * 32, reviewer_name="감사인").save()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_written(log: None, table: str, statement: str) -> None:
    column = guards.GUARDED[table][0]
    with pytest.raises(DatabaseError, match=guards.SAYS), transaction.atomic():
        sql(statement.format(table, column, column))
    assert sql(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_nor_to_replace_or_to_empty_it(log: None, table: str) -> None:
    key = guards.GUARDED[table][0]
    statement = (
        f"TRUNCATE {table}"
        if connection.vendor == "postgresql"
        else f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY {key} LIMIT 1"
    )
    with pytest.raises(DatabaseError, match=guards.SAYS), transaction.atomic():
        sql(statement)


def test_our_own_code_is_refused_before_that(log: None) -> None:
    rows: Any
    for rows in (AuditEntry.objects, Seal.objects, Checkpoint.objects, MonthlyReview.objects):
        with pytest.raises(AppendOnly):
            rows.all().delete()
        with pytest.raises(AppendOnly):
            rows.update(pk=7)
        one = rows.first()
        with pytest.raises(AppendOnly):
            one.delete()
        with pytest.raises(AppendOnly):
            one.save()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.bulk_update(list(AuditEntry.objects.all()), ["actor_name"])


def test_every_migrated_database_has_its_triggers(db: None) -> None:
    assert guards.found(connection) == guards.Guards([], [])
