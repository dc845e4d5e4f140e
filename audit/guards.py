"""Append-only by trigger, on both databases: what was written down is not changed, not by SQL either.

Who owns the tables can take the triggers away, empty them, or put others beside them that swallow what is added.
`found` tells how they stand; what was done meanwhile is told by the chain (decision 0029).
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Guards:
    """Names. `missing`: not there, or switched off. `changed`: there, and not as Maru made them, or not made by it."""

    missing: list[str]
    changed: list[str]

    @property
    def wrong(self) -> list[str]:
        return self.missing + self.changed


def install(connection: Any, tables: tuple[str, ...] = tuple(GUARDED)) -> None:
    """Put the triggers on the tables; on SQLite those that are there stay."""
    if connection.vendor == "postgresql":
        _run(connection, [_FUNCTION, *(line for table in tables for line in _on_postgresql(table))])
    else:
        made = (one for table in tables for one in _on_sqlite(table).items())
        _run(connection, [f"CREATE TRIGGER IF NOT EXISTS {name} {rest}" for name, rest in made])


def remove(connection: Any, tables: tuple[str, ...] = tuple(GUARDED)) -> None:
    """Take them away: to undo a migration, and for tests that play the attacker."""
    for table in tables:
        for name in _wanted(connection, table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            _run(connection, [f"DROP TRIGGER IF EXISTS {name}{on}"])


def found(connection: Any) -> Guards:
    """Every trigger and rule of the guarded tables beside what they should be."""
    wanted = {name: made for table in GUARDED for name, made in _wanted(connection, table).items()}
    there = _there_on_postgresql(connection) if connection.vendor == "postgresql" else _there_on_sqlite(connection)
    changed = [name for name, made in there.items() if made not in (wanted.get(name), OFF)]
    return Guards(sorted(name for name in wanted if there.get(name, OFF) == OFF), sorted(changed))


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _wanted(connection: Any, table: str) -> dict[str, tuple[Any, ...]]:
    """What `_there_on_…` has to find on a table, by the trigger's name."""
    if connection.vendor == "postgresql":
        return {
            f"{table}_keeps_rows": (_BEFORE_ROWS, True, "plpgsql", _BODY),
            f"{table}_keeps_all": (_BEFORE_TRUNCATE, True, "plpgsql", _BODY),
        }
    return {name: (f"CREATE TRIGGER {name} {rest}",) for name, rest in _on_sqlite(table).items()}


OFF: tuple[Any, ...] = ("off",)
_THERE_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) IN ({})"
# Rules can swallow rows as triggers can.
_THERE_ON_POSTGRESQL = """
SELECT t.tgname, t.tgenabled = 'A', t.tgtype, t.tgqual IS NULL AND t.tgattr::text = '', l.lanname, p.prosrc
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND t.tgrelid::regclass::text = ANY(%s)
UNION ALL SELECT rulename, true, 0, false, 'rule', '' FROM pg_rewrite WHERE ev_class::regclass::text = ANY(%s)
"""
_BEFORE_ROWS = 1 + 2 + 8 + 16  # pg_trigger.tgtype: for each row, before, delete, update
_BEFORE_TRUNCATE = 2 + 32
_BODY = f"""
BEGIN
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'insufficient_privilege';
END """
_FUNCTION = f"CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"


def _there_on_sqlite(connection: Any) -> dict[str, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_THERE_ON_SQLITE.format(", ".join(["%s"] * len(GUARDED))), list(GUARDED))
        return {name: (made,) for name, made in cursor.fetchall()}


def _there_on_postgresql(connection: Any) -> dict[str, tuple[Any, ...]]:
    """One of ours that is off, or on for everybody but replicas, counts for nothing; one of others counts anyway."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE_ON_POSTGRESQL, [list(GUARDED)] * 2)
        ours = {name for table in GUARDED for name in _wanted(connection, table)}
        return {name: tuple(made) if on or name not in ours else OFF for name, on, *made in cursor.fetchall()}


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


def _on_sqlite(table: str) -> dict[str, str]:
    """As SQLite keeps them, behind the name."""
    same = " OR ".join(f"{column} = NEW.{column}" for column in GUARDED[table])
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (names of ours)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return {
        f"{table}_keeps_update": f"BEFORE UPDATE ON {table} {refuse}",
        f"{table}_keeps_delete": f"BEFORE DELETE ON {table} {refuse}",
        f"{table}_keeps_insert": f"BEFORE INSERT ON {table} {there} {refuse}",
    }
