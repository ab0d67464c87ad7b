"""Rows that nobody changes: guarded by the database on SQLite and on PostgreSQL."""

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows are never changed'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {event} ON {table} FOR EACH ROW {when}
EXECUTE FUNCTION refuse_change()
"""


def immutable_ddl(table: str, *, when: str = "") -> dict[str, list[str]]:
    """The statements, by dialect, that refuse UPDATE and DELETE on `table`.

    `when` is an SQL condition on OLD under which rows are frozen; always, when it is empty.
    """
    clause = f"WHEN ({when})" if when else ""
    verbs = [("update", "UPDATE"), ("delete", "DELETE")]
    fill = [{"table": table, "verb": verb, "event": name, "when": clause} for verb, name in verbs]
    return {
        "sqlite": [_SQLITE.format(**values).strip() for values in fill],
        "postgresql": [_POSTGRES_FUNCTION.strip(), *(_POSTGRES.format(**values).strip() for values in fill)],
    }


def guard(table: Table, ddl: dict[str, list[str]]) -> None:
    """Create the statements of `ddl` with the table; a migration repeats them, and a test compares the two."""
    table.info.setdefault("guards", []).append(ddl)
    for dialect, statements in ddl.items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def make_immutable(table: object, *, when: str = "") -> None:
    """Refuse every UPDATE and DELETE on a model's table (or on its rows for which `when` holds)."""
    assert isinstance(table, Table)
    guard(table, immutable_ddl(table.name, when=when))
