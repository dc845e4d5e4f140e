"""Who owns the tables cannot take a guard away and leave one of its name elsewhere, nor hide what is written."""

import pytest
from django.db import connection

from audit import guards
from audit.selectors import verifying
from audit.selectors.verifying import verification
from tests.audit.logs import sql

SWALLOWS = "CREATE FUNCTION swallows() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$"

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="runs with PostgreSQL's suite")


def moved() -> tuple[str, str]:
    """The guard that keeps the entries stands on another table, under its name; what it was, and where it is."""
    if connection.vendor == "postgresql":
        name = "audit_auditentry_keeps_rows"
        sql(f"DROP TRIGGER {name} ON audit_auditentry")
        sql(f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON audit_checkpointsent"
            " FOR EACH ROW EXECUTE FUNCTION audit_keeps()")  # fmt: skip
        sql(f"ALTER TABLE audit_checkpointsent ENABLE ALWAYS TRIGGER {name}")
    else:
        name = "audit_auditentry_keeps_update"
        sql(f"DROP TRIGGER {name}")
        sql(f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_checkpointsent"
            f" BEGIN SELECT RAISE(ABORT, '{guards.SAYS}'); END")  # fmt: skip
    return name, f"{name} ON audit_checkpointsent"


def test_a_guard_that_stands_on_another_table_is_missing_from_its_own(db: None) -> None:
    name, elsewhere = moved()
    assert guards.found(connection) == guards.Guards([name], [elsewhere])
    assert verification([]).problem == verifying.UNGUARDED


@on_postgresql
@pytest.mark.parametrize("table", guards.GUARDED)
def test_a_trigger_under_the_name_of_another_tables_guard_is_named(db: None, table: str) -> None:
    """Whichever of the two the database tells last: the real one does not stand for the other."""
    sql(SWALLOWS)
    others = sorted(f"{other}_keeps_rows" for other in guards.GUARDED if other != table)
    for name in others:
        sql(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION swallows()")
    assert guards.found(connection) == guards.Guards([], [f"{name} ON {table}" for name in others])
    assert verification([]).problem == verifying.OTHER_GUARDS


@on_postgresql
def test_so_is_a_rule_under_the_name_of_a_guard(db: None) -> None:
    sql("CREATE RULE audit_seal_keeps_rows AS ON INSERT TO audit_seal DO INSTEAD NOTHING")
    assert guards.found(connection) == guards.Guards([], ["RULE audit_seal_keeps_rows ON audit_seal"])
