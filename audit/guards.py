"""Append-only by trigger, on both databases: what was written down is not changed, not by SQL either.

Who owns the tables can take the triggers away; the chain tells then (decision 0029), and so does `missing`.
"""

from typing import Any

# Each table with what must be new in a row: SQLite's REPLACE would delete the old one without asking a trigger.
GUARDED = {
    "audit_auditentry": ("id", "mark"),
    "audit_seal": ("chain_no", "entry_id"),
    "audit_checkpoint": ("id",),
    "audit_checkpointsent": ("id",),
    "audit_monthlyreview": ("id",),
}
SAYS = "what was recorded is never changed"


def install(connection: Any, tables: tuple[str, ...] = tuple(GUARDED)) -> None:
    """Put the triggers on the tables; those that are there stay."""
    if connection.vendor == "postgresql":
        _run(connection, [_FUNCTION, *(line for table in tables for line in _on_postgresql(table))])
    else:
        _run(connection, [line for table in tables for line in _on_sqlite(table)])


def remove(connection: Any, tables: tuple[str, ...] = tuple(GUARDED)) -> None:
    """Take them away: to undo a migration, and for tests that play the attacker."""
    for table in tables:
        for name in _names(connection, table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            _run(connection, [f"DROP TRIGGER IF EXISTS {name}{on}"])


def missing(connection: Any) -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    wanted = {name for table in GUARDED for name in _names(connection, table)}
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE_ON_POSTGRESQL if connection.vendor == "postgresql" else _ACTIVE_ON_SQLITE)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(wanted - there)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _names(connection: Any, table: str) -> tuple[str, ...]:
    kinds = ("rows", "all") if connection.vendor == "postgresql" else ("insert", "update", "delete")
    return tuple(f"{table}_keeps_{kind}" for kind in kinds)


_ACTIVE_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_ACTIVE_ON_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def _on_postgresql(table: str) -> list[str]:
    """ALWAYS: also for whoever pretends to be a replica."""
    rows, whole = f"{table}_keeps_rows", f"{table}_keeps_all"
    refuse = "EXECUTE FUNCTION audit_keeps()"
    return [
        f"CREATE OR REPLACE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE OR REPLACE TRIGGER {whole} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {rows}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {whole}",
    ]


def _on_sqlite(table: str) -> list[str]:
    same = " OR ".join(f"{column} = NEW.{column}" for column in GUARDED[table])
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (names of ours)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_insert BEFORE INSERT ON {table} {there} {refuse}",
    ]
