"""Who owns the tables cannot take a guard away and leave one of its name elsewhere, nor hide what is written."""

import pytest
from django.db import connection

from audit import actions, guards
from audit.selectors import verifying
from audit.selectors.verifying import verification
from audit.services import record
from audit.services.sealing import seal
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


@on_postgresql
@pytest.mark.parametrize("table", guards.GUARDED)
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", "ROW LEVEL SECURITY"),
        ("CREATE POLICY hides ON {} USING (false)", "POLICY hides"),
    ],
)
def test_row_security_that_could_hide_entries_is_named(db: None, table: str, statement: str, name: str) -> None:
    sql(statement.format(table))
    assert guards.found(connection) == guards.Guards([], [f"{name} ON {table}"])


@on_postgresql
def test_a_log_of_which_entries_are_hidden_from_maru_is_not_whole(db: None) -> None:
    """What the role that serves is not shown it neither seals nor misses: nothing else in the check would tell."""
    record(actions.ROOM_CREATED, target_type="room", target_id="seen")
    record(actions.EXPORT_CREATED, target_type="survey", target_id="hidden")
    sql("ALTER TABLE audit_auditentry ENABLE ROW LEVEL SECURITY")
    sql("CREATE POLICY hides ON audit_auditentry USING (target_id <> 'hidden')")
    sql("CREATE ROLE audit_serves")
    sql("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO audit_serves")
    sql("SET LOCAL ROLE audit_serves")
    seal(everything=True)
    found = verification([])
    assert (found.checked, found.unsealed) == (1, 0)
    assert (found.problem, found.changed_triggers) == (
        verifying.OTHER_GUARDS,
        ["POLICY hides ON audit_auditentry", "ROW LEVEL SECURITY ON audit_auditentry"],
    )
