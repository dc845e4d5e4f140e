"""Append-only by trigger, on both databases: what was written down is not changed, not by SQL either.

Who owns the tables can take the triggers away, empty them, put others beside them that swallow what is added, or
hide rows by row security.
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
    """Names. `missing`: not there, or switched off. `changed`: there, and not as Maru made them, or not made by it.

    What Maru did not make is named with its table, as SQL calls it: `quiet ON audit_seal`, `RULE quiet ON audit_seal`.
    """

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
    """Every trigger, rule and policy of the guarded tables beside what they should be.

    PostgreSQL's names are of one table each: a guard is known by its table and its name. One of ours that is off, or
    on for everybody but replicas, counts for nothing; one of others counts anyway.
    """
    wanted = {(table, name): made for table in GUARDED for name, made in _wanted(connection, table).items()}
    rows = _there(connection)
    there = {(at, name): tuple(made) for at, name, on, *made in rows if on or (at, name) not in wanted}
    changed = [key for key, made in there.items() if made != wanted.get(key)]
    return Guards(
        missing=sorted(name for _table, name in wanted.keys() - there.keys()),
        changed=sorted(name if (table, name) in wanted else f"{name} ON {table}" for table, name in changed),
    )


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _wanted(connection: Any, table: str) -> dict[str, tuple[Any, ...]]:
    """What `_there` has to find on a table, by the trigger's name."""
    if connection.vendor == "postgresql":
        return {
            f"{table}_keeps_rows": (_BEFORE_ROWS, True, "plpgsql", _BODY),
            f"{table}_keeps_all": (_BEFORE_TRUNCATE, True, "plpgsql", _BODY),
        }
    return {name: (f"CREATE TRIGGER {name} {rest}",) for name, rest in _on_sqlite(table).items()}


# Table, name, whether it is on, and what it says.
_THERE_ON_SQLITE = "SELECT lower(tbl_name), name, 1, sql FROM sqlite_master WHERE type = 'trigger'"
# Rules can swallow rows as triggers can; row security hides them from the role that serves, which then misses none.
_THERE_ON_POSTGRESQL = """
WITH guarded AS (SELECT oid, relname, relrowsecurity FROM pg_class WHERE relname = ANY(%s) AND pg_table_is_visible(oid))
SELECT relname, tgname, tgenabled = 'A', tgtype, tgqual IS NULL AND tgattr::text = '', lanname, prosrc
FROM guarded JOIN pg_trigger ON tgrelid = guarded.oid
JOIN pg_proc p ON p.oid = tgfoid JOIN pg_language l ON l.oid = prolang WHERE NOT tgisinternal
UNION ALL SELECT relname, 'RULE ' || rulename, true, 0, false, '', ''
FROM guarded JOIN pg_rewrite ON ev_class = guarded.oid
UNION ALL SELECT relname, 'POLICY ' || polname, true, 0, false, '', ''
FROM guarded JOIN pg_policy ON polrelid = guarded.oid
UNION ALL SELECT relname, 'ROW LEVEL SECURITY', true, 0, false, '', '' FROM guarded WHERE relrowsecurity
"""
_BEFORE_ROWS = 1 + 2 + 8 + 16  # pg_trigger.tgtype: for each row, before, delete, update
_BEFORE_TRUNCATE = 2 + 32
_BODY = f"""
BEGIN
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'insufficient_privilege';
END """
_FUNCTION = f"CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"


def _there(connection: Any) -> list[tuple[Any, ...]]:
    """What stands on the guarded tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_THERE_ON_POSTGRESQL, [list(GUARDED)])
            return list(cursor.fetchall())
        cursor.execute(_THERE_ON_SQLITE)
        return [row for row in cursor.fetchall() if row[0] in GUARDED]


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
